package io.genosdb.benchmarks;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/** What was measured, by the name of the benchmark and its parameters: {@code GetBenchmark.get genosdb 100000}. */
final class Figures {

    private final Map<String, Figure> figures = new HashMap<>();

    /**
     * A measurement: nanoseconds an operation.
     *
     * @param median of the calls where they were timed one by one, else of the iterations
     * @param low the tenth percentile
     * @param high the ninetieth
     */
    record Figure(double median, double low, double high) {

        String time() {
            return time(median) + " (" + time(low) + " – " + time(high) + ")";
        }

        String rate() {
            return String.format(Locale.ROOT, "%,.0f/s (%,.0f – %,.0f)", 1e9 / median, 1e9 / high, 1e9 / low);
        }

        static String time(double nanos) {
            String[] units = {"ns", "µs", "ms", "s"};
            int unit = 0;
            double value = nanos;
            while (value >= 1_000 && unit < units.length - 1) {
                value /= 1_000;
                unit++;
            }
            return String.format(
                    Locale.ROOT, value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s", value, units[unit]);
        }
    }

    void add(Collection<RunResult> results) {
        for (RunResult result : results) {
            String key = Stream.concat(
                            Stream.of(shortName(result)),
                            // Sorted by JMH: concerned, inserts, name, size.
                            result.getParams().getParamsKeys().stream()
                                    .filter(parameter -> !parameter.equals("inserts"))
                                    .map(result.getParams()::getParam))
                    .collect(Collectors.joining(" "));
            figures.put(key, figure(result, result.getPrimaryResult()));
            result.getSecondaryResults().forEach((name, secondary) -> {
                // The percentiles of single calls come as secondary results, too.
                if (List.of("flushes", "entries").contains(name) && secondary.getScore() > 0) {
                    figures.put(key + " " + name, figure(result, secondary));
                }
            });
        }
    }

    private static String shortName(RunResult result) {
        String name = result.getParams().getBenchmark();
        return name.substring(Figures.class.getPackageName().length() + 1);
    }

    private static Figure figure(RunResult run, Result<?> result) {
        Statistics statistics = result.getStatistics();
        double low = statistics.getPercentile(10);
        double median = statistics.getPercentile(50);
        double high = statistics.getPercentile(90);
        double unit = run.getParams().getTimeUnit().toNanos(1);
        if (run.getParams().getMode() == Mode.Throughput) {
            return new Figure(unit / median, unit / high, unit / low);
        }
        String inserts = run.getParams().getParam("inserts");
        double nanos = inserts == null ? unit : unit / Integer.parseInt(inserts);
        return new Figure(median * nanos, low * nanos, high * nanos);
    }

    /** The figure, or {@code null} if that was not measured. */
    @Nullable
    Figure get(String key) {
        return figures.get(key);
    }

    /** The median, or not a number if that was not measured. */
    double median(String key) {
        Figure figure = figures.get(key);
        return figure == null ? Double.NaN : figure.median();
    }

    static double perSecond(long rate) {
        return TimeUnit.SECONDS.toNanos(1) / (double) rate;
    }
}

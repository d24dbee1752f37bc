package io.genosdb.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs everything, writes what JMH measured as JSON and prints it as the tables of {@code docs/performance.md}. */
public final class Suite {

    private static final Pattern RESULTS =
            Pattern.compile("(?<=<!-- results -->\n).*(?=<!-- end of results -->)", Pattern.DOTALL);
    private static final String CPU_MODEL = "model name";

    private final boolean quick;
    private final int size;
    private final List<RunResult> results = new ArrayList<>();

    private Suite(boolean quick) {
        this.quick = quick;
        this.size = quick ? 10_000 : 100_000;
    }

    /**
     * Runs everything.
     *
     * @param arguments {@code --quick} for a smoke run, whose figures mean nothing; {@code --json FILE} for the results of
     *     JMH; {@code --document FILE} to put the tables between the two comments that are there for it
     * @throws Exception if a benchmark or a file fails
     */
    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        Instant start = Instant.now();
        var suite = new Suite(given.contains("--quick"));
        suite.everything();
        suite.growth();
        var figures = new Figures();
        figures.add(suite.results);
        String report = suite.machine(start) + new Tables(figures, suite.heap(), suite.size).render();
        option(given, "--json", suite::writeJson);
        option(given, "--document", file -> replaceResults(file, report));
        System.out.println(report);
    }

    private interface Writing {
        void to(Path file) throws IOException;
    }

    private static void option(List<String> given, String name, Writing writing) throws IOException {
        int index = given.indexOf(name);
        if (index >= 0) {
            writing.to(Path.of(given.get(index + 1)));
        }
    }

    private void everything() throws RunnerException {
        run(options("", size).exclude("PutBenchmark.insert").exclude("TemplateGet|DerivedQuery|Signature"), false);
        run(inserts("PutBenchmark.insert", quick ? 20_000 : 300_000, size), false);
        // A transaction for each new node takes this peer so long that it gets fewer.
        run(inserts("PutBenchmark.insert", 2_000, size).param("name", "arcadedb-single"), true);
    }

    private void growth() throws RunnerException {
        int[] sizes = {size / 10, size * 10};
        run(options("GetBenchmark.get", sizes).param("name", "genosdb", "map"), false);
        run(options("EqualityBenchmark.equality", sizes).param("name", "genosdb-indexed"), false);
        run(options("SortBenchmark.firstPage", sizes).param("name", "genosdb-indexed"), false);
        run(inserts("PutBenchmark.insert$", quick ? 20_000 : 300_000, sizes).param("name", "genosdb-mvstore"), true);
        run(options("ReopenBenchmark.warm", sizes).param("name", "genosdb-mvstore"), true);
    }

    private static ChainedOptionsBuilder inserts(String include, int inserts, int... sizes) {
        return options(include, sizes).param("inserts", Integer.toString(inserts));
    }

    private static ChainedOptionsBuilder options(String include, int... sizes) {
        return new OptionsBuilder()
                .include(include)
                .jvmArgsAppend(ChildProcess.JVM_ARGUMENTS.toArray(String[]::new))
                .param("size", IntStream.of(sizes).mapToObj(Integer::toString).toArray(String[]::new));
    }

    /**
     * @param fewer whether the setting up of an iteration takes so long that there must be fewer than the benchmark says
     */
    private void run(ChainedOptionsBuilder options, boolean fewer) throws RunnerException {
        if (quick) {
            options.forks(1)
                    .warmupIterations(1)
                    .measurementIterations(1)
                    .warmupTime(TimeValue.milliseconds(200))
                    .measurementTime(TimeValue.milliseconds(200));
        } else if (fewer) {
            options.warmupIterations(1).measurementIterations(3);
        }
        results.addAll(new Runner(options.build()).run());
    }

    private Map<String, Long> heap() throws IOException, InterruptedException {
        var bytes = new LinkedHashMap<String, Long>();
        for (String name : List.of(
                "map", "tinkergraph", "tinkergraph-indexed", "genosdb", "genosdb-indexed", "genosdb-mvstore-indexed")) {
            Process process = ChildProcess.of(HeapPerNode.class, List.of(name, Integer.toString(size)))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("the heap of '" + name + "' was not measured: " + output);
            }
            bytes.put(name, Long.parseLong(output.strip().replaceFirst("(?s).*bytes a node: ", "")));
        }
        return bytes;
    }

    private String machine(Instant start) throws IOException {
        var system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        long memory = system instanceof com.sun.management.OperatingSystemMXBean known ? known.getTotalMemorySize() : 0;
        return String.format(
                Locale.ROOT,
                """

                %sMeasured on %s in %d minutes: %d processors (%s), %d GB of memory, %s %s, Java %s (%s), 6 GB of heap.
                Median, and in parentheses the tenth and the ninetieth percentile, of single calls where they were timed one
                by one, else of iterations.
                """,
                quick ? "**A smoke run: these figures mean nothing.** " : "",
                start.toString().substring(0, "2000-01-01".length()),
                Duration.between(start, Instant.now()).toMinutes(),
                Runtime.getRuntime().availableProcessors(),
                processor(),
                memory >> 30,
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version(),
                System.getProperty("java.vm.name"));
    }

    private static String processor() throws IOException {
        Path cpus = Path.of("/proc/cpuinfo");
        if (!Files.exists(cpus)) {
            return "unknown";
        }
        try (var lines = Files.lines(cpus)) {
            return lines.filter(line -> line.startsWith(CPU_MODEL))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        }
    }

    private void writeJson(Path file) throws IOException {
        try (var out = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
    }

    private static void replaceResults(Path document, String report) throws IOException {
        var matcher = RESULTS.matcher(Files.readString(document));
        if (!matcher.find()) {
            throw new IllegalArgumentException(
                    document + " has no place for the results: '<!-- results -->' and '<!-- end of results -->'");
        }
        Files.writeString(document, matcher.replaceFirst(Matcher.quoteReplacement(report + "\n")));
    }
}

package io.genosdb.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures as Markdown. */
final class Tables {

    private final Figures figures;
    private final Map<String, Long> heap;
    private final int size;
    private final StringBuilder text = new StringBuilder();

    /**
     * @param heap bytes a node by contender
     * @param size the number of users in the data set
     */
    Tables(Figures figures, Map<String, Long> heap, int size) {
        this.figures = figures;
        this.heap = heap;
        this.size = size;
    }

    /**
     * A line of the first table.
     *
     * @param limit what must be reached, in nanoseconds
     * @param keys the figures of GenosDB, the map, TinkerGraph and ArcadeDB; empty where there is none
     */
    private record Job(String name, String target, double limit, boolean rate, String... keys) {}

    String render() {
        jobs();
        writes();
        growth();
        reopening();
        heap();
        return text.toString();
    }

    private String sized(String key) {
        return key + " " + size;
    }

    private Job query(String name, String target, Duration limit, String method, String ours, String theirs) {
        return new Job(
                name,
                target,
                limit.toNanos(),
                false,
                sized(method + " genosdb" + ours),
                sized(method + " map"),
                sized(method + " tinkergraph" + theirs),
                sized(method + " arcadedb" + theirs));
    }

    private void jobs() {
        heading("The jobs", "GenosDB", "Bare map", "TinkerGraph", "ArcadeDB");
        String get = "GetBenchmark.get ";
        job(new Job(
                "`get` by id",
                "2.5 × the bare map",
                2.5 * figures.median(sized(get + "map")),
                false,
                sized(get + "genosdb"),
                sized(get + "map"),
                sized(get + "tinkergraph"),
                sized(get + "arcadedb")));
        for (String method : List.of("insert", "overwrite")) {
            String put = "PutBenchmark." + method + " ";
            job(new Job(
                    "`put`, journal on, async: " + (method.equals("insert") ? "new nodes" : "overwrites"),
                    "250,000/s",
                    Figures.perSecond(250_000),
                    true,
                    sized(put + "genosdb-mvstore"),
                    sized(put + "map"),
                    sized(put + "tinkergraph"),
                    sized(put + "arcadedb")));
        }
        String hits = String.format(Locale.ROOT, ", %,d hits", size / 50);
        job(query(
                "`{city:'City 7'}`" + hits + ", indexed",
                "0.3 ms",
                micros(300),
                "EqualityBenchmark.equality",
                "-indexed",
                "-indexed"));
        job(query("the same, not indexed", "10 ms", micros(10_000), "EqualityBenchmark.equality", "", ""));
        String older = String.format(Locale.ROOT, "`{type:'user', age:{$gt:90}}`, %,d hits", size / 100 * 9);
        job(query(older, "1.5 ms", micros(1_500), "RangeBenchmark.range", "-indexed", "-indexed"));
        job(query("oldest ten", "0.05 ms", micros(50), "SortBenchmark.firstPage", "-indexed", "-indexed"));
        job(query("the next ten, by cursor", "0.05 ms", micros(50), "SortBenchmark.nextPage", "-indexed", "-indexed"));
        job(query("`$text`, 111 hits of 100,000", "1 ms", micros(1_000), "TextBenchmark.text", "-indexed", "-indexed"));
        job(query("`$regex`, the same hits", "15 ms", micros(15_000), "TextBenchmark.regex", "-indexed", "-indexed"));
        edges("`$edge`, 500 hits", "0.5 ms", micros(500), "EdgeBenchmark.reachable ");
        edges("`$edge`, nested ten times", "5 ms", micros(5_000), "EdgeBenchmark.nested ");
        job(new Job(
                "1,000 live queries over 10,000 nodes: subscribe all",
                "0.3 s",
                3e8,
                false,
                "LiveBenchmark.subscribe",
                "",
                "",
                ""));
        job(new Job(
                "2,000 puts until all events are delivered",
                "0.3 s",
                3e8,
                false,
                "LiveBenchmark.deliver",
                "LiveBenchmark.deliverByHand",
                "",
                ""));
        for (String concerned : List.of("others", "one")) {
            job(new Job(
                    "`put` in memory beside 10,000 live queries, of which it concerns "
                            + (concerned.equals("one") ? "one" : "none"),
                    "2 × the put without: " + Figures.Figure.time(figures.median("DispatchBenchmark.put none")),
                    2 * figures.median("DispatchBenchmark.put none"),
                    false,
                    "DispatchBenchmark.put " + concerned,
                    "",
                    "",
                    ""));
        }
        job(new Job(
                String.format(Locale.ROOT, "reopen %,d nodes to first query, in a fresh JVM", size),
                "0.4 s",
                4e8,
                false,
                sized("ReopenBenchmark.cold genosdb-mvstore"),
                "",
                sized("ReopenBenchmark.cold tinkergraph-gryo"),
                sized("ReopenBenchmark.cold arcadedb-indexed")));
        job(new Job(
                "the same, warmed up",
                "0.4 s",
                4e8,
                false,
                sized("ReopenBenchmark.warm genosdb-mvstore"),
                "",
                sized("ReopenBenchmark.warm tinkergraph-gryo"),
                sized("ReopenBenchmark.warm arcadedb-indexed")));
    }

    private void edges(String name, String target, Duration limit, String method) {
        job(new Job(
                name,
                target,
                limit.toNanos(),
                false,
                method + "genosdb",
                method + "map",
                method + "tinkergraph",
                method + "arcadedb"));
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }

    private void job(Job job) {
        Figures.Figure ours = figures.get(job.keys()[0]);
        if (ours == null) {
            line(List.of(job.name(), job.target(), "failed", "**no**", "–", "–", "–"));
            return;
        }
        var cells = new ArrayList<String>();
        cells.add(job.name());
        cells.add(job.target());
        cells.add(job.rate() ? ours.rate() : ours.time());
        cells.add(
                ours.median() <= job.limit()
                        ? "yes"
                        : String.format(Locale.ROOT, "**no**, by %.2f ×", ours.median() / job.limit()));
        for (int i = 1; i < job.keys().length; i++) {
            cells.add(peer(figures.get(job.keys()[i]), ours, job.rate()));
        }
        line(cells);
    }

    private static String peer(Figures.@Nullable Figure peer, Figures.Figure ours, boolean rate) {
        if (peer == null) {
            return "–";
        }
        double factor = peer.median() / ours.median();
        String figure =
                rate ? String.format(Locale.ROOT, "%,.0f/s", 1e9 / peer.median()) : Figures.Figure.time(peer.median());
        return String.format(
                Locale.ROOT, "%s, %.1f × %s", figure, Math.max(factor, 1 / factor), factor < 1 ? "faster" : "slower");
    }

    private void writes() {
        section("Writing", "store", "new nodes", "new nodes until they are on disk", "overwrites");
        for (String name : List.of(
                "genosdb",
                "genosdb-mvstore",
                "genosdb-mvstore-indexed",
                "genosdb-rocksdb",
                "map",
                "tinkergraph",
                "arcadedb",
                "arcadedb-single")) {
            line(List.of(
                    name,
                    rate(sized("PutBenchmark.insert " + name)),
                    rate(sized("PutBenchmark.insertAndFlush " + name)),
                    rate(sized("PutBenchmark.overwrite " + name))));
        }
        section("Writing synchronously, eight threads", "store", "puts", "flushes to disk", "entries a flush");
        for (String name : List.of("genosdb-mvstore-sync", "genosdb-rocksdb-sync", "arcadedb-sync")) {
            String key = "SyncPutBenchmark.put " + name;
            double entries = figures.median(key + " flushes") / figures.median(key + " entries");
            line(List.of(
                    name,
                    rate(key),
                    rate(key + " flushes"),
                    Double.isNaN(entries) ? "–" : String.format(Locale.ROOT, "%.1f", entries)));
        }
        line(List.of("4 KiB appended and forced, one thread", "–", rate("FsyncBenchmark.alone"), "–"));
        line(List.of("the same, eight threads in turn", "–", rate("FsyncBenchmark.inTurn"), "–"));
    }

    private void growth() {
        section("Growth", "job", size(size / 10), size(size), size(size * 10));
        for (String job : List.of(
                "GetBenchmark.get genosdb",
                "GetBenchmark.get map",
                "PutBenchmark.insert genosdb-mvstore",
                "EqualityBenchmark.equality genosdb-indexed",
                "SortBenchmark.firstPage genosdb-indexed",
                "ReopenBenchmark.warm genosdb-mvstore")) {
            line(List.of(job, time(job + " " + size / 10), time(job + " " + size), time(job + " " + size * 10)));
        }
    }

    private static String size(int nodes) {
        return String.format(Locale.ROOT, "%,d nodes", nodes);
    }

    private void reopening() {
        section("Reopening", "store", "in a fresh JVM", "warmed up");
        for (String name : List.of(
                "genosdb-mvstore",
                "genosdb-mvstore-indexed",
                "genosdb-rocksdb",
                "tinkergraph-gryo",
                "arcadedb-indexed")) {
            line(List.of(
                    name, time(sized("ReopenBenchmark.cold " + name)), time(sized("ReopenBenchmark.warm " + name))));
        }
    }

    private void heap() {
        section("Heap", "store", "bytes a node", "must reach");
        heap.forEach((name, bytes) -> line(List.of(
                name,
                String.format(Locale.ROOT, "%,d", bytes),
                name.startsWith("genosdb") ? bytes <= 1024 ? "1 KB: yes" : "1 KB: **no**" : "–")));
    }

    private String rate(String key) {
        Figures.Figure figure = figures.get(key);
        return figure == null ? "–" : figure.rate();
    }

    private String time(String key) {
        Figures.Figure figure = figures.get(key);
        return figure == null ? "–" : figure.time();
    }

    private void heading(String title, String... columns) {
        var all = new ArrayList<>(List.of("job", "must reach", columns[0], "reached"));
        all.addAll(List.of(columns).subList(1, columns.length));
        section(title, all.toArray(String[]::new));
    }

    private void section(String title, String... columns) {
        text.append("\n### ").append(title).append("\n\n");
        line(List.of(columns));
        text.append("| --- ".repeat(columns.length)).append("|\n");
    }

    private void line(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}

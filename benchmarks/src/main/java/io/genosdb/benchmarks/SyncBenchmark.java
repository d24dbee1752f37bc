package io.genosdb.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Sync between two JVMs, which it starts and tells what to do, beside what the connection does without a database.
 *
 * <p>Arguments are the rows to measure: {@code latency}, {@code burst}, {@code fresh}, {@code million}, {@code differences},
 * {@code mesh}, {@code guarded}; all of them by default.
 */
public final class SyncBenchmark {

    private static final int NODES = 100_000;
    private static final int BURST = 50_000;
    private static final int PROBES = 6_000;
    private static final long PAUSE_NANOS = 1_000_000;
    private static final int PROBE_BYTES = 200;
    private static final int ROUNDS = 7;
    private static final int MILLION = 1_000_000;

    private SyncBenchmark() {}

    /**
     * Measures and prints.
     *
     * @param arguments the rows
     * @throws Exception if something fails
     */
    public static void main(String[] arguments) throws Exception {
        List<String> rows = arguments.length == 0
                ? List.of("latency", "burst", "fresh", "differences", "mesh", "guarded", "million")
                : List.of(arguments);
        for (String row : rows) {
            System.out.println("--- " + row);
            switch (row) {
                case "latency" -> latency();
                case "burst" -> burst();
                case "fresh" -> fresh();
                case "guarded" -> guarded();
                case "million" -> million();
                case "differences" -> SyncDifferences.measure();
                case "mesh" -> SyncMesh.measure();
                default -> throw new IllegalArgumentException("there is no row '" + row + "'");
            }
        }
    }

    /** A {@link SyncPeer} in a JVM of its own. */
    private static final class Peer implements AutoCloseable {
        private final Process process;
        private final PrintWriter commands;
        private final BufferedReader answers;

        private Peer(String... jvmArguments) throws IOException {
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of(jvmArguments));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), SyncPeer.class.getName()));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        private void tell(String command) {
            commands.println(command);
        }

        private String answer() throws IOException {
            String line = answers.readLine();
            while (line != null && !line.startsWith("= ")) {
                System.out.println(line);
                line = answers.readLine();
            }
            if (line == null) {
                throw new IOException("a peer has ended");
            }
            return line.substring(2);
        }

        private String ask(String command) throws IOException {
            tell(command);
            return answer();
        }

        private long number(String command) throws IOException {
            return Long.parseLong(ask(command).split(" ")[0]);
        }

        @Override
        public void close() throws IOException {
            commands.close();
            process.destroy();
        }
    }

    /** All of them, or those that {@code -Dgenosdb.benchmarks.transports=} names. */
    private static List<String> transports() {
        return List.of(System.getProperty("genosdb.benchmarks.transports", "websocket,local,webrtc")
                .split(","));
    }

    private static void print(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format + "%n", arguments);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    // ---- one put

    private static void latency() throws IOException {
        for (String transport : transports()) {
            try (var server = new Peer("-Xmx512m");
                    var client = new Peer("-Xmx512m")) {
                connect(server, client, transport, 1_000);
                for (int round = 0; round < 3; round++) {
                    bareProbe(server, client, transport);
                    probe(server, client, transport + ", server writes");
                    probe(client, server, transport + ", client writes");
                }
            }
        }
    }

    private static void connect(Peer server, Peer client, String transport, int opLogSize) throws IOException {
        server.ask("open " + opLogSize);
        client.ask("open " + opLogSize);
        String address = server.ask("serve " + transport);
        client.ask("dial " + address);
        client.ask("await-equal");
    }

    private static void probe(Peer writer, Peer listener, String title) throws IOException {
        listener.ask("listen " + PROBES);
        writer.ask("probe " + PROBES + " " + PAUSE_NANOS);
        print("put to listener, %s: p50 p99 worst µs %s", title, listener.ask("latencies"));
    }

    private static void bareProbe(Peer server, Peer client, String transport) throws IOException {
        String address = server.ask("wire-serve " + transport);
        client.ask("wire-listen " + address + " " + PROBES + " " + Long.MAX_VALUE);
        server.ask("wire-probe " + PROBES + " " + PROBE_BYTES + " " + PAUSE_NANOS);
        print("  the wire alone, %s: p50 p99 worst µs %s", transport, client.ask("latencies"));
    }

    // ---- many puts

    private static void burst() throws IOException {
        for (String transport : transports()) {
            try (var server = new Peer("-Xmx1g");
                    var client = new Peer("-Xmx1g")) {
                server.ask("users " + BURST);
                var rates = new double[ROUNDS];
                long bytes = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    connect(server, client, transport, 1_000);
                    client.ask("expect " + BURST);
                    long before = server.number("cpu");
                    long clientBefore = client.number("cpu");
                    long start = server.number("put 0 " + BURST);
                    long written = System.nanoTime();
                    long end = client.number("await");
                    rates[round] = BURST / ((end - start) / 1e9);
                    bytes = client.number("status");
                    print(
                            "burst, %s: %,.0f/s in %d ms, written after %d ms, %d bytes, cpu %d and %d ms",
                            transport,
                            rates[round],
                            (end - start) / 1_000_000,
                            (written - start) / 1_000_000,
                            bytes,
                            server.number("cpu") - before,
                            client.number("cpu") - clientBefore);
                }
                print("burst, %s: median %,.0f/s", transport, median(rates));
                bareFlood(server, client, transport, bytes);
            }
        }
    }

    private static void bareFlood(Peer server, Peer client, String transport, long bytes) throws IOException {
        var millis = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            String address = server.ask("wire-serve " + transport);
            client.ask("wire-listen " + address + " 1 " + bytes);
            long start = server.number("wire-flood " + bytes);
            millis[round] = (client.number("await") - start) / 1e6;
        }
        print("  the wire alone, %s: %,d bytes in %.1f ms", transport, bytes, median(millis));
    }

    // ---- a fresh peer

    private static void fresh() throws IOException {
        for (String transport : transports()) {
            try (var server = new Peer("-Xmx1g");
                    var client = new Peer("-Xmx1g")) {
                server.ask("open 1000");
                server.ask("users " + NODES);
                server.ask("put 0 " + NODES);
                String address = server.ask("serve " + transport);
                var millis = new double[ROUNDS];
                long bytes = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    client.ask("open 1000");
                    client.ask("expect " + NODES);
                    long before = server.number("cpu");
                    long clientBefore = client.number("cpu");
                    long start = client.number("dial " + address);
                    String[] equal = client.ask("await-equal").split(" ");
                    long merged = client.number("await");
                    millis[round] = (Long.parseLong(equal[0]) - start) / 1e6;
                    bytes = client.number("status");
                    print(
                            "fresh, %s: equal after %.0f ms, merged after %d ms, %s, %,d bytes, cpu %d and %d ms",
                            transport,
                            millis[round],
                            (merged - start) / 1_000_000,
                            equal[1],
                            bytes,
                            server.number("cpu") - before,
                            client.number("cpu") - clientBefore);
                }
                print("fresh, %s: median %.0f ms", transport, median(millis));
                bareFlood(server, client, transport, bytes);
            }
        }
    }

    /** As {@link #fresh}, with signed entries, beside the time that the receiver takes to verify them and nothing else. */
    private static void guarded() throws IOException {
        String transport = "websocket";
        try (var server = new Peer("-Xmx1g");
                var client = new Peer("-Xmx1g")) {
            server.ask("guard " + SyncPeer.GUARDED.get(0));
            client.ask("guard " + SyncPeer.GUARDED.get(1));
            server.ask("open 1000");
            server.ask("users " + NODES);
            server.ask("put 0 " + NODES);
            String address = server.ask("serve " + transport);
            var ratios = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                client.ask("open 1000");
                client.ask("expect " + NODES);
                long start = client.number("dial " + address);
                String[] equal = client.ask("await-equal").split(" ");
                double synced = Long.parseLong(equal[0]) - start;
                double verified = client.number("verify");
                ratios[round] = synced / verified;
                print(
                        "guarded: equal after %.0f ms, %s; verification alone %.0f ms; ratio %.2f",
                        synced / 1e6, equal[1], verified / 1e6, ratios[round]);
            }
            print("guarded: median ratio %.2f", median(ratios));
        }
    }

    private static void million() throws IOException {
        String heap = "-Xmx" + System.getProperty("genosdb.benchmarks.million-heap", "1400m");
        try (var server = new Peer("-Xmx2500m");
                var client = new Peer(heap)) {
            server.ask("open 1000");
            String address = server.ask("serve websocket");
            client.ask("open 1000");
            long serverEmpty = server.number("heap");
            long clientEmpty = client.number("heap");
            server.ask("users " + MILLION);
            server.ask("put 0 " + MILLION);
            server.ask("users 1");
            long graph = server.number("heap") - serverEmpty;
            print("million: the graph alone has %,d bytes", graph);
            server.ask("sample");
            client.ask("sample");
            client.ask("expect " + MILLION);
            long start = client.number("dial " + address);
            String equal = client.ask("await-equal");
            print(
                    "million: %s, equal after %d ms, merged after %d ms",
                    equal,
                    (Long.parseLong(equal.split(" ")[0]) - start) / 1_000_000,
                    (client.number("await") - start) / 1_000_000);
            above("server", server.ask("samples"), serverEmpty, graph);
            above("client", client.ask("samples"), clientEmpty, graph);
            print(
                    "million: afterwards %,d and %,d bytes above the graph",
                    server.number("heap") - serverEmpty - graph, client.number("heap") - clientEmpty - graph);
        }
    }

    private static void above(String side, String samples, long empty, long graph) {
        long most = 0;
        for (String sample : samples.split(" ")) {
            String[] parts = sample.split(":");
            long ofGraph = (long) ((double) graph * Integer.parseInt(parts[1]) / MILLION);
            most = Math.max(most, Long.parseLong(parts[0]) - empty - ofGraph);
        }
        print("million, %s: at most %,d bytes above the graph; samples %s", side, most, samples);
    }
}

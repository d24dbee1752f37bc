package io.genosdb.benchmarks;

import io.genosdb.GenosDatabase;
import io.genosdb.value.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/**
 * Many STOMP sessions, each with a live query of its own: how long until the last event of many changes has arrived, and what
 * a session costs the server. The clients are in another process.
 */
@EnableAutoConfiguration
public class StompFanOut {

    private static final int SESSIONS = Integer.getInteger("genosdb.benchmarks.sessions", 1_000);
    private static final int NODES = 10_000;
    private static final int CHANGES = 1_000;
    private static final int ROUNDS = 5;

    /** Prints milliseconds and bytes; with the argument {@code all}, every change concerns every session. */
    public static void main(String[] arguments) throws Exception {
        boolean all = List.of(arguments).contains("all");
        try (var context = new SpringApplicationBuilder(StompFanOut.class)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "logging.level.root=warn",
                        "genosdb.storage.type=memory",
                        "genosdb.stomp.ad-hoc-queries=true")
                .run()) {
            var database = context.getBean(GenosDatabase.class);
            for (int i = 0; i < NODES; i++) {
                database.put(node(i, 0), "node" + i);
            }
            int port = ((ServletWebServerApplicationContext) context)
                    .getWebServer()
                    .getPort();
            long before = usedHeap();
            Process clients = clients(port, all);
            try (var answers =
                    new BufferedReader(new InputStreamReader(clients.getInputStream(), StandardCharsets.UTF_8))) {
                await(answers, "ready");
                System.out.println("bytes a session: " + (usedHeap() - before) / SESSIONS);
                for (int round = 1; round <= ROUNDS; round++) {
                    measure(database, answers, round, all);
                }
            } finally {
                clients.destroy();
            }
        }
    }

    private static void measure(GenosDatabase database, BufferedReader answers, int round, boolean all)
            throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < CHANGES; i++) {
            database.put(node(i, round), "node" + i);
        }
        long written = System.nanoTime();
        await(answers, "round " + round);
        System.out.printf(
                "round %d: %d events; the last write after %d ms, the last event after %d ms%n",
                round,
                all ? (long) SESSIONS * CHANGES : CHANGES,
                TimeUnit.NANOSECONDS.toMillis(written - start),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    /** Nodes of one group are followed by one session; those that have changed are followed by all that want them. */
    private static JsonObject node(int i, int round) {
        return JsonObject.parse("{\"type\":\"item\",\"group\":\"g" + i % SESSIONS + "\",\"round\":" + round
                + ",\"name\":\"item number " + i + "\",\"price\":" + i * 7 % 1_000 + "}");
    }

    private static void await(BufferedReader answers, String answer) throws IOException {
        String line = answers.readLine();
        if (!answer.equals(line)) {
            throw new IOException("the clients said '" + line + "' instead of '" + answer + "'");
        }
    }

    private static Process clients(int port, boolean all) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-Dgenosdb.benchmarks.sessions=" + SESSIONS,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Clients.class.getName(),
                        "" + port,
                        "" + all)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static long usedHeap() {
        var memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < 5; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** The other process: opens the sessions, and says when all events of a round have come. */
    public static final class Clients {

        private Clients() {}

        /** Takes the port, and whether every session follows all changes. */
        public static void main(String[] arguments) throws Exception {
            int port = Integer.parseInt(arguments[0]);
            boolean all = Boolean.parseBoolean(arguments[1]);
            var http = HttpClient.newHttpClient();
            var subscribed = new CountDownLatch(SESSIONS);
            var rounds = new ArrayList<CountDownLatch>();
            for (int round = 0; round <= ROUNDS; round++) {
                rounds.add(new CountDownLatch(all ? SESSIONS * CHANGES : CHANGES));
            }
            for (int i = 0; i < SESSIONS; i++) {
                // Every session's query is another one, also where all ask for the same nodes.
                String query = all
                        ? "{ round\\c { $gte\\c 1 }, price\\c { $gte\\c " + -i + " } }"
                        : "{ group\\c 'g" + i + "' }";
                http.newWebSocketBuilder()
                        .subprotocols("v12.stomp")
                        .buildAsync(
                                URI.create("ws://localhost:" + port + "/genosdb/stomp"),
                                new Session(query, subscribed, rounds))
                        .join();
            }
            subscribed.await();
            System.out.println("ready");
            for (int round = 1; round <= ROUNDS; round++) {
                rounds.get(round).await();
                System.out.println("round " + round);
            }
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private static final class Session implements WebSocket.Listener {

        private static final String ROUND = "\"round\":";

        private final String query;
        private final CountDownLatch subscribed;
        private final List<CountDownLatch> rounds;
        private final StringBuilder frame = new StringBuilder();
        private CompletableFuture<WebSocket> connecting = new CompletableFuture<>();

        private Session(String query, CountDownLatch subscribed, List<CountDownLatch> rounds) {
            this.query = query;
            this.subscribed = subscribed;
            this.rounds = rounds;
        }

        @Override
        public void onOpen(WebSocket socket) {
            connecting = socket.sendText("CONNECT\naccept-version:1.2\nhost:localhost\n\n\0", true);
            socket.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            frame.append(data);
            if (last) {
                take(frame.toString());
                frame.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void take(String text) {
            if (text.startsWith("CONNECTED")) {
                // The answer may be here before the client knows that all of its frame has left.
                connecting.thenCompose(sent -> sent.sendText(
                        "SUBSCRIBE\nid:s\ndestination:/genosdb/map\nquery:" + query + "\nreceipt:r\n\n\0", true));
            } else if (text.startsWith("RECEIPT")) {
                subscribed.countDown();
            } else if (text.startsWith("MESSAGE") && !text.contains("\naction:initial\n")) {
                int at = text.indexOf(ROUND) + ROUND.length();
                rounds.get(text.charAt(at) - '0').countDown();
            }
        }
    }
}

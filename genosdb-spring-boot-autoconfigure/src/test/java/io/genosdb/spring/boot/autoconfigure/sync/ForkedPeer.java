package io.genosdb.spring.boot.autoconfigure.sync;

import io.genosdb.GenosDatabase;
import io.genosdb.room.PeerEvent;
import io.genosdb.value.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An application with one replica, in a JVM of its own in one side's namespace; told by lines what to do. */
final class ForkedPeer implements AutoCloseable {

    private static final String ANSWER = "> ";

    private final Process process;
    private final BufferedReader output;
    private final BufferedWriter input;
    private final List<String> log = new ArrayList<>();

    private ForkedPeer(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    static ForkedPeer start(Network network, int side, Class<?> application, List<String> properties)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ForkedPeer.class.getName()));
        command.add(application.getName());
        command.addAll(properties);
        var forked = new ProcessBuilder(network.within(side, command))
                .redirectErrorStream(true)
                .start();
        return new ForkedPeer(forked);
    }

    /** Reads up to the next answer; the first one says that the application has started. */
    String answer() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(ANSWER)) {
                return line.substring(ANSWER.length());
            }
            log.add(line);
        }
        throw new IllegalStateException("it has ended:\n" + log());
    }

    /** Writes nodes, one in a millisecond or so, while other things go on. */
    void write(String prefix, int count) throws IOException {
        ask("write " + prefix + " " + count);
    }

    /** Number of nodes, number of peers, digest. */
    String state() throws IOException {
        return ask("state");
    }

    /** How many milliseconds ago it was last proved equal, or a very large number. */
    long sinceEqual() throws IOException {
        return Long.parseLong(ask("equal"));
    }

    /** How many peers are in the room now. */
    int peers() throws IOException {
        return Integer.parseInt(ask("peers"));
    }

    /** How many peers came into the room since the start. */
    int joined() throws IOException {
        return Integer.parseInt(ask("joined"));
    }

    /** What the room does with its only relay. */
    String relay() throws IOException {
        return ask("relay");
    }

    private String ask(String line) throws IOException {
        input.write(line);
        input.newLine();
        input.flush();
        return answer();
    }

    String log() {
        return String.join("\n", log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- in the JVM of its own

    public static void main(String[] arguments) throws Exception {
        Class<?> main = Class.forName(arguments[0]);
        ConfigurableApplicationContext application = new SpringApplicationBuilder(main)
                .properties("genosdb.storage.type=memory", "genosdb.name=faults", "server.port=8080")
                .properties("genosdb.sync.secret=hush", "spring.jmx.enabled=false", "spring.main.banner-mode=off")
                .properties(Arrays.copyOfRange(arguments, 1, arguments.length))
                .run();
        GenosDatabase database = application.getBean(GenosDatabase.class);
        var joined = new AtomicInteger();
        if (application.getEnvironment().getProperty("genosdb.rtc.enabled", Boolean.class, false)) {
            database.room().on(PeerEvent.PEER_JOIN, peer -> joined.incrementAndGet());
        }
        System.out.println(ANSWER + "started");
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(ANSWER + obey(database, joined, line.split(" ")));
        }
        System.exit(0);
    }

    private static String obey(GenosDatabase database, AtomicInteger joined, String[] words) {
        return switch (words[0]) {
            case "write" -> {
                new Thread(() -> writeSlowly(database, words[1], Integer.parseInt(words[2])), "writer").start();
                yield "writing";
            }
            case "state" -> database.size() + " nodes, digest " + database.digest();
            case "peers" -> Integer.toString(database.room().getPeers().size());
            case "joined" -> Integer.toString(joined.get());
            case "relay" -> database.room().status().relays().get(0).state().name();
            default -> {
                var equal = database.sync().status().lastEqual();
                yield Long.toString(equal == null ? Long.MAX_VALUE : System.currentTimeMillis() - equal.toEpochMilli());
            }
        };
    }

    private static void writeSlowly(GenosDatabase database, String prefix, int count) {
        for (int i = 0; i < count; i++) {
            database.put(JsonObject.parse("{\"n\":" + i + ",\"text\":\"some text that takes some room\"}"), prefix + i);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}

package io.genosdb.benchmarks;

import io.genosdb.GenosDatabase;
import io.genosdb.rtc.RtcOptions;
import io.genosdb.rtc.RtcRooms;
import io.genosdb.rtc.transport.WebRtcOptions;
import io.genosdb.sync.transport.TransportThreads;
import io.genosdb.value.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many peers of one room in one JVM, each connected with each: what meeting them takes, and the processor and memory that they
 * need at rest and while one of them writes. The argument is how many; 50 without one.
 */
public final class RoomOfMany {

    private static final int DEFAULT_PEERS = 50;
    private static final int SECONDS = 15;
    private static final int WRITES_PER_SECOND = 100;
    private static final long LOOK_NANOS = 10_000_000;

    private RoomOfMany() {}

    /**
     * Measures and prints.
     *
     * @param arguments how many peers
     * @throws IOException if the system does not say how much memory there is
     */
    public static void main(String[] arguments) throws IOException {
        int count = arguments.length == 0 ? DEFAULT_PEERS : Integer.parseInt(arguments[0]);
        try (var threads = new TransportThreads("relay");
                var server = new PeerServer(threads)) {
            String relay = server.serveRelay();
            report("before", 0);
            var rooms = new RtcRooms(WebRtcOptions.DEFAULTS);
            RtcOptions options = RtcOptions.of(List.of(URI.create(relay)));
            List<GenosDatabase> databases = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                databases.add(GenosDatabase.builder("many")
                        .room(rooms.factory(options))
                        .open());
            }
            await(databases, database -> database.room().getPeers().size() == count - 1);
            print("%d peers, %d connections, after %d ms", count, count * (count - 1) / 2, millisSince(start));
            report("met", 0);
            long idle = cpuMillis();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SECONDS));
            report("at rest", cpuMillis() - idle);
            write(databases);
            databases.forEach(GenosDatabase::close);
        }
        System.exit(0);
    }

    private static void write(List<GenosDatabase> databases) throws IOException {
        GenosDatabase writer = databases.get(0);
        JsonObject value = JsonObject.parse("{\"text\":\"something of some length, as values are\"}");
        long before = cpuMillis();
        long start = System.nanoTime();
        int writes = SECONDS * WRITES_PER_SECOND;
        for (int i = 0; i < writes; i++) {
            writer.put(value, "node:" + i);
            long due = start + TimeUnit.SECONDS.toNanos(i + 1) / WRITES_PER_SECOND;
            LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
        }
        long written = System.nanoTime();
        await(databases, database -> database.size() == writes);
        print("%d writes: all have the last one %d ms after it was written", writes, millisSince(written));
        report("with " + WRITES_PER_SECOND + " writes a second", cpuMillis() - before);
    }

    private interface Condition {
        boolean holds(GenosDatabase database);
    }

    private static void await(List<GenosDatabase> databases, Condition condition) {
        while (!databases.stream().allMatch(condition::holds)) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private static void report(String when, long cpuMillis) throws IOException {
        String resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("VmRSS: unknown");
        print(
                "%s: %s, %d Java threads, %.1f %% of a core",
                when,
                resident.replaceAll("\\s+", " "),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                cpuMillis / (10.0 * SECONDS));
    }

    private static long cpuMillis() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean known
                ? known.getProcessCpuTime() / 1_000_000
                : 0;
    }

    private static void print(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format + "%n", arguments);
    }
}

package io.genosdb.benchmarks;

import io.genosdb.GenosDatabase;
import io.genosdb.sync.PeerStatus;
import io.genosdb.sync.transport.InMemoryLinks;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A full mesh of replicas in one JVM: what a put costs its writer, and the whole mesh. */
final class SyncMesh {

    private static final int PUTS = 2_000;
    private static final int WARM_UP = 1_000;
    private static final long PAUSE_NANOS = 3_000_000;

    private SyncMesh() {}

    static void measure() throws InterruptedException {
        List<User> users = User.generate(WARM_UP + 2 * PUTS, LoadedUsers.SEED);
        for (int peers : new int[] {1, 2, 4, 8, 16, 32, 32, 16, 8, 4, 2, 1}) {
            measure(peers, users);
        }
    }

    private static void measure(int peers, List<User> users) throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(4, task -> {
            var thread = new Thread(task, "mesh");
            thread.setDaemon(true);
            return thread;
        });
        var links = new InMemoryLinks(executor);
        var databases = new ArrayList<GenosDatabase>();
        for (int i = 0; i < peers; i++) {
            databases.add(GenosDatabase.inMemory("mesh"));
            for (int j = 0; j < i; j++) {
                links.connect(databases.get(j).sync(), databases.get(i).sync());
            }
        }
        awaitConnected(databases);
        GenosDatabase writer = databases.get(0);
        puts(writer, databases, users.subList(0, WARM_UP), 0);
        long cpu = processCpu();
        double[] paced = puts(writer, databases, users.subList(WARM_UP, WARM_UP + PUTS), PAUSE_NANOS);
        double mesh = (processCpu() - cpu) / 1e3 / PUTS;
        long sentBefore = sent(databases);
        double[] burst = puts(writer, databases, users.subList(WARM_UP + PUTS, users.size()), 0);
        System.out.printf(
                Locale.ROOT,
                "mesh of %d: put paced p50 %.1f µs p99 %.1f µs, writer's cpu %.1f µs, of the whole mesh %.0f µs; in a row "
                        + "p50 %.1f µs, cpu %.1f µs, %.0f/s delivered everywhere; %.2f entries sent for each node and peer%n",
                peers,
                paced[0],
                paced[1],
                paced[2],
                mesh,
                burst[0],
                burst[2],
                burst[3],
                peers == 1 ? 0 : (double) (sent(databases) - sentBefore) / PUTS / (peers - 1));
        databases.forEach(GenosDatabase::close);
        executor.shutdown();
    }

    /** How many entries were sent, by whomever to whomever. */
    private static long sent(List<GenosDatabase> databases) {
        return databases.stream()
                .flatMap(database -> database.sync().status().peers().stream())
                .mapToLong(PeerStatus::entriesOut)
                .sum();
    }

    private static void awaitConnected(List<GenosDatabase> databases) {
        for (GenosDatabase database : databases) {
            while (database.sync().status().peers().stream()
                            .filter(peer -> peer.lastEqual() != null)
                            .count()
                    < databases.size() - 1) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Median, 99th percentile and processor time in µs, and how many a second are everywhere. */
    private static double[] puts(GenosDatabase writer, List<GenosDatabase> databases, List<User> users, long pause)
            throws InterruptedException {
        var arrived = new CountDownLatch((databases.size() - 1) * users.size());
        var listeners = new ArrayList<AutoCloseable>();
        for (GenosDatabase database : databases.subList(1, databases.size())) {
            listeners.add(
                    database.onMerge((result, source) -> result.accepted().forEach(entry -> arrived.countDown())));
        }
        var threads = ManagementFactory.getThreadMXBean();
        var nanos = new long[users.size()];
        long cpu = 0;
        long start = System.nanoTime();
        for (int i = 0; i < nanos.length; i++) {
            var value = users.get(i).toJson();
            long cpuBefore = threads.getCurrentThreadCpuTime();
            long before = System.nanoTime();
            writer.put(value, users.get(i).id());
            nanos[i] = System.nanoTime() - before;
            cpu += threads.getCurrentThreadCpuTime() - cpuBefore;
            if (pause > 0) {
                LockSupport.parkNanos(pause);
            }
        }
        arrived.await();
        double seconds = (System.nanoTime() - start) / 1e9;
        closeAll(listeners);
        Arrays.sort(nanos);
        return new double[] {
            nanos[nanos.length / 2] / 1e3,
            nanos[(int) (nanos.length * 0.99)] / 1e3,
            cpu / 1e3 / nanos.length,
            nanos.length / seconds
        };
    }

    private static void closeAll(List<AutoCloseable> listeners) {
        for (AutoCloseable listener : listeners) {
            try {
                listener.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static long processCpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }
}

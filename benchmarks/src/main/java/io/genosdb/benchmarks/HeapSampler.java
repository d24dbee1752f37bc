package io.genosdb.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;

/** Collects garbage again and again while something goes on, and notes what is alive then. */
final class HeapSampler {

    private static final long PAUSE_MILLIS = 1_500;

    private final List<String> samples = new CopyOnWriteArrayList<>();
    private final IntSupplier nodes;
    private final Thread thread = new Thread(this::sample, "heap-sampler");
    private volatile boolean stopped;

    HeapSampler(IntSupplier nodes) {
        this.nodes = nodes;
        thread.setDaemon(true);
        thread.start();
    }

    private void sample() {
        try {
            while (!stopped) {
                long used = used(1);
                samples.add(used + ":" + nodes.getAsInt());
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Bytes and nodes, as {@code bytes:nodes}, of each collection. */
    String stop() throws InterruptedException {
        stopped = true;
        thread.join();
        var all = new StringJoiner(" ");
        samples.forEach(all::add);
        return all.toString();
    }

    /** Bytes that were alive when the last collection was over: what was made since does not count. */
    static long used(int collections) {
        for (int i = 0; i < collections; i++) {
            ManagementFactory.getMemoryMXBean().gc();
        }
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }
}

package io.genosdb.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.List;

/** Measures the heap that a contender takes for each node: what is alive with the data set, less what was before. */
final class HeapPerNode {

    private static final int COLLECTIONS = 5;

    private HeapPerNode() {}

    /** Prints bytes a node; the arguments are the contender and the number of users. */
    public static void main(String[] arguments) {
        int size = Integer.parseInt(arguments[1]);
        // What classes and code need is there before, once a contender of this kind has worked.
        fill(arguments[0], 1_000, 0);
        System.out.println("bytes a node: " + fill(arguments[0], size, usedHeap()));
    }

    private static long fill(String name, int size, long before) {
        try (Scratch scratch = Scratch.create();
                Contender contender = Contender.open(name, scratch.directory())) {
            contender.prepare(User.generate(size, LoadedUsers.SEED));
            contender.insertFirst(size);
            contender.prepare(List.of());
            long bytes = (usedHeap() - before) / size;
            // Keeps the contender alive until here.
            contender.get("person:0");
            return bytes;
        }
    }

    private static long usedHeap() {
        var memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }
}

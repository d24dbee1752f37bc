package io.genosdb.benchmarks;

import io.genosdb.storage.StorageStatus;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/** {@code put} that returns when the disk has it, by eight threads that overwrite random nodes. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(1)
@Threads(8)
public class SyncPutBenchmark {

    private static final int USERS = 10_000;

    /** For JMH. */
    public SyncPutBenchmark() {}

    /** What the threads share. */
    @State(Scope.Benchmark)
    public static class Shared {

        /** Who is measured. */
        @Param({"genosdb-mvstore-sync", "genosdb-rocksdb-sync", "arcadedb-sync"})
        public String name = "";

        private final Scratch scratch = Scratch.create();
        private Contender contender = new MapContender();

        /** For JMH. */
        public Shared() {}

        /** Loads the nodes. */
        @Setup
        public void setUp() {
            // A synchronous put for each node would take minutes.
            try (Contender loader = Contender.open(name.replace("-sync", ""), scratch.directory())) {
                loader.prepare(User.generate(USERS, LoadedUsers.SEED));
                loader.insertFirst(USERS);
            }
            contender = Contender.open(name, scratch.directory());
            contender.prepare(User.generate(USERS, LoadedUsers.SEED + 1));
        }

        /** Closes the contender. */
        @TearDown
        public void tearDown() {
            contender.close();
            scratch.close();
        }
    }

    /** What each thread has of its own; the first counts the flushes of all. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Flushes {

        /** Flushes to disk. */
        public long flushes;

        /** Entries written by them. */
        public long entries;

        private long flushesBefore;
        private long entriesBefore;
        private SplittableRandom random = new SplittableRandom();

        /** For JMH. */
        public Flushes() {}

        /**
         * Begins to count.
         *
         * @param shared the contender
         * @param thread which thread this is
         */
        @Setup(Level.Iteration)
        public void setUp(Shared shared, ThreadParams thread) {
            random = new SplittableRandom(thread.getThreadIndex());
            StorageStatus storage = storage(shared, thread);
            if (storage != null) {
                flushesBefore = storage.flushes();
                entriesBefore = storage.flushed();
            }
        }

        /**
         * Counts.
         *
         * @param shared the contender
         * @param thread which thread this is
         */
        @TearDown(Level.Iteration)
        public void tearDown(Shared shared, ThreadParams thread) {
            StorageStatus storage = storage(shared, thread);
            if (storage != null) {
                flushes = storage.flushes() - flushesBefore;
                entries = storage.flushed() - entriesBefore;
            }
        }

        private static @Nullable StorageStatus storage(Shared shared, ThreadParams thread) {
            return thread.getThreadIndex() == 0 && shared.contender instanceof GenosContender genos
                    ? genos.database().status().storage()
                    : null;
        }
    }

    /**
     * The job.
     *
     * @param shared the contender
     * @param own the thread's own state
     */
    @Benchmark
    public void put(Shared shared, Flushes own) {
        shared.contender.overwrite(own.random.nextInt(USERS));
    }
}

package io.genosdb.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code put} by one thread.
 *
 * <p>New nodes: a fixed number of them, added to a contender that holds the data set and is thrown away afterwards, so that
 * the state does not grow from one measurement to the next and everybody does equal work. Their number is beyond what
 * GenosDB lets wait for the disk by default, so the journal must keep up.
 *
 * <p>Overwrites: of all nodes in random order, with one of two different values, for as long as an iteration lasts. The
 * state does not grow; what a store writes behind is part of what is measured.
 */
@Fork(1)
public class PutBenchmark {

    /** For JMH. */
    public PutBenchmark() {}

    /** A contender with the data set, made anew for each measurement. */
    @State(Scope.Benchmark)
    public static class Fresh {

        /** Who is measured. */
        @Param({
            "genosdb",
            "genosdb-mvstore",
            "genosdb-mvstore-indexed",
            "genosdb-rocksdb",
            "map",
            "tinkergraph",
            "arcadedb"
        })
        public String name = "";

        /** The number of users that are there before. */
        @Param("100000")
        public int size;

        /** The number of users that are put. */
        @Param("300000")
        public int inserts;

        private List<User> users = List.of();
        private @Nullable Scratch scratch;
        private Contender contender = new MapContender();

        /** For JMH. */
        public Fresh() {}

        /** Generates all users. */
        @Setup
        public void generate() {
            users = User.generate(size + inserts, LoadedUsers.SEED);
        }

        /** Loads the data set. */
        @Setup(Level.Iteration)
        public void setUp() {
            var directory = Scratch.create();
            scratch = directory;
            contender = Contender.open(name, directory.directory());
            contender.prepare(users);
            contender.insertFirst(size);
        }

        /** Closes the contender. */
        @TearDown(Level.Iteration)
        public void tearDown() {
            contender.close();
            Objects.requireNonNull(scratch).close();
        }
    }

    /** A contender with the data set, and two values for each of its nodes. */
    @State(Scope.Benchmark)
    public static class Loaded {

        /** Who is measured. */
        @Param({
            "genosdb",
            "genosdb-mvstore",
            "genosdb-mvstore-indexed",
            "genosdb-rocksdb",
            "map",
            "tinkergraph",
            "arcadedb",
            "arcadedb-single"
        })
        public String name = "";

        /** The number of users. */
        @Param("100000")
        public int size;

        private final Scratch scratch = Scratch.create();
        private Contender contender = new MapContender();
        private int[] order = {};
        private int next;

        /** For JMH. */
        public Loaded() {}

        /** Loads the data set. */
        @Setup
        public void setUp() {
            contender = Contender.open(name, scratch.directory());
            var users = new ArrayList<>(User.generate(size, LoadedUsers.SEED));
            users.addAll(User.generate(size, LoadedUsers.SEED + 1));
            contender.prepare(users);
            contender.insertFirst(size);
            order = new SplittableRandom(LoadedUsers.SEED)
                    .ints(2L * size, 0, 2 * size)
                    .toArray();
        }

        /** Closes the contender. */
        @TearDown
        public void tearDown() {
            contender.close();
            scratch.close();
        }
    }

    /**
     * New nodes, until the last {@code put} has returned.
     *
     * @param state the contender
     */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 3)
    @Measurement(iterations = 5)
    public void insert(Fresh state) {
        int end = state.size + state.inserts;
        for (int i = state.size; i < end; i++) {
            state.contender.insert(i);
        }
    }

    /**
     * New nodes, until the last is on disk.
     *
     * @param state the contender
     */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 2)
    @Measurement(iterations = 4)
    public void insertAndFlush(Fresh state) {
        insert(state);
        state.contender.flush();
    }

    /**
     * An overwrite.
     *
     * @param state the contender
     */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    @Warmup(iterations = 2, time = 3)
    @Measurement(iterations = 5, time = 3)
    public void overwrite(Loaded state) {
        int next = state.next;
        state.contender.overwrite(state.order[next]);
        state.next = next + 1 == state.order.length ? 0 : next + 1;
    }
}

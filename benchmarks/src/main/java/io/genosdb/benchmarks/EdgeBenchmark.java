package io.genosdb.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** {@code $edge} over a {@link Maze}. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class EdgeBenchmark {

    /** For JMH. */
    public EdgeBenchmark() {}

    /** A contender that holds the maze. */
    @State(Scope.Benchmark)
    public abstract static class Loaded {

        private final Scratch scratch = Scratch.create();
        Contender contender = new MapContender();

        /** For JMH. */
        public Loaded() {}

        void load(String name) {
            contender = Contender.open(name, scratch.directory());
            contender.load(Maze.generate(LoadedUsers.SEED));
        }

        void expectHits(List<?> found) {
            if (found.size() != Maze.HITS || LoadedUsers.names(contender, found).size() != Maze.HITS) {
                throw new IllegalStateException("expected " + Maze.HITS + " hits, not " + found.size());
            }
        }

        /** Closes the contender. */
        @TearDown
        public void tearDown() {
            contender.close();
            scratch.close();
        }
    }

    /** Those who can tell what is below a node. */
    public static class Reaching extends Loaded {

        /** Who is measured. */
        @Param({"genosdb", "map", "tinkergraph", "arcadedb"})
        public String name = "";

        /** For JMH. */
        public Reaching() {}

        /** Loads the maze. */
        @Setup
        public void setUp() {
            load(name);
            expectHits(contender.reachable());
        }
    }

    /** Those who can nest that. */
    public static class Nesting extends Loaded {

        /** Who is measured. */
        @Param({"genosdb", "map", "tinkergraph"})
        public String name = "";

        /** For JMH. */
        public Nesting() {}

        /** Loads the maze. */
        @Setup
        public void setUp() {
            load(name);
            expectHits(contender.nested());
        }
    }

    /**
     * The job.
     *
     * @param state the contender
     * @return the hits
     */
    @Benchmark
    public List<?> reachable(Reaching state) {
        return state.contender.reachable();
    }

    /**
     * The job.
     *
     * @param state the contender
     * @return the hits
     */
    @Benchmark
    public List<?> nested(Nesting state) {
        return state.contender.nested();
    }
}

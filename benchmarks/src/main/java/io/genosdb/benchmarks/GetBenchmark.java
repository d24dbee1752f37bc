package io.genosdb.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * {@code get} by id. The ids come from an array made before, in random order, and are other instances than the stored
 * ones, so that they must be compared and the nodes are not met in the order of memory.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Measurement(iterations = 7, time = 1)
public class GetBenchmark extends LoadedUsers {

    private static final int IDS = 1 << 17;

    /** Who is measured. */
    @Param({"genosdb", "map", "tinkergraph", "arcadedb"})
    public String name = "";

    private String[] ids = {};
    private int next;

    /** For JMH. */
    public GetBenchmark() {}

    /** Loads the data set and draws the ids. */
    @Setup
    public void setUp() {
        load(name);
        var random = new SplittableRandom(SEED);
        ids = new String[IDS];
        for (int i = 0; i < IDS; i++) {
            ids[i] = "person:" + random.nextInt(size);
        }
    }

    /** Closes the contender. */
    @TearDown
    public void tearDown() {
        unload();
    }

    /**
     * The job.
     *
     * @return a node
     */
    @Benchmark
    public Object get() {
        return contender.get(ids[next++ & (IDS - 1)]);
    }
}

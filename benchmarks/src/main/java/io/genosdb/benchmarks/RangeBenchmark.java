package io.genosdb.benchmarks;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** {@code {type: 'user', age: {: 90}}}: nine nodes in 100. */
public class RangeBenchmark extends LoadedUsers {

    /** Who is measured. */
    @Param({"genosdb-indexed", "genosdb", "map", "tinkergraph-indexed", "arcadedb-indexed"})
    public String name = "";

    /** For JMH. */
    public RangeBenchmark() {}

    /** Loads the data set and checks that the contender does this job. */
    @Setup
    public void setUp() {
        load(name);
        expect(user -> user.age() > Contender.AGE, contender.range());
    }

    /** Closes the contender. */
    @TearDown
    public void tearDown() {
        unload();
    }

    /**
     * The job.
     *
     * @return the hits
     */
    @Benchmark
    public List<?> range() {
        return contender.range();
    }
}

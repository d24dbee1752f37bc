package io.genosdb.benchmarks;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** By age, descending, ten at a time. */
public class SortBenchmark extends LoadedUsers {

    /** Who is measured. */
    @Param({"genosdb-indexed", "map", "tinkergraph-indexed", "arcadedb-indexed"})
    public String name = "";

    /** For JMH. */
    public SortBenchmark() {}

    /** Loads the data set and checks that the contender does this job. */
    @Setup
    public void setUp() {
        load(name);
        expect(Contender.PAGE, user -> user.age() >= 98, contender.firstPage());
        expect(Contender.PAGE, user -> user.age() >= 98, contender.nextPage());
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
    public List<?> firstPage() {
        return contender.firstPage();
    }

    /**
     * The job.
     *
     * @return the hits
     */
    @Benchmark
    public List<?> nextPage() {
        return contender.nextPage();
    }
}

package io.genosdb.benchmarks;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** {@code {city: 'City 7'}}: one node in 50. */
public class EqualityBenchmark extends LoadedUsers {

    /** Who is measured. */
    @Param({"genosdb-indexed", "genosdb", "map", "tinkergraph-indexed", "tinkergraph", "arcadedb-indexed", "arcadedb"})
    public String name = "";

    /** For JMH. */
    public EqualityBenchmark() {}

    /** Loads the data set and checks that the contender does this job. */
    @Setup
    public void setUp() {
        load(name);
        expect(user -> user.city().equals(Contender.CITY), contender.equality());
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
    public List<?> equality() {
        return contender.equality();
    }
}

package io.genosdb.benchmarks;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The nodes whose name has {@code User 777} in it: 111 of 100,000. */
public class TextBenchmark extends LoadedUsers {

    /** Who is measured. */
    @Param({"genosdb-indexed", "genosdb", "map", "tinkergraph-indexed", "arcadedb-indexed"})
    public String name = "";

    /** For JMH. */
    public TextBenchmark() {}

    /** Loads the data set and checks that the contender does this job. */
    @Setup
    public void setUp() {
        load(name);
        expect(user -> user.name().startsWith(Contender.TEXT), contender.text());
        expect(user -> user.name().startsWith(Contender.TEXT), contender.regex());
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
    public List<?> text() {
        return contender.text();
    }

    /**
     * The job.
     *
     * @return the hits
     */
    @Benchmark
    public List<?> regex() {
        return contender.regex();
    }
}

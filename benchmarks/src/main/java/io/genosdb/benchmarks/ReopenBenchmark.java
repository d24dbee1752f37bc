package io.genosdb.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * From opening a store to the answer to a first query. The store is written by another process, so that {@link #cold} is
 * what an application sees that has just started: no class of the database is loaded yet, nothing is compiled.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ReopenBenchmark {

    /** Who is measured. */
    @Param({"genosdb-mvstore", "genosdb-mvstore-indexed", "genosdb-rocksdb", "tinkergraph-gryo", "arcadedb-indexed"})
    public String name = "";

    /** The number of users. */
    @Param("100000")
    public int size;

    private final Scratch scratch = Scratch.create();
    private Contender contender = new MapContender();

    /** For JMH. */
    public ReopenBenchmark() {}

    /**
     * Writes a store, which is {@link #writeStore}'s child process.
     *
     * @param arguments contender, number of users, directory
     */
    public static void main(String[] arguments) {
        int size = Integer.parseInt(arguments[1]);
        try (Contender contender = Contender.open(arguments[0], Path.of(arguments[2]))) {
            contender.prepare(User.generate(size, LoadedUsers.SEED));
            contender.insertFirst(size);
        }
    }

    /**
     * Has the store written.
     *
     * @throws IOException if no process can be started
     * @throws InterruptedException if the benchmark is cancelled
     */
    @Setup
    public void writeStore() throws IOException, InterruptedException {
        List<String> arguments =
                List.of(name, Integer.toString(size), scratch.directory().toString());
        if (ChildProcess.of(ReopenBenchmark.class, arguments)
                        .inheritIO()
                        .start()
                        .waitFor()
                != 0) {
            throw new IllegalStateException("the store could not be written");
        }
    }

    /** Closes the contender. */
    @TearDown(Level.Iteration)
    public void close() {
        contender.close();
    }

    /** Deletes the store. */
    @TearDown
    public void tearDown() {
        scratch.close();
    }

    private List<?> reopen() {
        contender = Contender.open(name, scratch.directory());
        List<?> found = contender.equality();
        if (found.size() != size / 50) {
            throw new IllegalStateException("found " + found.size());
        }
        return found;
    }

    /**
     * In a JVM that does it for the first time.
     *
     * @return the hits
     */
    @Benchmark
    @Fork(5)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public List<?> cold() {
        return reopen();
    }

    /**
     * In a JVM that has done it before.
     *
     * @return the hits
     */
    @Benchmark
    @Fork(1)
    @Warmup(iterations = 5)
    @Measurement(iterations = 7)
    public List<?> warm() {
        return reopen();
    }
}

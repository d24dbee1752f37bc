package io.genosdb.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the disk itself can do: 4 KiB appended to a file and forced. By one thread, and by eight in turn as in
 * {@link SyncPutBenchmark}: where processors are scarce, one thread waits for one after each force.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FsyncBenchmark {

    private final Scratch scratch = Scratch.create();
    private final ByteBuffer block = ByteBuffer.allocateDirect(4096);
    private final FileChannel channel;

    /** For JMH. */
    public FsyncBenchmark() {
        try {
            channel = FileChannel.open(
                    scratch.directory().resolve("log"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills the block with something that cannot be compressed to nothing. */
    @Setup
    public void setUp() {
        new Random(LoadedUsers.SEED).ints(block.capacity()).forEach(value -> block.put((byte) value));
    }

    /**
     * Deletes the file.
     *
     * @throws IOException if that fails
     */
    @TearDown
    public void tearDown() throws IOException {
        channel.close();
        scratch.close();
    }

    /**
     * By one thread.
     *
     * @throws IOException if the disk fails
     */
    @Benchmark
    public void alone() throws IOException {
        appendAndForce();
    }

    /**
     * By eight in turn.
     *
     * @throws IOException if the disk fails
     */
    @Benchmark
    @Threads(8)
    public void inTurn() throws IOException {
        appendAndForce();
    }

    private synchronized void appendAndForce() throws IOException {
        block.clear();
        while (block.hasRemaining()) {
            channel.write(block);
        }
        channel.force(false);
    }
}

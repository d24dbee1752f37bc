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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the disk itself can do: 4 KiB written and forced, by one thread. A file that grows must have its new length written
 * as well; a log whose space is there before is spared that, so both are measured.
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
    private static final int BLOCKS = 4_096;

    private final FileChannel growing;
    private final FileChannel allocated;
    private int next;

    /** For JMH. */
    public FsyncBenchmark() {
        try {
            growing = open("growing");
            allocated = open("allocated");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileChannel open(String name) throws IOException {
        return FileChannel.open(
                scratch.directory().resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /**
     * Fills the block with something that cannot be compressed to nothing, and the second file with blocks.
     *
     * @throws IOException if the disk fails
     */
    @Setup
    public void setUp() throws IOException {
        new Random(LoadedUsers.SEED).ints(block.capacity()).forEach(value -> block.put((byte) value));
        for (int i = 0; i < BLOCKS; i++) {
            write(allocated, i);
        }
        allocated.force(true);
    }

    private void write(FileChannel channel, long index) throws IOException {
        block.clear();
        long start = index * block.capacity();
        while (block.hasRemaining()) {
            channel.write(block, start + block.position());
        }
    }

    /**
     * Deletes the file.
     *
     * @throws IOException if that fails
     */
    @TearDown
    public void tearDown() throws IOException {
        growing.close();
        allocated.close();
        scratch.close();
    }

    /**
     * Behind the end of a file.
     *
     * @throws IOException if the disk fails
     */
    @Benchmark
    public void append() throws IOException {
        write(growing, next++);
        growing.force(false);
    }

    /**
     * Over what is there.
     *
     * @throws IOException if the disk fails
     */
    @Benchmark
    public void overwrite() throws IOException {
        write(allocated, next++ % BLOCKS);
        allocated.force(false);
    }
}

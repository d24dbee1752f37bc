package io.genosdb.storage;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A file in blocks of 4,096 bytes, each followed by its CRC32C, which every read checks.
 *
 * <p>MVStore protects the headers of its chunks, but neither the pages in them nor its own index of chunks: a flipped bit
 * there is returned as data, or sends later writes over live ones. Below it, this file turns any flipped bit into an error.
 *
 * <p>The first two blocks are not checked: they are MVStore's file header, twice, each with a checksum of its own. It is
 * rewritten in place, and with a checksum in the next sector a loss of power could spoil both copies. Thread-safe.
 */
final class CheckedFile implements Closeable {

    static final int BLOCK = 4096;
    static final int STRIDE = BLOCK + Integer.BYTES;
    private static final int UNCHECKED_BLOCKS = 2;
    private static final int BLOCKS_PER_WRITE = 256;

    private final DataFile file;
    private volatile boolean checking = true;
    private final byte[] writeBuffer = new byte[BLOCKS_PER_WRITE * STRIDE];

    CheckedFile(DataFile file) {
        this.file = file;
    }

    /** Whether reads check; for salvage, which can judge the content of a damaged block by itself. */
    void setChecking(boolean on) {
        checking = on;
    }

    /** Reads bytes from anywhere. */
    ByteBuffer read(long position, int length) throws IOException {
        if (position < 0 || length < 0) {
            throw new EOFException("no such place in the file: " + length + " bytes at " + position);
        }
        long first = position / BLOCK;
        int blocks = (int) ((position + length + BLOCK - 1) / BLOCK - first);
        int physical = Math.multiplyExact(blocks, STRIDE);
        if (first * STRIDE + physical > file.length()) {
            throw new EOFException("the file ends before block " + (first + blocks));
        }
        var bytes = new byte[physical];
        file.read(first * STRIDE, bytes, physical);
        for (int i = 0; i < blocks; i++) {
            if (checking && first + i >= UNCHECKED_BLOCKS && !isIntact(bytes, i * STRIDE)) {
                throw new IOException("block " + (first + i) + " does not match its checksum");
            }
            System.arraycopy(bytes, i * STRIDE, bytes, i * BLOCK, BLOCK);
        }
        return ByteBuffer.wrap(bytes, (int) (position - first * BLOCK), length).slice();
    }

    private static boolean isIntact(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).getInt(offset + BLOCK) == checksum(bytes, offset);
    }

    private static int checksum(byte[] bytes, int offset) {
        var crc = new CRC32C();
        crc.update(bytes, offset, BLOCK);
        return (int) crc.getValue();
    }

    /** Writes whole blocks. */
    synchronized void write(long position, ByteBuffer source) throws IOException {
        if (position % BLOCK != 0 || source.remaining() % BLOCK != 0) {
            throw new IOException("not whole blocks: " + source.remaining() + " bytes at " + position);
        }
        long block = position / BLOCK;
        while (source.hasRemaining()) {
            int blocks = Math.min(BLOCKS_PER_WRITE, source.remaining() / BLOCK);
            ByteBuffer target = ByteBuffer.wrap(writeBuffer);
            for (int i = 0; i < blocks; i++) {
                source.get(writeBuffer, i * STRIDE, BLOCK);
                target.putInt(i * STRIDE + BLOCK, checksum(writeBuffer, i * STRIDE));
            }
            file.write(block * STRIDE, writeBuffer, blocks * STRIDE);
            block += blocks;
        }
    }

    /** Gets the blocks of a file. */
    @FunctionalInterface
    interface BlockVisitor {
        /**
         * One block.
         *
         * @param number its place
         * @param intact whether it matches its checksum
         * @param bytes holds the block
         * @param offset where it begins
         */
        void visit(long number, boolean intact, byte[] bytes, int offset);
    }

    /** Reads the whole file once, from the beginning to the end. */
    void visitBlocks(BlockVisitor visitor) throws IOException {
        long blocks = file.length() / STRIDE;
        var bytes = new byte[BLOCKS_PER_WRITE * STRIDE];
        for (long first = 0; first < blocks; first += BLOCKS_PER_WRITE) {
            int count = (int) Math.min(BLOCKS_PER_WRITE, blocks - first);
            file.read(first * STRIDE, bytes, count * STRIDE);
            for (int i = 0; i < count; i++) {
                visitor.visit(first + i, isIntact(bytes, i * STRIDE), bytes, i * STRIDE);
            }
        }
    }

    void sync() throws IOException {
        file.sync();
    }

    void truncate(long length) throws IOException {
        file.truncate((length + BLOCK - 1) / BLOCK * STRIDE);
    }

    /** The length without checksums. A block that is not whole does not count. */
    long length() throws IOException {
        return file.length() / STRIDE * BLOCK;
    }

    long physicalLength() throws IOException {
        return file.length();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

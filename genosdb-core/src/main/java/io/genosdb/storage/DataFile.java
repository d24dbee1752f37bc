package io.genosdb.storage;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** The bytes of one file. An interface, so that a test can lose power in the middle of a write. Thread-safe. */
interface DataFile extends Closeable {

    /** Opens files. */
    @FunctionalInterface
    interface Opener {
        DataFile open(Path path) throws IOException;
    }

    /**
     * Reads exactly so many bytes.
     *
     * @throws EOFException if the file ends before
     */
    void read(long position, byte[] target, int length) throws IOException;

    void write(long position, byte[] source, int length) throws IOException;

    /** Returns when everything written has reached the device itself. */
    void sync() throws IOException;

    void truncate(long length) throws IOException;

    long length() throws IOException;

    /** Opens a file of the file system, which is made where it does not exist. */
    static DataFile onDisk(Path path) throws IOException {
        return new OnDisk(new RandomAccessFile(path.toFile(), "rw"));
    }

    /**
     * A file of the file system. Not a FileChannel: an interrupt of a thread that waits for its write would close the
     * channel, and with it the store of everybody.
     */
    final class OnDisk implements DataFile {
        private final RandomAccessFile file;

        private OnDisk(RandomAccessFile file) {
            this.file = file;
        }

        @Override
        public synchronized void read(long position, byte[] target, int length) throws IOException {
            file.seek(position);
            file.readFully(target, 0, length);
        }

        @Override
        public synchronized void write(long position, byte[] source, int length) throws IOException {
            file.seek(position);
            file.write(source, 0, length);
        }

        @Override
        public void sync() throws IOException {
            file.getFD().sync();
        }

        @Override
        public synchronized void truncate(long length) throws IOException {
            file.setLength(length);
        }

        @Override
        public synchronized long length() throws IOException {
            return file.length();
        }

        @Override
        public synchronized void close() throws IOException {
            file.close();
        }
    }
}

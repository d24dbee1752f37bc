package io.genosdb.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of a store, locked for this database alone, and the files in it that are not the engine's. */
final class StoreDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreDirectory.class);

    private static final String LOCK_FILE = "genosdb.lock";
    private static final String HEADER_FILE = "genosdb.header";
    private static final String SEQUENCE_FILE = "genosdb.sequence";

    /** The ending of what is made aside; found at the next opening, it is removed. */
    static final String UNFINISHED = ".new";

    private static final String SALVAGED = ".salvaged";

    /** Far beyond the pid, so that others can read it where a lock also keeps them from reading. */
    private static final long LOCKED_BYTE = 1L << 30;

    private static final DateTimeFormatter FOLDER_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path path;
    private final RandomAccessFile lockFile;
    private final RandomAccessFile sequenceFile;

    private StoreDirectory(Path path, RandomAccessFile lockFile) throws IOException {
        this.path = path;
        this.lockFile = lockFile;
        this.sequenceFile = new RandomAccessFile(path.resolve(SEQUENCE_FILE).toFile(), "rw");
    }

    /**
     * Locks a directory, which is made where it does not exist.
     *
     * @throws LockedStoreException if it is locked already
     * @throws StorageException if the file system refuses
     */
    static StoreDirectory lock(Path path) {
        RandomAccessFile lockFile = null;
        try {
            Files.createDirectories(path);
            lockFile = new RandomAccessFile(path.resolve(LOCK_FILE).toFile(), "rw");
            FileLock lock = lockFile.getChannel().tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw locked(path, "process " + owner(lockFile));
            }
            lockFile.setLength(0);
            lockFile.writeBytes(Long.toString(ProcessHandle.current().pid()));
            return new StoreDirectory(path, lockFile);
        } catch (OverlappingFileLockException e) {
            closeQuietly(lockFile);
            throw locked(
                    path,
                    "another database of this process ("
                            + ProcessHandle.current().pid() + ")");
        } catch (LockedStoreException e) {
            closeQuietly(lockFile);
            throw e;
        } catch (IOException e) {
            closeQuietly(lockFile);
            throw new StorageException("the directory " + path + " cannot be used to store in: " + e, e);
        }
    }

    private static LockedStoreException locked(Path path, String owner) {
        return new LockedStoreException("the store in " + path + " is open in " + owner
                + "; close it there, or give this database a directory of its own");
    }

    private static String owner(RandomAccessFile lockFile) {
        try {
            var bytes = new byte[20];
            int length = lockFile.read(bytes);
            return length > 0 ? new String(bytes, 0, length, StandardCharsets.US_ASCII) : "unknown";
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static void closeQuietly(@Nullable RandomAccessFile file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.debug("Closing {}", LOCK_FILE, e);
            }
        }
    }

    Path path() {
        return path;
    }

    /** Where an engine has its files. */
    Path data(StorageProvider provider) {
        return path.resolve(provider.fileName());
    }

    /** Where a store is made until it is complete. */
    Path unfinished(StorageProvider provider) {
        return path.resolve(provider.fileName() + UNFINISHED);
    }

    boolean hasData(StorageProvider provider) {
        return Files.exists(data(provider));
    }

    /** Clears what an interrupted creation left, and finishes an interrupted {@link #replace}. */
    void tidy(StorageProvider provider, Instant now) throws IOException {
        delete(unfinished(provider));
        Path salvaged = path.resolve(provider.fileName() + SALVAGED);
        if (Files.exists(salvaged)) {
            finishReplacing(provider, salvaged, now);
        }
    }

    /** Gives a store that was made aside its place. */
    void settle(StorageProvider provider) throws IOException {
        move(unfinished(provider), data(provider));
    }

    /**
     * Puts the salvaged store, which was made aside, in the place of the damaged one.
     *
     * @return where the damaged one is kept
     */
    Path replace(StorageProvider provider, Instant now) throws IOException {
        Path salvaged = path.resolve(provider.fileName() + SALVAGED);
        move(unfinished(provider), salvaged);
        return finishReplacing(provider, salvaged, now);
    }

    private Path finishReplacing(StorageProvider provider, Path salvaged, Instant now) throws IOException {
        Path kept = path.resolve("damaged-" + FOLDER_TIME.format(now));
        for (int i = 2; Files.exists(kept); i++) {
            kept = path.resolve("damaged-" + FOLDER_TIME.format(now) + "-" + i);
        }
        if (hasData(provider)) {
            Files.createDirectory(kept);
            move(data(provider), kept.resolve(provider.fileName()));
        }
        move(salvaged, data(provider));
        return kept;
    }

    /** Moves a file or folder so that it is at one place or the other, also after a loss of power. A file is replaced. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path parent = to.toAbsolutePath().getParent();
        if (parent == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every system opens directories; those that do not have no better way either.
            LOG.debug("The directory {} cannot be forced to disk", parent, e);
        }
    }

    /** The bytes of the header file, or {@code null} where there is none. */
    byte @Nullable [] readHeader() throws IOException {
        Path file = path.resolve(HEADER_FILE);
        return Files.exists(file) ? Files.readAllBytes(file) : null;
    }

    void writeHeader(StoreHeader header) throws IOException {
        Path file = path.resolve(HEADER_FILE);
        Path unfinished = path.resolve(HEADER_FILE + UNFINISHED);
        try (var out = new RandomAccessFile(unfinished.toFile(), "rw")) {
            out.setLength(0);
            out.write(header.toBytes());
            out.getFD().sync();
        }
        move(unfinished, file);
    }

    /**
     * A batch that is known to have been on disk: if the store has less, it is damaged. The number is not forced to disk, so
     * after a loss of power it may be an older one, but it is never ahead.
     *
     * @return the number, or 0 where none is known
     */
    long provenSequence() throws IOException {
        if (sequenceFile.length() != Long.BYTES + Integer.BYTES) {
            return 0;
        }
        var bytes = new byte[Long.BYTES + Integer.BYTES];
        sequenceFile.seek(0);
        sequenceFile.readFully(bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return buffer.getInt(Long.BYTES) == checksum(bytes) ? buffer.getLong(0) : 0;
    }

    /** Remembers that a batch is on disk. */
    void proveSequence(long sequence) {
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(sequence);
        buffer.putInt(checksum(buffer.array()));
        try {
            sequenceFile.seek(0);
            sequenceFile.write(buffer.array());
        } catch (IOException e) {
            LOG.debug("{} cannot be written", SEQUENCE_FILE, e);
        }
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, Long.BYTES);
        return (int) crc.getValue();
    }

    private static void delete(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        try (var files = Files.walk(target)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        closeQuietly(sequenceFile);
        try {
            lockFile.setLength(0);
        } catch (IOException e) {
            LOG.debug("{} cannot be emptied", LOCK_FILE, e);
        }
        closeQuietly(lockFile);
    }
}

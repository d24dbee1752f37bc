package io.genosdb.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of a store, locked for this database alone, and the files in it that are not the engine's. */
final class StoreDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreDirectory.class);

    private static final String LOCK_FILE = "genosdb.lock";
    private static final String SOCKET_FILE = "genosdb.sock";

    /** What the name of a temporary directory for a socket begins with. */
    private static final String SOCKET_DIRECTORY = "genosdb-socket-";

    private static final String HEADER_FILE = "genosdb.header";
    private static final String SEQUENCE_FILE = "genosdb.sequence";

    /** The ending of what is made aside; found at the next opening, it is removed. */
    static final String UNFINISHED = ".new";

    private static final String SALVAGED = ".salvaged";

    private static final int LONGEST_ANNOUNCEMENT = 8192;

    /** Far beyond the pid, so that others can read it where a lock also keeps them from reading. */
    private static final long LOCKED_BYTE = 1L << 30;

    private static final DateTimeFormatter FOLDER_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /**
     * The directories that are locked in this process, and lock files that must stay open. On most systems a file that is
     * closed takes all locks with it that the process has on it, whoever has locked it through whatever handle; so a lock file
     * that may be locked in this process is neither opened again nor closed. The map is the monitor for both.
     */
    private static final Map<Path, StoreDirectory> LOCKED_HERE = new HashMap<>();

    private static final Map<Path, RandomAccessFile> LEFT_OPEN = new HashMap<>();

    private final Path path;
    private final Path realPath;
    private final RandomAccessFile lockFile;
    private final RandomAccessFile sequenceFile;
    private volatile StoreOwner owner;

    private StoreDirectory(Path path, Path realPath, RandomAccessFile lockFile, StoreOwner owner) throws IOException {
        this.path = path;
        this.realPath = realPath;
        this.lockFile = lockFile;
        this.owner = owner;
        this.sequenceFile = new RandomAccessFile(path.resolve(SEQUENCE_FILE).toFile(), "rw");
        announce(owner.socket());
    }

    /**
     * Locks a directory, which is made where it does not exist.
     *
     * @param shared whether other processes will be taken, at a socket in the directory or where {@link #announce} tells
     * @throws LockedStoreException if it is locked already
     * @throws StorageException if the file system refuses
     */
    static StoreDirectory lock(Path path, boolean shared) {
        synchronized (LOCKED_HERE) {
            try {
                Files.createDirectories(path);
                Path realPath = path.toRealPath();
                if (LOCKED_HERE.containsKey(realPath)) {
                    throw lockedHere(path);
                }
                RandomAccessFile lockFile = lockFile(path, realPath);
                read(lockFile).ifPresent(StoreDirectory::removeRemains);
                Path socket = shared ? realPath.resolve(SOCKET_FILE) : null;
                var self = new StoreOwner("process " + ProcessHandle.current().pid(), socket);
                var directory = new StoreDirectory(path, realPath, lockFile, self);
                LOCKED_HERE.put(realPath, directory);
                return directory;
            } catch (IOException e) {
                throw new StorageException("the directory " + path + " cannot be used to store in: " + e, e);
            }
        }
    }

    /** The lock file, locked. */
    private static RandomAccessFile lockFile(Path path, Path realPath) throws IOException {
        RandomAccessFile lockFile = LEFT_OPEN.remove(realPath);
        if (lockFile == null) {
            lockFile = new RandomAccessFile(path.resolve(LOCK_FILE).toFile(), "rw");
        }
        try {
            if (lockFile.getChannel().tryLock(LOCKED_BYTE, 1, false) != null) {
                return lockFile;
            }
        } catch (OverlappingFileLockException e) {
            // Another class loader of this process has it.
            LEFT_OPEN.put(realPath, lockFile);
            throw lockedHere(path);
        }
        String owner = read(lockFile).map(StoreOwner::process).orElse("an unknown process");
        closeQuietly(lockFile);
        throw locked(path, owner);
    }

    /** Removes the socket of an owner that was killed, where it had to be in a directory made for it. */
    private static void removeRemains(StoreOwner killed) {
        Path socket = killed.socket();
        Path parent = socket == null ? null : socket.getParent();
        if (socket == null
                || parent == null
                || !String.valueOf(parent.getFileName()).startsWith(SOCKET_DIRECTORY)) {
            return;
        }
        try {
            if (socket.endsWith(SOCKET_FILE) && Files.deleteIfExists(socket)) {
                Files.deleteIfExists(parent);
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be removed", socket, e);
        }
    }

    private static LockedStoreException lockedHere(Path path) {
        return locked(
                path,
                "another database of this process (" + ProcessHandle.current().pid() + ")");
    }

    private static LockedStoreException locked(Path path, String owner) {
        return new LockedStoreException("the store in " + path + " is open in " + owner
                + "; close it there, or give this database a directory of its own");
    }

    /**
     * Who has locked a directory.
     *
     * @return what the owner, or a killed one before it, says of itself; nothing where it was closed or is just being opened
     */
    static Optional<StoreOwner> ownerOf(Path path) {
        synchronized (LOCKED_HERE) {
            try {
                Path realPath = path.toRealPath();
                StoreDirectory lockedHere = LOCKED_HERE.get(realPath);
                if (lockedHere != null) {
                    return Optional.of(lockedHere.owner);
                }
                RandomAccessFile leftOpen = LEFT_OPEN.get(realPath);
                if (leftOpen != null) {
                    return read(leftOpen);
                }
                try (var lockFile = new RandomAccessFile(path.resolve(LOCK_FILE).toFile(), "r")) {
                    return read(lockFile);
                }
            } catch (IOException e) {
                LOG.debug("{} in {} cannot be read", LOCK_FILE, path, e);
                return Optional.empty();
            }
        }
    }

    /** Two lines: the process id, and the socket or nothing. */
    private static Optional<StoreOwner> read(RandomAccessFile lockFile) {
        try {
            var bytes = new byte[LONGEST_ANNOUNCEMENT];
            lockFile.seek(0);
            int length = Math.max(0, lockFile.read(bytes));
            String[] lines = new String(bytes, 0, length, StandardCharsets.UTF_8).split("\n", -1);
            if (lines.length != 3) {
                return Optional.empty();
            }
            return Optional.of(new StoreOwner("process " + lines[0], lines[1].isEmpty() ? null : Path.of(lines[1])));
        } catch (IOException | InvalidPathException e) {
            LOG.debug("{} cannot be read", LOCK_FILE, e);
            return Optional.empty();
        }
    }

    /** Tells other processes where they are taken. */
    void announce(@Nullable Path socket) throws IOException {
        owner = new StoreOwner(owner.process(), socket);
        String lines = ProcessHandle.current().pid() + "\n" + (socket == null ? "" : socket) + "\n";
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        // Whoever reads in between finds nothing, rather than a mixture.
        lockFile.setLength(0);
        lockFile.seek(0);
        lockFile.write(bytes);
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
    static byte @Nullable [] readHeader(Path path) throws IOException {
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
        synchronized (LOCKED_HERE) {
            if (!LOCKED_HERE.remove(realPath, this)) {
                return;
            }
            closeQuietly(sequenceFile);
            try {
                lockFile.setLength(0);
            } catch (IOException e) {
                LOG.debug("{} cannot be emptied", LOCK_FILE, e);
            }
            closeQuietly(lockFile);
        }
    }
}

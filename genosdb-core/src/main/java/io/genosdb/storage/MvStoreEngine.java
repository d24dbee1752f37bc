package io.genosdb.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.Page;
import org.h2.mvstore.type.ByteArrayDataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MVStore as an engine: one map, one commit and one forced write a batch.
 *
 * <p>MVStore's own ideas about time are off: no background thread commits, and dead chunks are used again at once instead
 * of after 45 seconds. That is safe because every commit is forced to disk before the next begins: what a commit frees is
 * overwritten by a later one at the earliest, when no state to go back to needs it.
 */
final class MvStoreEngine implements StorageEngine {

    private static final Logger LOG = LoggerFactory.getLogger(MvStoreEngine.class);
    private static final String MAP = "records";
    private static final int FILL_RATE = 50;

    /** MVStore finds chunks dead one commit before it says so on disk: used again at once, they would be missed there. */
    private static final int KEPT_VERSIONS = 2;

    private static final int LEAST_REWRITE_BYTES = 1 << 20;
    private static final int COPIED_BATCH_BYTES = 16 << 20;

    private final Path path;
    private final DataFile.Opener opener;
    private CheckedFile file;
    private CheckedFileStore fileStore;
    private MVStore store;
    private MVMap<byte[], byte[]> map;
    private long durableVersion;
    private volatile long lastSize;

    private MvStoreEngine(Path path, DataFile.Opener opener, CheckedFile file, long newestVersion, boolean thorough)
            throws IOException {
        this.path = path;
        this.opener = opener;
        this.file = file;
        this.fileStore = new CheckedFileStore(file, path.toString(), newestVersion, thorough);
        this.store = open(fileStore);
        this.map = map(store);
        this.durableVersion = fileStore.lastVersion();
        this.lastSize = file.physicalLength();
    }

    /**
     * Opens a state. Anything may be thrown where the file is damaged.
     *
     * @param newestVersion states of later versions are overlooked
     * @param thorough whether to look for the newest state everywhere in the file
     */
    static MvStoreEngine open(Path path, DataFile.Opener opener, long newestVersion, boolean thorough)
            throws IOException {
        var file = new CheckedFile(opener.open(path));
        try {
            return new MvStoreEngine(path, opener, file, newestVersion, thorough);
        } catch (Throwable e) {
            file.close();
            throw e;
        }
    }

    private static MVStore open(CheckedFileStore fileStore) {
        MVStore store = new MVStore.Builder()
                .adoptFileStore(fileStore)
                .autoCommitDisabled()
                .open();
        store.setRetentionTime(0);
        store.setVersionsToKeep(KEPT_VERSIONS);
        return store;
    }

    private static MVMap<byte[], byte[]> map(MVStore store) {
        return store.openMap(
                MAP,
                new MVMap.Builder<byte[], byte[]>()
                        .keyType(ByteArrayDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    CheckedFileStore.Inspection inspect() throws IOException {
        return fileStore.inspect();
    }

    Page<byte[], byte[]> rootPage() {
        return map.getRootPage();
    }

    /** A page below another, or {@code null} where it cannot be read, not even with damaged bytes in it. */
    @Nullable
    Page<byte[], byte[]> childOrNull(Page<byte[], byte[]> parent, int index) {
        try {
            return parent.getChildPage(index);
        } catch (RuntimeException | AssertionError e) {
            LOG.debug("A damaged page in {}", path, e);
        }
        file.setChecking(false);
        try {
            return parent.getChildPage(index);
        } catch (RuntimeException | AssertionError | OutOfMemoryError e) {
            LOG.debug("A lost page in {}", path, e);
            return null;
        } finally {
            file.setChecking(true);
        }
    }

    long version() {
        return fileStore.lastVersion();
    }

    /** The newest version that is known to have reached the device. */
    long durableVersion() {
        return durableVersion;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        try {
            return map.get(key);
        } catch (RuntimeException | AssertionError e) {
            throw unreadable(e);
        }
    }

    @Override
    public void scan(BiConsumer<byte[], byte[]> visitor) {
        Cursor<byte[], byte[]> cursor = map.cursor(null);
        while (hasNext(cursor)) {
            visitor.accept(cursor.getKey(), cursor.getValue());
        }
    }

    private static boolean hasNext(Cursor<byte[], byte[]> cursor) {
        try {
            if (!cursor.hasNext()) {
                return false;
            }
            cursor.next();
            return true;
        } catch (RuntimeException | AssertionError e) {
            throw unreadable(e);
        }
    }

    private static StorageException unreadable(Throwable e) {
        return new StorageException("the store cannot be read: " + e.getMessage(), e);
    }

    @Override
    public void write(StorageBatch batch) {
        try {
            // In order, neighbours change the same page one after the other.
            batch.forEachSorted((key, value) -> {
                if (value == null) {
                    map.remove(key);
                } else {
                    map.put(key, value);
                }
            });
            makeRoom(batch.bytes());
            store.commit();
            store.sync();
            durableVersion = fileStore.lastVersion();
            lastSize = file.physicalLength();
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new StorageException("the store cannot be written: " + e.getMessage(), e);
        }
    }

    /** Moves what is left in mostly dead chunks along with the batch, so that overwriting does not grow the file. */
    private void makeRoom(long written) {
        int limit = (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_REWRITE_BYTES, 2 * written));
        try {
            store.compact(FILL_RATE, limit);
        } catch (RuntimeException e) {
            if (store.isClosed()) {
                throw e;
            }
            LOG.debug("Room is not made this time", e);
        }
    }

    /**
     * Commits once more without a change. A failed commit may have left a chunk with the version that comes next; from now on
     * every commit is newer than that one.
     */
    void outrun() {
        var same = new StorageBatch();
        byte[] key = map.firstKey();
        byte[] value = key == null ? null : map.get(key);
        if (key != null && value != null) {
            same.put(key, value);
            write(same);
        }
    }

    /**
     * Copies the live records to a new file, which replaces this one. Not by MVStore's own compactFile: that moves chunks in
     * place, and has been seen to fail halfway.
     */
    @Override
    public void compact() {
        Path fresh = path.resolveSibling(path.getFileName() + StoreDirectory.UNFINISHED);
        try {
            Files.deleteIfExists(fresh);
            try (MvStoreEngine copy = open(fresh, opener, CheckedFileStore.ANY_VERSION, false)) {
                copyTo(copy);
            }
            close();
            StoreDirectory.move(fresh, path);
            file = new CheckedFile(opener.open(path));
            fileStore = new CheckedFileStore(file, path.toString(), CheckedFileStore.ANY_VERSION, false);
            store = open(fileStore);
            map = map(store);
            durableVersion = fileStore.lastVersion();
            lastSize = file.physicalLength();
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new StorageException("the store cannot be compacted: " + e.getMessage(), e);
        }
    }

    private void copyTo(MvStoreEngine target) {
        var batch = new StorageBatch[] {new StorageBatch()};
        scan((key, value) -> {
            batch[0].put(key, value);
            if (batch[0].bytes() > COPIED_BATCH_BYTES) {
                target.write(batch[0]);
                batch[0] = new StorageBatch();
            }
        });
        target.write(batch[0]);
    }

    /** As of the last write: the file itself may be closed by now. */
    @Override
    public long size() {
        return lastSize;
    }

    /**
     * Just closes the file: everything is on disk already. Not by MVStore's orderly close, for it marks the file as clean, and
     * a clean file is opened by a short cut that was seen to go back to an old state over a damaged chunk that was dead.
     */
    @Override
    public void close() {
        try {
            store.closeImmediately();
        } catch (RuntimeException | AssertionError e) {
            LOG.debug("Closing {}", path, e);
        }
    }
}

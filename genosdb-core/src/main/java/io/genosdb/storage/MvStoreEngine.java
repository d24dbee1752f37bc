package io.genosdb.storage;

import java.io.IOException;
import java.util.function.BiConsumer;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
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
    private static final int LEAST_REWRITE_BYTES = 1 << 20;
    private static final int COMPACTION_MILLIS = 60_000;

    private final CheckedFile file;
    private final CheckedFileStore fileStore;
    private final MVStore store;
    private final MVMap<byte[], byte[]> map;
    private long durableVersion;
    private volatile long lastSize;

    private MvStoreEngine(CheckedFile file, CheckedFileStore fileStore, MVStore store) {
        this.file = file;
        this.fileStore = fileStore;
        this.store = store;
        this.map = store.openMap(
                MAP,
                new MVMap.Builder<byte[], byte[]>()
                        .keyType(ByteArrayDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
        this.durableVersion = fileStore.lastVersion();
    }

    /** Opens the newest state that is not newer than a version. Anything may be thrown where the file is damaged. */
    static MvStoreEngine open(CheckedFile file, String name, long newestVersion) throws IOException {
        var fileStore = new CheckedFileStore(file, name, newestVersion);
        MVStore store = new MVStore.Builder()
                .adoptFileStore(fileStore)
                .autoCommitDisabled()
                .open();
        store.setRetentionTime(0);
        store.setVersionsToKeep(0);
        return new MvStoreEngine(file, fileStore, store);
    }

    boolean isIntact() throws IOException {
        return fileStore.isIntact();
    }

    MVMap<byte[], byte[]> map() {
        return map;
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
            batch.forEach((key, value) -> {
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
        } catch (RuntimeException | AssertionError e) {
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

    @Override
    public void compact() {
        try {
            store.compactFile(COMPACTION_MILLIS);
            store.sync();
            durableVersion = fileStore.lastVersion();
        } catch (RuntimeException | AssertionError e) {
            throw new StorageException("the store cannot be compacted: " + e.getMessage(), e);
        }
    }

    @Override
    public long size() {
        if (!store.isClosed()) {
            try {
                lastSize = file.physicalLength();
            } catch (IOException e) {
                LOG.debug("The size of the store cannot be told", e);
            }
        }
        return lastSize;
    }

    @Override
    public void close() {
        size();
        try {
            if (store.getPanicException() == null) {
                store.close();
            } else {
                store.closeImmediately();
            }
        } catch (RuntimeException | AssertionError e) {
            throw new StorageException("the store cannot be closed cleanly: " + e.getMessage(), e);
        }
    }

    /** Closes without writing anything. */
    void abandon() {
        try {
            store.closeImmediately();
        } catch (RuntimeException | AssertionError e) {
            LOG.debug("Closing a damaged store", e);
        }
    }
}

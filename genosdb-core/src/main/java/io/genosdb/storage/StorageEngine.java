package io.genosdb.storage;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An embedded key-value store that is open. One thread at a time uses it, except for {@link #size()}.
 *
 * <p>After {@link #write} has failed the engine is of no more use than to be closed: whether the batch is on disk is known
 * only when the store is opened again.
 *
 * @since 0.1
 */
public interface StorageEngine extends AutoCloseable {

    /**
     * The value of a key.
     *
     * @param key the key
     * @return the value, or {@code null}
     * @throws StorageException if it cannot be read
     */
    byte @Nullable [] get(byte[] key);

    /**
     * Visits everything, once, ordered by key as unsigned bytes.
     *
     * @param visitor gets key and value
     * @throws StorageException if something cannot be read
     */
    void scan(BiConsumer<byte[], byte[]> visitor);

    /**
     * Writes a batch: when this returns, a loss of power does not undo it, and whenever it is interrupted, all of it or
     * nothing is there.
     *
     * @param batch the operations
     * @throws StorageException if the disk refuses
     */
    void write(StorageBatch batch);

    /**
     * Gives back disk space that holds nothing any more. May take seconds.
     *
     * @throws StorageException if the disk refuses
     */
    void compact();

    /**
     * The space taken on disk.
     *
     * @return bytes
     */
    long size();

    /** Closes the files. What {@link #write} has returned from stays. Idempotent. */
    @Override
    void close();
}

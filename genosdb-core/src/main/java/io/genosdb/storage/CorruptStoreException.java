package io.genosdb.storage;

import org.jspecify.annotations.Nullable;

/**
 * A store that is damaged beyond what can be saved, or files that are not a store. Nothing was changed on disk.
 *
 * @since 0.1
 */
public final class CorruptStoreException extends StorageException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong, where, and what to do
     */
    public CorruptStoreException(String message) {
        this(message, null);
    }

    /**
     * Makes the exception.
     *
     * @param message what is wrong, where, and what to do
     * @param cause what the engine or the file system said
     */
    public CorruptStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

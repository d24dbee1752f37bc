package io.genosdb.storage;

import org.jspecify.annotations.Nullable;

/**
 * A store that another process, or another database of this one, has open.
 *
 * @since 0.1
 */
public final class LockedStoreException extends StorageException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong, where, and what to do
     */
    public LockedStoreException(String message) {
        this(message, null);
    }

    /**
     * Makes the exception.
     *
     * @param message what is wrong, where, and what to do
     * @param cause what the engine or the file system said
     */
    public LockedStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

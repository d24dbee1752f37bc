package io.genosdb.storage;

import org.jspecify.annotations.Nullable;

/**
 * A store that cannot be opened, read or written. The subclasses tell apart what a caller can act on.
 *
 * @since 0.1
 */
public class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong, where, and what to do
     */
    public StorageException(String message) {
        this(message, null);
    }

    /**
     * Makes the exception.
     *
     * @param message what is wrong, where, and what to do
     * @param cause what the engine or the file system said
     */
    public StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

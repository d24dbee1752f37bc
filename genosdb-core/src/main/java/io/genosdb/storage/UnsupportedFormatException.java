package io.genosdb.storage;

import org.jspecify.annotations.Nullable;

/**
 * A store in a format that this release does not know. Nothing was changed on disk.
 *
 * @since 0.1
 */
public final class UnsupportedFormatException extends StorageException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong, where, and what to do
     */
    public UnsupportedFormatException(String message) {
        this(message, null);
    }

    /**
     * Makes the exception.
     *
     * @param message what is wrong, where, and what to do
     * @param cause what the engine or the file system said
     */
    public UnsupportedFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package io.genosdb.storage;

import org.jspecify.annotations.Nullable;

/**
 * A password that does not open the store, one that is missing, or one for a store that is not encrypted.
 *
 * @since 0.1
 */
public final class WrongPasswordException extends StorageException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong, where, and what to do
     */
    public WrongPasswordException(String message) {
        this(message, null);
    }

    /**
     * Makes the exception.
     *
     * @param message what is wrong, where, and what to do
     * @param cause what the engine or the file system said
     */
    public WrongPasswordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

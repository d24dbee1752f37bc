package io.genosdb.value;

import org.jspecify.annotations.Nullable;

/**
 * Data that cannot be a JSON value of this database, or text that is not JSON.
 *
 * @since 0.1
 */
public final class InvalidValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong, where, and what to do
     */
    public InvalidValueException(String message) {
        this(message, null);
    }

    /**
     * Makes the exception.
     *
     * @param message what is wrong, where, and what to do
     * @param cause the reader's own complaint
     */
    public InvalidValueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

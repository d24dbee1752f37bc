package io.genosdb.query;

import org.jspecify.annotations.Nullable;

/**
 * A query that cannot be understood or is beyond its bounds. The message names the place, as in
 * {@code at query.age.$gt: needs a number or a string, not true}.
 *
 * @since 0.1
 */
public final class InvalidQueryException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong, where, and what to do
     */
    public InvalidQueryException(String message) {
        this(message, null);
    }

    /**
     * Makes the exception.
     *
     * @param message what is wrong, where, and what to do
     * @param cause what complained first
     */
    public InvalidQueryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

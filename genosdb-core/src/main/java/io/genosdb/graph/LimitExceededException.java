package io.genosdb.graph;

/**
 * A write beyond the configured {@link Limits}. Nothing was written.
 *
 * @since 0.1
 */
public final class LimitExceededException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which limit, and which property sets it
     */
    public LimitExceededException(String message) {
        super(message);
    }
}

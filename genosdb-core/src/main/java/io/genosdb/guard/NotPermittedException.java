package io.genosdb.guard;

/**
 * Somebody may not do what they asked for: nothing was written. The message says who lacks what.
 *
 * @since 0.1
 */
public final class NotPermittedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message who may not do what, and what would permit it; no payloads, no secrets
     */
    public NotPermittedException(String message) {
        super(message);
    }
}

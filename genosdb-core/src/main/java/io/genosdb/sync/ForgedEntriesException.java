package io.genosdb.sync;

/**
 * A peer sent an entry that is not signed by its author: no honest one does. Nothing of the message was merged.
 *
 * @since 0.1
 */
public final class ForgedEntriesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which entry, and what is wrong with its signature
     * @param cause what found it out
     */
    public ForgedEntriesException(String message, Throwable cause) {
        super(message, cause);
    }
}

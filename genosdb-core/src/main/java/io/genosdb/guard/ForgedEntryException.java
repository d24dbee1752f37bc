package io.genosdb.guard;

/**
 * An entry is not signed by the author it names. Whoever sent it made it up or did not check it: no honest peer does either.
 *
 * @since 0.1
 */
public final class ForgedEntryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which entry, and what is wrong with its signature
     */
    public ForgedEntryException(String message) {
        super(message);
    }
}

package io.genosdb.sync.reconcile;

/**
 * Bytes that are not a message of negentropy protocol v1. Checked, since bytes from a peer are expected to be wrong
 * sometimes.
 *
 * @since 0.1
 */
public final class MalformedNegentropyException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong, and at which byte
     */
    public MalformedNegentropyException(String message) {
        super(message);
    }
}

package io.genosdb.graph;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not an entry, or an entry beyond the limits. Checked, since bytes from a disk or a peer are expected to
 * be wrong sometimes.
 *
 * @since 0.1
 */
public final class MalformedEntryException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong
     * @param cause the reader's own complaint
     */
    public MalformedEntryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

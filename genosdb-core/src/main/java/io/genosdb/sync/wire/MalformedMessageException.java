package io.genosdb.sync.wire;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not a message or a frame of the protocol, or one beyond its limits. Checked, since bytes from a peer are
 * expected to be wrong sometimes. Its message is fit for a {@link Message.Failure}.
 *
 * @since 0.1
 */
public final class MalformedMessageException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    MalformedMessageException(ErrorCode code, String message) {
        this(code, message, null);
    }

    MalformedMessageException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /**
     * What the sender is told.
     *
     * @return {@link ErrorCode#LIMIT} where something is longer or more than the protocol or this replica allows,
     *     otherwise {@link ErrorCode#MALFORMED}
     */
    public ErrorCode code() {
        return code;
    }
}

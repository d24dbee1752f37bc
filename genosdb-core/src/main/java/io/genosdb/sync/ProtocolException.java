package io.genosdb.sync;

import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.Message;

/** Ends a session; the message is for the peer and for the log. */
final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    ProtocolException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** Of a message that has no place where it came. */
    static ProtocolException unexpected(Message message) {
        return new ProtocolException(
                ErrorCode.UNEXPECTED, "a " + message.getClass().getSimpleName() + " has no place here");
    }

    ErrorCode code() {
        return code;
    }
}

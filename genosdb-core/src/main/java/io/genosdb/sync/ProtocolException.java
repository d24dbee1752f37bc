package io.genosdb.sync;

import io.genosdb.sync.wire.ErrorCode;

/** Ends a session; the message is for the peer and for the log. */
final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    ProtocolException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }
}

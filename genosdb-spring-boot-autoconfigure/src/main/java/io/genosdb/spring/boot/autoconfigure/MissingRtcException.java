package io.genosdb.spring.boot.autoconfigure;

/** A database is to have a room over WebRTC, and the library for it is not there. */
final class MissingRtcException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    MissingRtcException(String property) {
        super(property + " is true, and genosdb-rtc is not on the class path.");
    }
}

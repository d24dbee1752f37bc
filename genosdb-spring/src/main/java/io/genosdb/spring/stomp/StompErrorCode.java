package io.genosdb.spring.stomp;

import java.util.Locale;

/**
 * What was wrong with a request, as a client's program can tell it.
 *
 * @since 0.1
 */
public enum StompErrorCode {

    /** A header or the body is missing, not JSON, of the wrong type, too large, or not known. */
    MALFORMED,

    /** The query is not one, or is beyond its bounds. */
    INVALID_QUERY,

    /** There is nothing at this destination below {@code /genosdb}. */
    UNKNOWN_DESTINATION,

    /** No query of this name was declared. */
    UNKNOWN_QUERY,

    /** There is no database of this name. */
    UNKNOWN_DATABASE,

    /** A node to be linked or unlinked is not there. */
    NOT_FOUND,

    /** A value, an identifier or the edges of a node would be beyond the limits of the database. */
    LIMIT_EXCEEDED,

    /** The node has another version than the one expected. */
    CONFLICT,

    /** The session may not do this. */
    FORBIDDEN,

    /** The session has as many subscriptions as it may have. */
    TOO_MANY_SUBSCRIPTIONS,

    /** The result is larger than what may wait for one subscription. */
    RESULT_TOO_LARGE,

    /** The session sends faster than it may. */
    RATE_LIMITED,

    /** The database cannot take a write at the moment: its store fails, or it was closed. */
    UNAVAILABLE,

    /** The server failed; its log tells why. */
    INTERNAL;

    /**
     * The code as it stands in frames.
     *
     * @return lower case, with hyphens
     */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

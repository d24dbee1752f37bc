package io.genosdb.rtc.browser;

import java.util.Map;
import java.util.Objects;

/**
 * Something that a member of a room told.
 *
 * @param at when, in milliseconds since 1970; can be compared between members
 * @param event what: {@code join}, {@code leave}, {@code message}, {@code error}, {@code sending} or {@code receiving}
 * @param details what belongs to it
 */
record Happening(double at, String event, Map<String, Object> details) {

    String peer() {
        return (String) Objects.requireNonNull(details.get("peer"));
    }

    boolean concerns(String peer) {
        return peer.equals(details.get("peer"));
    }
}

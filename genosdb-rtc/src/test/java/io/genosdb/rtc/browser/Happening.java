package io.genosdb.rtc.browser;

import java.util.HashMap;
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

    /** As pages and processes write it. */
    static Happening of(Map<?, ?> written) {
        var details = new HashMap<String, Object>();
        written.forEach((name, value) -> details.put((String) name, value));
        double at = ((Number) Objects.requireNonNull(details.remove("at"))).doubleValue();
        return new Happening(at, (String) Objects.requireNonNull(details.remove("event")), details);
    }

    Map<String, Object> written() {
        var all = new HashMap<>(details);
        all.put("at", at);
        all.put("event", event);
        return all;
    }

    String peer() {
        return (String) Objects.requireNonNull(details.get("peer"));
    }

    boolean concerns(String peer) {
        return peer.equals(details.get("peer"));
    }
}

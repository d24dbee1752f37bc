package io.genosdb.rtc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is about, linked or not. Announcements are not signed by who they name, so there may be any number of them: beyond a bound
 * further names are not noted. Not thread-safe.
 */
final class Presences {

    /** Peers announce themselves every minute; two announcements may get lost. */
    static final long SILENCE_MILLIS = 180_000;

    private static final int MOST_PEERS = 4_096;

    /** When each was heard of last, the eldest first. */
    private final Map<String, Long> heard = new LinkedHashMap<>(16, 0.75f, true);

    /** Notes a sign of life. Whether the peer was not about before. */
    boolean seen(String peer, long now) {
        if (!heard.containsKey(peer) && heard.size() >= MOST_PEERS) {
            return false;
        }
        return heard.put(peer, now) == null;
    }

    /** Notes a peer that there is a link to: of these there are not many. Whether the peer was not about before. */
    boolean linked(String peer, long now) {
        return heard.put(peer, now) == null;
    }

    /** Who is about still is. */
    void stays(String peer, long now) {
        heard.computeIfPresent(peer, (name, before) -> now);
    }

    /** Forgets who said goodbye. Whether the peer was about. */
    boolean left(String peer) {
        return heard.remove(peer) != null;
    }

    /** Forgets and names those who were not heard of for long. */
    List<String> takeLost(long now) {
        var lost = new ArrayList<String>();
        for (Map.Entry<String, Long> presence : heard.entrySet()) {
            if (now - presence.getValue() < SILENCE_MILLIS) {
                break;
            }
            lost.add(presence.getKey());
        }
        lost.forEach(heard::remove);
        return lost;
    }

    List<String> all() {
        return List.copyOf(heard.keySet());
    }

    int size() {
        return heard.size();
    }
}

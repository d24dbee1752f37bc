package io.genosdb.rtc.signal;

import java.util.Set;
import java.util.TreeMap;

/**
 * When to announce oneself on which relay: a few times soon after it was connected, some more while pages come back to a relay
 * that was away, which announce themselves only once a minute then, and at last every minute.
 */
final class Announcements {

    /** After the announcement at the very beginning. */
    private static final long[] WARM_UP_MILLIS = {233, 533, 1333, 2_901, 5_000, 10_000, 20_000};

    private static final long STEADY_MILLIS = 60_000;

    private static final class Schedule {
        private int made;
        private long next;
    }

    private final TreeMap<Integer, Schedule> relays = new TreeMap<>();

    void connected(int relay, long now) {
        var schedule = new Schedule();
        schedule.next = now;
        relays.put(relay, schedule);
    }

    void lost(int relay) {
        relays.remove(relay);
    }

    /** Relays that carry messages. */
    Set<Integer> relays() {
        return relays.keySet();
    }

    /** Whether an announcement on a connected relay is due; notes that it was made. */
    boolean due(int relay, long now) {
        Schedule schedule = relays.get(relay);
        if (schedule == null || schedule.next > now) {
            return false;
        }
        schedule.next = now + (schedule.made < WARM_UP_MILLIS.length ? WARM_UP_MILLIS[schedule.made] : STEADY_MILLIS);
        schedule.made++;
        return true;
    }

    long nextTick() {
        return relays.values().stream().mapToLong(s -> s.next).min().orElse(Link.NEVER);
    }
}

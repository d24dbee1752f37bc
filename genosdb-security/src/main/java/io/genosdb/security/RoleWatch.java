package io.genosdb.security;

import io.genosdb.security.policy.Assignment;
import io.genosdb.security.policy.Judge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Remembers which role everybody was last known to hold, and when it expires. Thread-safe. */
final class RoleWatch {

    private record Expiry(long millis, String address) implements Comparable<Expiry> {
        @Override
        public int compareTo(Expiry other) {
            int order = Long.compare(millis, other.millis);
            return order != 0 ? order : address.compareTo(other.address);
        }
    }

    private final Judge judge;
    private final Map<String, @Nullable String> known = new HashMap<>();
    private final PriorityQueue<Expiry> expiries = new PriorityQueue<>();

    RoleWatch(Judge judge) {
        this.judge = judge;
    }

    synchronized void begin(String address, Assignment assignment, long nowMillis) {
        known.put(address, judge.roleNow(address, nowMillis));
        await(address, assignment.expiresAt(), nowMillis);
    }

    private void await(String address, long expiresAt, long nowMillis) {
        if (expiresAt != Long.MAX_VALUE && expiresAt > nowMillis) {
            expiries.add(new Expiry(expiresAt, address));
        }
    }

    /** Whether somebody holds another role than when this was asked last. */
    synchronized boolean hasChanged(String address, long nowMillis) {
        String role = judge.roleNow(address, nowMillis);
        await(address, judge.standing(address, nowMillis).until(), nowMillis);
        String before = role == null ? known.remove(address) : known.put(address, role);
        return !Objects.equals(before, role);
    }

    /** Whose role has expired since this was asked last. */
    synchronized List<String> expired(long nowMillis) {
        var expired = new ArrayList<String>(0);
        for (Expiry next = expiries.peek(); next != null && next.millis() <= nowMillis; next = expiries.peek()) {
            expiries.remove();
            if (hasChanged(next.address(), nowMillis)) {
                expired.add(next.address());
            }
        }
        return expired;
    }
}

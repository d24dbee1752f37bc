package io.genosdb.rtc.relay;

import java.util.LinkedHashMap;
import java.util.Map;

/** The last events that were delivered, by id. Thread-safe. */
final class RecentEvents {

    private final int capacity;
    private final Map<String, Long> numbers = new LinkedHashMap<>();

    RecentEvents(int capacity) {
        this.capacity = capacity;
    }

    /** Gives an event its number, unless it has one: that is returned. */
    synchronized long number(String id, long next) {
        Long earlier = numbers.putIfAbsent(id, next);
        if (earlier != null) {
            return earlier;
        }
        if (numbers.size() > capacity) {
            var eldest = numbers.entrySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return next;
    }
}

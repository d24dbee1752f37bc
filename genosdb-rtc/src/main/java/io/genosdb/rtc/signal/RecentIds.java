package io.genosdb.rtc.signal;

import java.util.LinkedHashSet;
import java.util.Set;

/** The last so many ids that were added. */
final class RecentIds {

    private final Set<String> ids = new LinkedHashSet<>();
    private final int capacity;

    RecentIds(int capacity) {
        this.capacity = capacity;
    }

    /** Adds an id; false if it is there. */
    boolean add(String id) {
        if (!ids.add(id)) {
            return false;
        }
        if (ids.size() > capacity) {
            ids.remove(ids.iterator().next());
        }
        return true;
    }

    boolean contains(String id) {
        return ids.contains(id);
    }

    void remove(String id) {
        ids.remove(id);
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }
}

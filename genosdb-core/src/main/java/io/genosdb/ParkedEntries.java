package io.genosdb;

import io.genosdb.graph.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Entries whose time has not come: too far ahead of this replica's clock to be merged, and kept unchanged until they are
 * not, since capping their time would make two receivers disagree.
 *
 * <p>Bounded: where it is full, the entry furthest ahead gives way. It is not lost to the database, only to this
 * replica's memory: reconciliation brings it again. Not thread-safe.
 */
final class ParkedEntries {

    private final TreeSet<Entry> entries = new TreeSet<>();
    private final int capacity;

    ParkedEntries(int capacity) {
        this.capacity = capacity;
    }

    /** Parks an entry; returns false where it was parked already, or there was no room for it. */
    boolean add(Entry entry) {
        if (entries.size() == capacity && entry.compareTo(entries.last()) >= 0) {
            return false;
        }
        return entries.add(entry);
    }

    /** Takes out what exceeds the capacity. */
    List<Entry> takeSurplus() {
        var surplus = new ArrayList<Entry>(0);
        while (entries.size() > capacity) {
            surplus.add(entries.pollLast());
        }
        return surplus;
    }

    /** Takes out the entries whose timestamp is not beyond the latest acceptable one, oldest first. */
    List<Entry> takeUntil(long latestTimestamp) {
        var due = new ArrayList<Entry>(0);
        while (!entries.isEmpty() && entries.first().timestamp() <= latestTimestamp) {
            due.add(entries.pollFirst());
        }
        return due;
    }

    List<Entry> all() {
        return List.copyOf(entries);
    }

    int size() {
        return entries.size();
    }
}

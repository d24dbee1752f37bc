package io.genosdb;

import io.genosdb.graph.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Entries whose time has not come: too far ahead of this replica's clock to be merged, and kept unchanged until they are
 * not, since capping their time would make two receivers disagree.
 *
 * <p>Bounded: so many, so many of one author where there are authors, and so many bytes; where it is full, the entry furthest ahead
 * gives way. It is not lost to the database, only to this replica's memory: reconciliation brings it again. Not thread-safe.
 */
final class ParkedEntries {

    static final int OF_AN_AUTHOR_AT_MOST = 1_000;
    static final long BYTES_AT_MOST = 64L << 20;

    private final TreeSet<Entry> entries = new TreeSet<>();
    private final Map<String, TreeSet<Entry>> byAuthor = new HashMap<>();
    private final List<Entry> surplus = new ArrayList<>();
    private final int capacity;
    private long bytes;

    ParkedEntries(int capacity) {
        this.capacity = capacity;
    }

    /** Parks an entry; returns false where it was parked already, or there was no room for it. */
    boolean add(Entry entry) {
        if (!entries.add(entry)) {
            return false;
        }
        bytes += entry.size();
        if (!entry.author().isEmpty()) {
            TreeSet<Entry> ofAuthor = byAuthor.computeIfAbsent(entry.author(), author -> new TreeSet<>());
            ofAuthor.add(entry);
            if (ofAuthor.size() > OF_AN_AUTHOR_AT_MOST && evict(ofAuthor.last(), entry)) {
                return false;
            }
        }
        while (entries.size() > capacity || bytes > BYTES_AT_MOST) {
            if (evict(entries.last(), entry)) {
                return false;
            }
        }
        return true;
    }

    /** Takes out an entry; returns whether it is the new one, of which nobody knows yet. */
    private boolean evict(Entry entry, Entry added) {
        remove(entry);
        if (entry.equals(added)) {
            return true;
        }
        surplus.add(entry);
        return false;
    }

    private void remove(Entry entry) {
        entries.remove(entry);
        bytes -= entry.size();
        byAuthor.computeIfPresent(entry.author(), (author, all) -> {
            all.remove(entry);
            return all.isEmpty() ? null : all;
        });
    }

    /** What had to make room since this was last asked. */
    List<Entry> takeSurplus() {
        List<Entry> taken = List.copyOf(surplus);
        surplus.clear();
        return taken;
    }

    /** Takes out the entries whose timestamp is not beyond the latest acceptable one, oldest first. */
    List<Entry> takeUntil(long latestTimestamp) {
        var due = new ArrayList<Entry>(0);
        while (!entries.isEmpty() && entries.first().timestamp() <= latestTimestamp) {
            Entry first = entries.first();
            remove(first);
            due.add(first);
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

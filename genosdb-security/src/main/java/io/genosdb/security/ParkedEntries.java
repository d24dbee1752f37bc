package io.genosdb.security;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Genuine entries whose permission is not known (yet): so many, so many of one author, and so many bytes; the eldest go first. For the writer,
 * but for {@link #size}.
 */
final class ParkedEntries {

    static final int AT_MOST = 10_000;
    static final int OF_AN_AUTHOR_AT_MOST = 1_000;
    static final long BYTES_AT_MOST = 64L << 20;

    private static final int ADDRESS_LENGTH = 42;

    private final LinkedHashMap<Hash256, Entry> byHash = new LinkedHashMap<>();
    private final Map<String, LinkedHashSet<Entry>> byAuthor = new HashMap<>();
    private final Map<String, Set<Entry>> byAddress = new HashMap<>();
    private final Map<String, Set<Entry>> byNode = new HashMap<>();
    private long bytes;
    private volatile int size;

    /** Whether so many entries could be parked at once, if nothing else was. */
    static boolean holds(List<Entry> entries) {
        var ofAuthors = new HashMap<String, Integer>();
        long total = 0;
        boolean holds = entries.size() <= AT_MOST;
        for (Entry entry : entries) {
            total += entry.size();
            holds &= ofAuthors.merge(entry.author(), 1, Integer::sum) <= OF_AN_AUTHOR_AT_MOST;
        }
        return holds && total <= BYTES_AT_MOST;
    }

    boolean contains(Entry entry) {
        return byHash.containsKey(entry.hash());
    }

    int size() {
        return size;
    }

    /**
     * Adds an entry.
     *
     * @return those that had to make room
     */
    List<Entry> add(Entry entry) {
        if (byHash.putIfAbsent(entry.hash(), entry) != null) {
            return List.of();
        }
        byAuthor.computeIfAbsent(entry.author(), key -> new LinkedHashSet<>()).add(entry);
        byNode.computeIfAbsent(entry.nodeId(), key -> new LinkedHashSet<>(1)).add(entry);
        for (String address : addresses(entry)) {
            byAddress.computeIfAbsent(address, key -> new LinkedHashSet<>()).add(entry);
        }
        bytes += entry.size();
        var evicted = new ArrayList<Entry>(0);
        Set<Entry> sameAuthor = byAuthor.getOrDefault(entry.author(), new LinkedHashSet<>());
        if (sameAuthor.size() > OF_AN_AUTHOR_AT_MOST) {
            evict(sameAuthor.iterator().next(), evicted);
        }
        while (byHash.size() > AT_MOST || bytes > BYTES_AT_MOST) {
            evict(byHash.values().iterator().next(), evicted);
        }
        size = byHash.size();
        return evicted;
    }

    private void evict(Entry entry, List<Entry> evicted) {
        remove(entry);
        evicted.add(entry);
    }

    /** Removes an entry; returns what was kept of the same hash, or {@code null}. */
    @Nullable
    Entry remove(Entry entry) {
        Entry known = byHash.remove(entry.hash());
        if (known != null) {
            removeFrom(byAuthor, known.author(), known);
            removeFrom(byNode, known.nodeId(), known);
            addresses(known).forEach(address -> removeFrom(byAddress, address, known));
            bytes -= known.size();
            size = byHash.size();
        }
        return known;
    }

    private static void removeFrom(Map<String, ? extends Set<Entry>> index, String key, Entry entry) {
        Set<Entry> all = index.get(key);
        if (all != null && all.remove(entry) && all.isEmpty()) {
            index.remove(key);
        }
    }

    List<Entry> ofNode(String nodeId) {
        return List.copyOf(byNode.getOrDefault(nodeId, Set.of()));
    }

    /** What was signed by an address, or for it. */
    List<Entry> mentioning(String address) {
        return List.copyOf(byAddress.getOrDefault(address, Set.of()));
    }

    /** Signer and principal, which are the same for most. */
    private static Set<String> addresses(Entry entry) {
        String author = entry.author();
        return author.length() == ADDRESS_LENGTH
                ? Set.of(author)
                : Set.of(author.substring(0, ADDRESS_LENGTH), author.substring(author.length() - ADDRESS_LENGTH));
    }
}

package io.genosdb.security;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lawful entries that others displaced, in case those turn out not to be lawful: so many and so many bytes; the eldest are
 * forgotten first. For the writer.
 */
final class DisplacedEntries {

    private final int atMost;
    private final long bytesAtMost;
    private final LinkedHashMap<Hash256, Entry> byHash = new LinkedHashMap<>();
    private final Map<String, Set<Hash256>> byNode = new HashMap<>();
    private long bytes;

    DisplacedEntries(int atMost, long bytesAtMost) {
        this.atMost = atMost;
        this.bytesAtMost = bytesAtMost;
    }

    int size() {
        return byHash.size();
    }

    void add(Entry entry) {
        if (byHash.putIfAbsent(entry.hash(), entry) != null) {
            return;
        }
        bytes += entry.size();
        for (String node : nodes(entry)) {
            byNode.computeIfAbsent(node, key -> new HashSet<>(1)).add(entry.hash());
        }
        while (byHash.size() > atMost || bytes > bytesAtMost) {
            remove(byHash.values().iterator().next());
        }
    }

    private void remove(Entry entry) {
        byHash.remove(entry.hash());
        bytes -= entry.size();
        for (String node : nodes(entry)) {
            byNode.computeIfPresent(node, (key, hashes) -> {
                hashes.remove(entry.hash());
                return hashes.isEmpty() ? null : hashes;
            });
        }
    }

    /** Whose entries can have displaced it: its own node's, and an edge's target's, when that was removed. */
    private static List<String> nodes(Entry entry) {
        return entry.slot() instanceof Slot.Edge edge && !edge.target().equals(entry.nodeId())
                ? List.of(entry.nodeId(), edge.target())
                : List.of(entry.nodeId());
    }

    /** Gives back, and forgets, what entries of a node may have displaced. */
    List<Entry> take(String nodeId) {
        var taken = new ArrayList<Entry>();
        for (Hash256 hash : Set.copyOf(byNode.getOrDefault(nodeId, Set.of()))) {
            Entry entry = byHash.get(hash);
            if (entry != null) {
                taken.add(entry);
                remove(entry);
            }
        }
        return taken;
    }
}

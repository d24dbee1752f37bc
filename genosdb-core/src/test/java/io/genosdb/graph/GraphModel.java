package io.genosdb.graph;

import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rules of the lattice, written down naively over a set of entries: what {@link Graph} must amount to. */
final class GraphModel {

    record VisibleNode(JsonObject value, List<String> edges, long timestamp) {}

    private final Map<EntryKey, Entry> state = new LinkedHashMap<>();

    GraphModel(Collection<Entry> entries) {
        var greatest = new HashMap<EntryKey, Entry>();
        for (Entry entry : entries) {
            greatest.merge(entry.key(), entry, (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
        for (Entry entry : greatest.values()) {
            if (!isDominated(entry, greatest)) {
                state.put(entry.key(), entry);
            }
        }
    }

    private static boolean isDominated(Entry entry, Map<EntryKey, Entry> greatest) {
        if (entry.slot() == Slot.TOMBSTONE) {
            return false;
        }
        if (isNotNewer(entry, greatest.get(new EntryKey(entry.nodeId(), Slot.TOMBSTONE)))) {
            return true;
        }
        if (entry.slot() instanceof Slot.Edge edge) {
            return isNotNewer(entry, greatest.get(new EntryKey(edge.target(), Slot.TOMBSTONE)));
        }
        if (entry.slot() instanceof Slot.Field) {
            return isNotNewer(entry, greatest.get(new EntryKey(entry.nodeId(), Slot.VALUE)));
        }
        return false;
    }

    private static boolean isNotNewer(Entry entry, Entry other) {
        return other != null && entry.version().compareTo(other.version()) <= 0;
    }

    Hash256 digest() {
        return state.values().stream().map(Entry::hash).reduce(Hash256.ZERO, Hash256::plus);
    }

    boolean isVisible(String id) {
        return state.values().stream()
                .anyMatch(entry -> entry.nodeId().equals(id)
                        && !entry.isRetraction()
                        && (entry.slot() == Slot.VALUE || entry.slot() instanceof Slot.Field));
    }

    Map<String, VisibleNode> nodes() {
        var nodes = new TreeMap<String, VisibleNode>();
        for (Entry entry : state.values()) {
            if (isVisible(entry.nodeId())) {
                nodes.computeIfAbsent(entry.nodeId(), this::node);
            }
        }
        return nodes;
    }

    private VisibleNode node(String id) {
        Entry base = state.get(new EntryKey(id, Slot.VALUE));
        var members = new TreeMap<String, JsonValue>();
        if (base != null) {
            ((JsonObject) base.payload()).forEach(members::put);
        }
        long timestamp = 0;
        var edges = new java.util.ArrayList<Entry>();
        for (Entry entry : state.values()) {
            if (!entry.nodeId().equals(id)) {
                continue;
            }
            if (entry.slot() instanceof Slot.Field field) {
                if (entry.payload() == null) {
                    members.remove(field.name());
                } else {
                    members.put(field.name(), entry.payload());
                }
            }
            if (entry.slot() instanceof Slot.Edge edge && !entry.isRetraction() && isVisible(edge.target())) {
                edges.add(entry);
            }
            if (entry.slot() != Slot.TOMBSTONE) {
                timestamp = Math.max(timestamp, entry.timestamp());
            }
        }
        edges.sort(Comparator.naturalOrder());
        List<String> targets =
                edges.stream().map(edge -> ((Slot.Edge) edge.slot()).target()).toList();
        return new VisibleNode(JsonObject.of(members), targets, timestamp);
    }

    static Map<String, VisibleNode> nodesOf(Graph graph) {
        var nodes = new TreeMap<String, VisibleNode>();
        graph.vertices().forEach(vertex -> {
            Node node = vertex.node();
            nodes.put(
                    node.id(),
                    new VisibleNode(node.value(), node.edges(), node.timestamp().packed()));
            return true;
        });
        return nodes;
    }
}

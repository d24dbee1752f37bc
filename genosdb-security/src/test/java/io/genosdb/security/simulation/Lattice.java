package io.genosdb.security.simulation;

import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Slot;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a set of entries amounts to: the rules of the merge, written down naively. */
final class Lattice {

    private final Map<EntryKey, Entry> state = new HashMap<>();

    Lattice(Collection<Entry> entries) {
        var greatest = new HashMap<EntryKey, Entry>();
        entries.forEach(entry -> greatest.merge(entry.key(), entry, (a, b) -> a.compareTo(b) >= 0 ? a : b));
        greatest.forEach((key, entry) -> {
            if (!isDominated(entry, greatest)) {
                state.put(key, entry);
            }
        });
    }

    private static boolean isDominated(Entry entry, Map<EntryKey, Entry> greatest) {
        if (entry.slot() instanceof Slot.Tombstone || entry.slot() instanceof Slot.Managed) {
            return false;
        }
        boolean isBuried = isOlder(entry, greatest.get(new EntryKey(entry.nodeId(), Slot.TOMBSTONE)));
        if (entry.slot() instanceof Slot.Edge edge) {
            return isBuried || isOlder(entry, greatest.get(new EntryKey(edge.target(), Slot.TOMBSTONE)));
        }
        return isBuried
                || (entry.slot() instanceof Slot.Field
                        && isOlder(entry, greatest.get(new EntryKey(entry.nodeId(), Slot.VALUE))));
    }

    private static boolean isOlder(Entry entry, Entry other) {
        return other != null && entry.compareVersion(other) <= 0;
    }

    Collection<Entry> entries() {
        return state.values();
    }

    Hash256 digest() {
        return state.values().stream().map(Entry::hash).reduce(Hash256.ZERO, Hash256::plus);
    }

    /** The values of the nodes that are there. */
    Map<String, JsonObject> values() {
        var values = new TreeMap<String, JsonObject>();
        for (Entry entry : state.values()) {
            if (entry.payload() instanceof JsonObject value && entry.slot() instanceof Slot.Value) {
                values.put(entry.nodeId(), value);
            } else if (entry.payload() != null && entry.slot() instanceof Slot.Field) {
                values.putIfAbsent(entry.nodeId(), JsonObject.empty());
            }
        }
        values.replaceAll(this::withFields);
        return values;
    }

    private JsonObject withFields(String nodeId, JsonObject base) {
        var members = new TreeMap<String, JsonValue>();
        base.forEach(members::put);
        if (state.get(new EntryKey(nodeId, Slot.VALUE)) == null) {
            members.clear();
        }
        for (Entry entry : state.values()) {
            if (entry.nodeId().equals(nodeId) && entry.slot() instanceof Slot.Field field) {
                if (entry.payload() == null) {
                    members.remove(field.name());
                } else {
                    members.put(field.name(), entry.payload());
                }
            }
        }
        return JsonObject.of(members);
    }
}

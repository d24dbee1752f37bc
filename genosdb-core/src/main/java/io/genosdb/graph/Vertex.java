package io.genosdb.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The place of one node in the graph: the entries that this replica holds of it, and the snapshot that readers see.
 *
 * <p>A vertex stands for one life of a node: when a removed node is put again, another vertex takes its place, so that a
 * vertex's arrival never changes under a reader. The entries belong to the writer; readers see {@link #node()} only.
 *
 * @since 0.1
 */
public final class Vertex {

    static final long NOT_ARRIVED = -1;

    private final String id;
    private long arrival = NOT_ARRIVED;
    private boolean lived;
    private volatile @Nullable Node node;

    private @Nullable Entry value;
    private @Nullable Entry tombstone;
    private Map<String, Entry> fields = Map.of();
    private Map<String, Entry> edges = Map.of();
    private Map<Slot.Managed, Entry> managed = Map.of();
    private Set<String> sources = Set.of();

    /** The greatest timestamp of the edge entries held. */
    private long edgesTimestamp;

    Vertex(String id) {
        this.id = id;
    }

    /** The next life of a node: takes over what its entries are now. */
    Vertex nextLife() {
        var next = new Vertex(id);
        next.value = value;
        next.tombstone = tombstone;
        next.fields = fields;
        next.edges = edges;
        next.managed = managed;
        next.sources = sources;
        next.edgesTimestamp = edgesTimestamp;
        return next;
    }

    /**
     * The node's identifier.
     *
     * @return the identifier
     */
    public String id() {
        return id;
    }

    /**
     * When this life of the node began, counted by this replica: the default order of results.
     *
     * @return the place in the order of arrival
     */
    public long arrival() {
        return arrival;
    }

    /**
     * What readers see of the node.
     *
     * @return the newest snapshot, or {@code null} where the node is not there (any more)
     */
    public @Nullable Node node() {
        return node;
    }

    void arrive(long place) {
        arrival = place;
    }

    void publish(@Nullable Node snapshot) {
        node = snapshot;
        lived = true;
    }

    /** Whether readers have ever seen this vertex. */
    boolean hasLived() {
        return lived;
    }

    /** Whether, by its entries, the node is there. */
    boolean isPresent() {
        if (value != null) {
            return true;
        }
        for (Entry field : fields.values()) {
            if (!field.isRetraction()) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    Entry value() {
        return value;
    }

    @Nullable
    Entry tombstone() {
        return tombstone;
    }

    Collection<Entry> fields() {
        return fields.values();
    }

    Map<String, Entry> edges() {
        return edges;
    }

    /** The nodes that have an entry about an edge to this one, linked or cut, visible or not. */
    Set<String> sources() {
        return sources;
    }

    long edgesTimestamp() {
        return edgesTimestamp;
    }

    void addSource(String source) {
        if (sources.isEmpty()) {
            sources = new HashSet<>(2);
        }
        sources.add(source);
    }

    void removeSource(String source) {
        sources.remove(source);
    }

    @Nullable
    Entry entry(Slot slot) {
        if (slot instanceof Slot.Value) {
            return value;
        }
        if (slot instanceof Slot.Edge edge) {
            return edges.get(edge.target());
        }
        if (slot instanceof Slot.Field field) {
            return fields.get(field.name());
        }
        if (slot instanceof Slot.Managed history) {
            return managed.get(history);
        }
        return tombstone;
    }

    void set(Entry entry) {
        if (entry.slot() instanceof Slot.Value) {
            value = entry;
        } else if (entry.slot() instanceof Slot.Edge edge) {
            if (edges.isEmpty()) {
                edges = new HashMap<>(4);
            }
            edges.put(edge.target(), entry);
            edgesTimestamp = Math.max(edgesTimestamp, entry.timestamp());
        } else if (entry.slot() instanceof Slot.Field field) {
            if (fields.isEmpty()) {
                fields = new HashMap<>(4);
            }
            fields.put(field.name(), entry);
        } else if (entry.slot() instanceof Slot.Managed history) {
            if (managed.isEmpty()) {
                managed = new HashMap<>(4);
            }
            managed.put(history, entry);
        } else {
            tombstone = entry;
        }
    }

    void remove(Entry entry) {
        if (entry.slot() instanceof Slot.Value) {
            value = null;
        } else if (entry.slot() instanceof Slot.Edge edge) {
            edges.remove(edge.target());
            if (entry.timestamp() == edgesTimestamp) {
                edgesTimestamp = greatest(edges.values());
            }
        } else if (entry.slot() instanceof Slot.Field field) {
            fields.remove(field.name());
        } else if (entry.slot() instanceof Slot.Managed history) {
            managed.remove(history);
        } else {
            tombstone = null;
        }
    }

    private static long greatest(Collection<Entry> entries) {
        long greatest = 0;
        for (Entry entry : entries) {
            greatest = Math.max(greatest, entry.timestamp());
        }
        return greatest;
    }

    /** Whether nothing is left that the vertex would have to be kept for. */
    boolean isVacant() {
        return value == null
                && tombstone == null
                && fields.isEmpty()
                && edges.isEmpty()
                && managed.isEmpty()
                && sources.isEmpty();
    }

    /** Every entry held, in no particular order. */
    List<Entry> entries() {
        var all = new ArrayList<Entry>(2 + fields.size() + edges.size() + managed.size());
        if (value != null) {
            all.add(value);
        }
        if (tombstone != null) {
            all.add(tombstone);
        }
        all.addAll(fields.values());
        all.addAll(edges.values());
        all.addAll(managed.values());
        return all;
    }

    @Override
    public String toString() {
        return id;
    }
}

package io.genosdb.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of one replica: the map from key to entry, and the nodes that it amounts to.
 *
 * <p><b>The lattice.</b> Of the entries of one key the greatest is kept ({@link Entry#compareTo}). An entry is
 * <em>dominated</em>, and not part of the state, when a removal of its node is not older, or it is an edge and a removal
 * of its target is not older, or it is a field and a whole value is not older. The state is therefore a function of the
 * set of entries ever merged: any order, any repetition and any split over peers gives the same state and so the same
 * digest. (Retractions older than the retention horizon are the one exception; see {@link #purge}.)
 *
 * <p><b>Concurrency.</b> One thread at a time may call {@link #merge}, {@link #restore}, {@link #purge} and
 * {@link #forEachEntry}. Everything else may be called by any thread at any time and never waits: nodes are immutable
 * snapshots, each published whole.
 *
 * @since 0.1
 */
public final class Graph {

    /**
     * After a crash the last entries accepted before are gone from here, but a peer may have got them and remember their
     * places: so those must not be given to other entries. More than these are never accepted between two flushes.
     */
    private static final long SEQUENCES_LOST_AT_MOST = 1L << 32;

    private final ConcurrentHashMap<String, Vertex> vertices;
    private final VertexSet visible = new VertexSet();
    private final StateDigest digest = new StateDigest();
    private final Function<String, @Nullable Access> accessLists;
    private long nextArrival;
    /** The first is 1, so that 0 is before all of them. */
    private long nextSequence = 1;

    /** Makes an empty graph. */
    public Graph() {
        this(0);
    }

    /**
     * Makes an empty graph with room for what will be restored.
     *
     * @param expectedNodes about how many nodes there will be
     */
    public Graph(int expectedNodes) {
        this(expectedNodes, id -> null);
    }

    /**
     * Makes an empty graph whose nodes know who may read them.
     *
     * @param expectedNodes about how many nodes there will be
     * @param accessLists what is known of a node by its identifier when a snapshot of it is made
     */
    public Graph(int expectedNodes, Function<String, @Nullable Access> accessLists) {
        this.vertices = new ConcurrentHashMap<>(expectedNodes);
        this.accessLists = accessLists;
    }

    @Nullable
    Access accessOf(String id) {
        return accessLists.apply(id);
    }

    /**
     * The node with an identifier.
     *
     * @param id the identifier
     * @return the newest snapshot, or {@code null} where there is no such node
     */
    public @Nullable Node node(String id) {
        Vertex vertex = vertices.get(id);
        return vertex == null ? null : vertex.node();
    }

    /**
     * All nodes, in order of arrival.
     *
     * @return the live set of their vertices
     */
    public VertexSet vertices() {
        return visible;
    }

    /**
     * The digest of the whole state.
     *
     * @return the sum of the hashes of all entries
     */
    public Hash256 digest() {
        return digest.total();
    }

    /**
     * How many entries the state has.
     *
     * @return the number of entries
     */
    public long entryCount() {
        return digest.count();
    }

    /**
     * The digest without the retractions of days before a horizon. For the writer.
     *
     * @param horizonDay a day since 1970-01-01 UTC
     * @return the sum of the hashes of the other entries
     */
    public Hash256 digestSince(long horizonDay) {
        return digest.since(horizonDay);
    }

    /**
     * The entry that the state has for a key. For the writer.
     *
     * @param key the key
     * @return the entry, or {@code null}
     */
    public @Nullable Entry entry(EntryKey key) {
        Vertex vertex = vertices.get(key.nodeId());
        return vertex == null ? null : vertex.entry(key.slot());
    }

    /**
     * Whether the state has an entry, with this very signature. For the writer.
     *
     * @param entry the entry
     * @return false where it has none for the key, or another one
     */
    public boolean holds(Entry entry) {
        return entry.equals(entry(entry.key()));
    }

    /**
     * Visits every entry of the state, in no particular order. For the writer.
     *
     * @param visitor gets the entries
     */
    public void forEachEntry(Consumer<Entry> visitor) {
        for (Vertex vertex : vertices.values()) {
            vertex.entries().forEach(visitor);
        }
    }

    /**
     * Every entry of one node. For the writer.
     *
     * @param id the node's identifier
     * @return its entries, in no particular order
     */
    public List<Entry> entriesOf(String id) {
        Vertex vertex = vertices.get(id);
        return vertex == null ? List.of() : vertex.entries();
    }

    /**
     * The edges that lead to a node, of whatever other nodes. For the writer.
     *
     * @param id the node's identifier
     * @return entries of the state, cut edges included
     */
    public List<Entry> edgesTo(String id) {
        Vertex vertex = vertices.get(id);
        if (vertex == null) {
            return List.of();
        }
        var edges = new ArrayList<Entry>();
        for (String source : vertex.sources()) {
            Entry edge = vertexFor(source).edges().get(id);
            if (edge != null) {
                edges.add(edge);
            }
        }
        return edges;
    }

    /**
     * Merges entries. For the writer.
     *
     * @param batch entries in any order; readers see each node change at most once
     * @return what became of them
     */
    public MergeResult merge(List<Entry> batch) {
        var merge = new Merge(this, batch.size());
        for (Entry entry : batch) {
            merge.add(entry);
        }
        return merge.finish();
    }

    /**
     * Merges what a store gives back, with the order of arrival it remembers. What is accepted later gets places in the
     * order of acceptance behind all that were ever given. For the writer, before the first {@link #merge}.
     *
     * @param batch entries as they were stored; nodes that arrived at the same place are put one behind the other
     * @return what became of the nodes
     */
    public List<NodeChange> restore(List<StoredEntry> batch) {
        var ordered = new ArrayList<>(batch);
        ordered.sort(Graph::compareArrival);
        arrive(ordered);
        for (StoredEntry stored : ordered) {
            nextSequence = Math.max(nextSequence, stored.sequence() + 1 + SEQUENCES_LOST_AT_MOST);
        }
        var merge = new Merge(this, batch.size());
        // Nodes are fastest to make in the order of arrival; what they become does not depend on it.
        for (StoredEntry stored : ordered) {
            merge.add(stored.entry());
        }
        return merge.publish();
    }

    private static int compareArrival(StoredEntry a, StoredEntry b) {
        int order = Long.compare(a.arrival(), b.arrival());
        boolean isTie = order == 0 && a.arrival() != Vertex.NOT_ARRIVED;
        return isTie ? a.entry().nodeId().compareTo(b.entry().nodeId()) : order;
    }

    /**
     * Gives the nodes their places. Places count for one replica alone, and a store that was being taken over by another one
     * when it crashed has places of both.
     */
    private void arrive(List<StoredEntry> ordered) {
        Vertex last = null;
        for (StoredEntry stored : ordered) {
            if (stored.arrival() != Vertex.NOT_ARRIVED) {
                // Retractions of an earlier life remember an earlier arrival; the latest, which comes last, is the
                // right one.
                Vertex vertex = vertexFor(stored.entry().nodeId());
                if (vertex != last) {
                    nextArrival = Math.max(nextArrival, stored.arrival());
                    vertex.arrive(nextArrival++);
                    last = vertex;
                }
            }
        }
    }

    /**
     * The place that the next accepted entry gets in the order in which this replica accepts entries. For the writer.
     *
     * @return one more than the place of the last
     */
    public long nextSequence() {
        return nextSequence;
    }

    /**
     * Forgets tombstones and cut edges of days before a horizon. What they dominated stays forgotten here; a peer that was
     * away for longer could bring it back, which is why the horizon is part of the sync handshake. For the writer.
     *
     * @param horizonDay a day since 1970-01-01 UTC
     * @return what became of the state; a node's timestamp may have changed
     */
    public MergeResult purge(long horizonDay) {
        var merge = new Merge(this, 1);
        for (Vertex vertex : vertices.values()) {
            for (Entry entry : vertex.entries()) {
                if (entry.hasExpired(horizonDay)) {
                    merge.forget(vertex, entry);
                }
            }
        }
        return merge.finish();
    }

    /**
     * Takes entries out of the state without a trace, since other replicas have removed and purged them. For the writer.
     *
     * @param entries the entries; what is not in the state is ignored
     * @return what became of the state
     */
    public MergeResult forget(List<Entry> entries) {
        var merge = new Merge(this, 1);
        for (Entry entry : entries) {
            Vertex vertex = vertices.get(entry.nodeId());
            if (vertex != null && entry.equals(vertex.entry(entry.slot()))) {
                merge.forget(vertex, entry);
            }
        }
        return merge.finish();
    }

    Vertex vertexFor(String id) {
        Vertex vertex = vertices.get(id);
        if (vertex == null) {
            vertex = new Vertex(id);
            vertices.put(id, vertex);
        }
        return vertex;
    }

    @Nullable
    Vertex vertex(String id) {
        return vertices.get(id);
    }

    void replace(Vertex next) {
        vertices.put(next.id(), next);
    }

    void releaseIfVacant(Vertex vertex) {
        if (vertex.isVacant()) {
            vertices.remove(vertex.id(), vertex);
        }
    }

    VertexSet visible() {
        return visible;
    }

    StateDigest stateDigest() {
        return digest;
    }

    long nextArrival() {
        return nextArrival++;
    }

    /**
     * Every entry of the state as if all had just been accepted, in no particular order: for a store that another replica has
     * filled so far. For the writer.
     *
     * @return the entries with this replica's arrivals, and with new places in the order of acceptance
     */
    public List<StoredEntry> acceptAnew() {
        var all = new ArrayList<StoredEntry>((int) entryCount());
        forEachEntry(entry -> all.add(new StoredEntry(entry, arrivalOf(entry), nextSequence++)));
        return all;
    }

    long arrivalOf(Entry entry) {
        boolean makesVisible = entry.slot() instanceof Slot.Value || entry.slot() instanceof Slot.Field;
        return makesVisible ? vertexFor(entry.nodeId()).arrival() : Vertex.NOT_ARRIVED;
    }

    long takeSequences(int count) {
        long first = nextSequence;
        nextSequence += count;
        return first;
    }
}

package io.genosdb.graph;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One merge of one batch. Entries are first merged into the vertices, which readers do not see; then every node that was
 * touched is published once.
 */
final class Merge {

    private static final Vertex[] NO_TARGETS = {};

    /** What happened to a node so far in this batch, and what readers saw before. */
    private static final class Touch {
        private final Vertex vertexBefore;
        private final @Nullable Node before;
        private boolean died;
        private Set<String> changedEdges = Set.of();

        private Touch(Vertex vertex) {
            vertexBefore = vertex;
            before = vertex.node();
        }

        private void changeEdge(String target) {
            if (changedEdges.isEmpty()) {
                changedEdges = new HashSet<>(2);
            }
            changedEdges.add(target);
        }
    }

    private final Graph graph;
    private final List<Entry> accepted;
    private final List<Entry> superseded = new ArrayList<>();
    private final List<Entry> dominated = new ArrayList<>();
    private final Map<String, Touch> touched;
    private int stale;

    Merge(Graph graph, int expectedEntries) {
        this.graph = graph;
        this.accepted = new ArrayList<>(expectedEntries);
        this.touched = new LinkedHashMap<>(expectedEntries * 2);
    }

    void add(Entry entry) {
        Vertex vertex = graph.vertexFor(entry.nodeId());
        Entry current = vertex.entry(entry.slot());
        if ((current != null && entry.compareTo(current) <= 0) || isDominated(vertex, entry)) {
            stale++;
            if (current == null || !current.hash().equals(entry.hash())) {
                dominated.add(entry);
            }
            graph.releaseIfVacant(vertex);
            return;
        }
        if (current != null) {
            graph.stateDigest().remove(current);
            superseded.add(current);
        }
        graph.stateDigest().add(entry);
        vertex.set(entry);
        accepted.add(entry);
        Touch touch = touch(entry.nodeId());
        if (entry.slot() instanceof Slot.Edge edge) {
            touch.changeEdge(edge.target());
            graph.vertexFor(edge.target()).addSource(vertex.id());
        } else if (entry.slot() instanceof Slot.Value) {
            dropFields(vertex, entry);
        } else if (entry.slot() instanceof Slot.Tombstone) {
            bury(vertex, entry, touch);
        }
    }

    private boolean isDominated(Vertex vertex, Entry entry) {
        if (entry.slot() instanceof Slot.Managed) {
            return false;
        }
        if (isBuried(vertex, entry) && !(entry.slot() instanceof Slot.Tombstone)) {
            return true;
        }
        if (entry.slot() instanceof Slot.Edge edge) {
            Vertex target = graph.vertex(edge.target());
            return target != null && isBuried(target, entry);
        }
        Entry value = vertex.value();
        return entry.slot() instanceof Slot.Field && value != null && entry.compareVersion(value) <= 0;
    }

    private static boolean isBuried(Vertex vertex, Entry entry) {
        Entry tombstone = vertex.tombstone();
        return tombstone != null && entry.compareVersion(tombstone) <= 0;
    }

    private Touch touch(String id) {
        return touched.computeIfAbsent(id, key -> new Touch(graph.vertexFor(key)));
    }

    private void dropFields(Vertex vertex, Entry value) {
        for (Entry field : List.copyOf(vertex.fields())) {
            if (field.compareVersion(value) <= 0) {
                drop(vertex, field);
            }
        }
    }

    /** Drops what a new tombstone dominates: the node's own entries, and the edges that point to it. */
    private void bury(Vertex vertex, Entry tombstone, Touch touch) {
        boolean wasPresent = vertex.isPresent();
        for (Entry own : vertex.entries()) {
            boolean isHistory = own.slot() instanceof Slot.Managed;
            if (!isHistory && !own.equals(tombstone) && own.compareVersion(tombstone) <= 0) {
                forget(vertex, own);
            }
        }
        touch.died |= wasPresent && !vertex.isPresent();
        for (String sourceId : List.copyOf(vertex.sources())) {
            Vertex source = graph.vertexFor(sourceId);
            Entry edge = source.edges().get(vertex.id());
            if (edge != null && edge.compareVersion(tombstone) <= 0) {
                touch(sourceId).changeEdge(vertex.id());
                drop(source, edge);
                vertex.removeSource(sourceId);
            }
        }
    }

    /** Takes an entry out of the state, and its node's name off the target where it is an edge. */
    void forget(Vertex vertex, Entry entry) {
        Touch touch = touch(vertex.id());
        drop(vertex, entry);
        if (entry.slot() instanceof Slot.Edge edge) {
            touch.changeEdge(edge.target());
            Vertex target = graph.vertexFor(edge.target());
            target.removeSource(vertex.id());
            graph.releaseIfVacant(target);
        }
    }

    private void drop(Vertex vertex, Entry entry) {
        vertex.remove(entry);
        graph.stateDigest().remove(entry);
        superseded.add(entry);
    }

    /** Lets readers see every node that was touched as it is now. */
    List<NodeChange> publish() {
        beginLives();
        var changes = new ArrayList<NodeChange>(touched.size());
        touched.forEach((id, touch) -> publish(id, touch, changes));
        return changes;
    }

    MergeResult finish() {
        List<NodeChange> changes = publish();
        long firstSequence = graph.takeSequences(accepted.size());
        return new MergeResult(
                accepted, firstSequence, superseded, dominated, changes, stored(firstSequence), forgotten(), stale);
    }

    private List<StoredEntry> stored(long firstSequence) {
        var stored = new ArrayList<StoredEntry>(accepted.size());
        for (int i = 0; i < accepted.size(); i++) {
            Entry entry = accepted.get(i);
            // Without a superseded one, each is what the state has for its key.
            if (superseded.isEmpty() || graph.holds(entry)) {
                stored.add(new StoredEntry(entry, graph.arrivalOf(entry), firstSequence + i));
            }
        }
        return stored;
    }

    private List<EntryKey> forgotten() {
        if (superseded.isEmpty()) {
            return List.of();
        }
        var forgotten = new LinkedHashSet<EntryKey>();
        for (Entry entry : superseded) {
            if (graph.entry(entry.key()) == null) {
                forgotten.add(entry.key());
            }
        }
        return List.copyOf(forgotten);
    }

    /**
     * Decides which nodes come and go, and tells the nodes that link to them. Comes before any snapshot is made, since a
     * snapshot shows only edges to nodes that are there.
     */
    private void beginLives() {
        for (String id : List.copyOf(touched.keySet())) {
            Vertex vertex = graph.vertexFor(id);
            Touch touch = touch(id);
            boolean was = touch.before != null;
            boolean is = vertex.isPresent();
            boolean begins = is && (!was || touch.died);
            if (begins) {
                beginLife(vertex);
            }
            if (begins || was != is) {
                for (String source : vertex.sources()) {
                    touch(source).changeEdge(id);
                }
            }
        }
    }

    private void beginLife(Vertex vertex) {
        Vertex born = vertex;
        if (vertex.hasLived()) {
            born = vertex.nextLife();
            graph.replace(born);
        }
        if (born.arrival() == Vertex.NOT_ARRIVED) {
            born.arrive(graph.nextArrival());
        }
    }

    private void publish(String id, Touch touch, List<NodeChange> changes) {
        Vertex vertex = graph.vertexFor(id);
        Node before = touch.before;
        boolean sameLife = vertex == touch.vertexBefore && before != null;
        if (!vertex.isPresent()) {
            if (before != null) {
                retire(touch.vertexBefore);
                changes.add(new NodeChange(id, before, null, new HybridTimestamp(endOf(vertex))));
            }
            graph.releaseIfVacant(vertex);
            return;
        }
        Node after = sameLife && before != null
                ? snapshot(vertex, before.targets(), touch.changedEdges)
                : snapshot(vertex, NO_TARGETS, vertex.edges().keySet());
        if (sameLife && before != null && after.shows(before)) {
            return;
        }
        if (before != null && !sameLife) {
            retire(touch.vertexBefore);
        }
        vertex.publish(after);
        if (!sameLife) {
            graph.visible().add(vertex);
        }
        changes.add(new NodeChange(id, before, after, after.timestamp()));
    }

    private void retire(Vertex vertex) {
        vertex.publish(null);
        graph.visible().remove(vertex);
    }

    private static long endOf(Vertex vertex) {
        Entry tombstone = vertex.tombstone();
        return Math.max(tombstone == null ? 0 : tombstone.timestamp(), greatestField(vertex));
    }

    private static long greatestField(Vertex vertex) {
        long greatest = 0;
        for (Entry field : vertex.fields()) {
            greatest = Math.max(greatest, field.timestamp());
        }
        return greatest;
    }

    private Node snapshot(Vertex vertex, Vertex[] targets, Set<String> changedEdges) {
        Entry base = vertex.value();
        long timestamp = Math.max(base == null ? 0 : base.timestamp(), vertex.edgesTimestamp());
        timestamp = Math.max(timestamp, greatestField(vertex));
        JsonObject value = base != null && base.payload() instanceof JsonObject object ? object : JsonObject.empty();
        if (!vertex.fields().isEmpty()) {
            value = withFields(value, vertex);
        }
        return new Node(vertex, value, targets(vertex, targets, changedEdges), timestamp, graph.accessOf(vertex.id()));
    }

    private static JsonObject withFields(JsonObject base, Vertex vertex) {
        var members = new LinkedHashMap<String, JsonValue>();
        base.forEach(members::put);
        for (Entry field : vertex.fields()) {
            String name = ((Slot.Field) field.slot()).name();
            JsonValue payload = field.payload();
            if (payload == null) {
                members.remove(name);
            } else {
                members.put(name, payload);
            }
        }
        return JsonObject.of(members);
    }

    /** The targets with some edges looked at anew. Links mostly come in order, so sorting is the exception. */
    private Vertex[] targets(Vertex vertex, Vertex[] before, Set<String> changed) {
        if (changed.isEmpty()) {
            return before;
        }
        var targets = new ArrayList<Vertex>(before.length + changed.size());
        for (Vertex target : before) {
            if (!changed.contains(target.id())) {
                targets.add(target);
            }
        }
        int kept = targets.size();
        for (String id : changed) {
            Entry edge = vertex.edges().get(id);
            Vertex target = graph.vertex(id);
            if (edge != null && !edge.isRetraction() && target != null && target.isPresent()) {
                targets.add(target);
            }
        }
        Comparator<Vertex> byVersion = (a, b) -> edge(vertex, a).compareTo(edge(vertex, b));
        targets.subList(kept, targets.size()).sort(byVersion);
        if (kept > 0 && kept < targets.size() && byVersion.compare(targets.get(kept - 1), targets.get(kept)) > 0) {
            targets.sort(byVersion);
        }
        return targets.isEmpty() ? NO_TARGETS : targets.toArray(NO_TARGETS);
    }

    private static Entry edge(Vertex source, Vertex target) {
        return Objects.requireNonNull(source.edges().get(target.id()), "a target without its edge");
    }
}

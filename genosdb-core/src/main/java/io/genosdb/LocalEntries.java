package io.genosdb;

import io.genosdb.graph.ConflictPolicy;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Node;
import io.genosdb.graph.NodeNotFoundException;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.guard.Actor;
import io.genosdb.guard.Guard;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the entries of this replica's own writes, and refuses writes that make no sense in the graph as it is. Those of one
 * write have one version: of two writes at once, one wins everything that both write. Thread-safe.
 */
final class LocalEntries {

    private final Function<String, @Nullable Node> graph;
    private final Guard guard;
    private final EntryFactory factory;
    private final ConflictPolicy policy;
    private final Limits limits;

    LocalEntries(
            Function<String, @Nullable Node> graph,
            Guard guard,
            EntryFactory factory,
            ConflictPolicy policy,
            Limits limits) {
        this.graph = graph;
        this.guard = guard;
        this.factory = factory;
        this.policy = policy;
        this.limits = limits;
    }

    /** An entry that is signed by its author. */
    Entry entry(Actor author, String id, Slot slot, @Nullable JsonValue payload, Version version) {
        return factory.create(new EntryKey(id, slot), version, payload, author.author(), author::sign);
    }

    List<Entry> put(Actor author, String id, JsonObject value, Version version) {
        // Or a refusal would say which fields differ from what the author may not see.
        Node current = visible(author, id);
        var writes = policy.split(current == null ? null : current.value(), guard.writable(value));
        var entries = new ArrayList<Entry>(writes.size());
        for (var write : writes) {
            entries.add(entry(author, id, write.slot(), write.payload(), version));
        }
        return entries;
    }

    List<Entry> write(Actor author, WriteBatch batch, Version version) {
        var entries = new ArrayList<Entry>();
        batch.values().forEach((id, value) -> entries.addAll(put(author, id, value, version)));
        checkEdges(author, batch);
        batch.links()
                .forEach((link, linked) -> entries.add(entry(
                        author,
                        link.source(),
                        new Slot.Edge(link.target()),
                        linked ? JsonBoolean.TRUE : null,
                        version)));
        for (String id : batch.removals()) {
            if (visible(author, id) != null) {
                entries.add(entry(author, id, Slot.TOMBSTONE, null, version));
            }
        }
        return entries;
    }

    /** The node, if it is there for whoever acts. */
    @Nullable
    Node visible(Actor actor, String id) {
        Node node = graph.apply(id);
        return node != null && actor.reader().mayRead(node) ? node : null;
    }

    private void checkEdges(Actor author, WriteBatch batch) {
        var added = new HashMap<String, Set<String>>();
        var cut = new HashMap<String, Set<String>>();
        batch.links().forEach((link, linked) -> {
            checkThere(author, link.source(), batch);
            if (linked) {
                checkThere(author, link.target(), batch);
            }
            (linked ? added : cut)
                    .computeIfAbsent(link.source(), id -> new HashSet<>())
                    .add(link.target());
        });
        added.forEach((source, targets) -> checkEdges(source, targets, cut.getOrDefault(source, Set.of())));
    }

    private void checkThere(Actor author, String id, WriteBatch batch) {
        if (!batch.values().containsKey(id)) {
            existing(author, id);
        }
    }

    /** The node, which has to be there for whoever acts. */
    Node existing(Actor actor, String id) {
        Node node = visible(actor, id);
        if (node == null) {
            throw new NodeNotFoundException(id);
        }
        return node;
    }

    /** Refuses more edges than a node may have; those that are cut by the same write make room. */
    void checkEdges(String source, Set<String> added, Set<String> cut) {
        Node node = graph.apply(source);
        int degree = node == null ? 0 : node.degree();
        if (node != null && degree + added.size() > limits.maxEdges()) {
            var all = new HashSet<>(node.edges());
            all.removeAll(cut);
            all.addAll(added);
            limits.checkEdges(source, all.size());
        } else {
            limits.checkEdges(source, degree + added.size());
        }
    }
}

package io.genosdb.live;

import io.genosdb.graph.Node;
import io.genosdb.graph.NodeChange;
import io.genosdb.graph.Reader;
import io.genosdb.query.Query;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter alone: whether a node is in the result depends on that node and nothing else, so the two states of a change say
 * all, and the result itself need not be kept.
 */
final class FilterQuery extends LiveQuery {

    /** A larger table is not kept once it is empty. */
    private static final int LARGEST_KEPT_TABLE = 1024;

    /** What the listener has not been told of one node. */
    private static final class Pending {
        /** The node as the listener knows it; {@code null} where it is not in the listener's result. */
        private final @Nullable Node told;

        /** The node as it is; {@code null} where it is not in the result. */
        private @Nullable Node current;

        /** What made it so. */
        private NodeChange cause;

        private Pending(@Nullable Node told, @Nullable Node current, NodeChange cause) {
            this.told = told;
            this.current = current;
            this.cause = cause;
        }
    }

    private final long since;
    private Map<String, Pending> pending = new LinkedHashMap<>();

    /** What matches by the rights that are known here, and the listener was not told of, or was told that it is gone. */
    private final Set<String> hidden = new HashSet<>();

    private int largest;

    FilterQuery(LiveQueries owner, Query query, Audience audience, List<Node> initial, long since) {
        super(owner, query, audience, initial);
        this.since = since;
    }

    @Override
    void note(Change change) {
        if (change.sequence() <= since) {
            return;
        }
        NodeChange node = change.node();
        Node after = matching(node.after());
        Pending known = pending.get(node.id());
        if (known == null) {
            Node before = hidden.remove(node.id()) ? null : matching(node.before());
            if (before != null || after != null) {
                pending.put(node.id(), new Pending(before, after, node));
                largest = Math.max(largest, pending.size());
            }
        } else if (after == null && known.told == null) {
            pending.remove(node.id());
        } else if (after != null || known.current != null) {
            known.current = after;
            known.cause = node;
        }
    }

    @Override
    boolean evaluatesAnew() {
        return false;
    }

    @Override
    void noteRights(Reader before, Reader after, List<Node> candidates) {
        for (Pending waiting : pending.values()) {
            Node current = waiting.current;
            waiting.current = current != null && after.mayRead(current) ? current : null;
        }
        for (Node node : candidates) {
            boolean was = before.mayRead(node) && !hidden.contains(node.id());
            boolean is = after.mayRead(node);
            Pending known = pending.get(node.id());
            if (known != null) {
                known.current = is ? node : null;
            } else if (was != is) {
                pending.put(
                        node.id(),
                        new Pending(
                                was ? node : null,
                                is ? node : null,
                                new NodeChange(node.id(), node, node, node.timestamp())));
            }
        }
        hidden.clear();
        pending.values().removeIf(waiting -> waiting.told == null && waiting.current == null);
        largest = Math.max(largest, pending.size());
    }

    @Override
    boolean hasWork() {
        return !pending.isEmpty();
    }

    @Override
    synchronized @Nullable MapEvent next() {
        Iterator<Map.Entry<String, Pending>> first = pending.entrySet().iterator();
        while (first.hasNext()) {
            Map.Entry<String, Pending> entry = first.next();
            first.remove();
            MapEvent event = event(entry.getValue());
            if (event != null) {
                return event;
            }
        }
        if (largest > LARGEST_KEPT_TABLE) {
            pending = new LinkedHashMap<>();
        }
        largest = 0;
        return null;
    }

    private @Nullable MapEvent event(Pending node) {
        Node current = node.current;
        if (current != null && isHidden(current)) {
            hidden.add(current.id());
            current = null;
        }
        if (current == null) {
            return node.told == null ? null : Departures.event(node.told, node.cause, this::isReadable);
        }
        if (node.told == null) {
            return MapEvent.of(Action.ADDED, current);
        }
        return current.equals(node.told) ? null : MapEvent.of(Action.UPDATED, current);
    }

    @Override
    int due() {
        return pending.size();
    }

    @Override
    void clear() {
        hidden.clear();
        pending = new LinkedHashMap<>();
    }
}

package io.genosdb.live;

import io.genosdb.graph.Node;
import io.genosdb.graph.NodeChange;
import io.genosdb.query.Query;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A filter with a limit or a cursor. What enters a window, moves in it or sorts behind it is followed without the engine;
 * only a place that falls empty has to be filled by running the query. A window that hangs on a cursor is run anew for
 * every change in front of its end, since where the cursor stands is known to the engine alone.
 */
final class WindowQuery extends ResultQuery {

    private final int limit;
    private final boolean cursor;
    private final Map<String, Node> byId = new HashMap<>();
    private final TreeSet<Node> sorted;

    WindowQuery(LiveQueries owner, Query query, Audience audience, List<Node> initial, long since) {
        super(owner, query, audience, initial, since);
        this.limit = query.limit().orElse(Integer.MAX_VALUE);
        this.cursor = query.after() != null || query.before() != null;
        this.sorted = new TreeSet<>(query.comparator());
        replace(initial);
    }

    @Override
    void replace(List<Node> result) {
        clearCurrent();
        for (Node node : result) {
            // A run that writers overtook may have met a node in two places.
            if (byId.putIfAbsent(node.id(), node) == null) {
                sorted.add(node);
            }
        }
    }

    @Override
    @Nullable
    Node current(String id) {
        return byId.get(id);
    }

    @Override
    Collection<Node> current() {
        return sorted;
    }

    @Override
    boolean concerns(NodeChange change, boolean certain) {
        if (change.id().equals(query().after()) || change.id().equals(query().before())) {
            return true;
        }
        return (certain && byId.containsKey(change.id()))
                || reaches(change.before(), certain)
                || reaches(change.after(), certain);
    }

    private boolean reaches(@Nullable Node node, boolean certain) {
        Node match = matching(node);
        return match != null && !(certain && isBehind(match));
    }

    private boolean isFull() {
        return sorted.size() >= limit;
    }

    /** Whether a node sorts behind a window that has no room left. */
    private boolean isBehind(Node node) {
        return isFull() && !sorted.isEmpty() && sorted.comparator().compare(node, sorted.last()) > 0;
    }

    @Override
    boolean follow(NodeChange change) {
        if (cursor) {
            boolean concerned = concerns(change, true);
            if (concerned) {
                invalidate();
            }
            return concerned;
        }
        Node before = byId.get(change.id());
        Node after = matching(change.after());
        if (before != null) {
            followInside(before, after);
            return true;
        }
        if (after == null || isBehind(after)) {
            return false;
        }
        insert(after);
        if (sorted.size() > limit) {
            leave(drop(sorted.last()));
        }
        return true;
    }

    private void followInside(Node before, @Nullable Node after) {
        boolean wasFull = isFull();
        leave(drop(before));
        if (after == null) {
            if (wasFull) {
                invalidate();
            }
            return;
        }
        boolean back = sorted.comparator().compare(after, before) > 0;
        // Moved back to the end: somebody from behind the window may come before it.
        if (wasFull && back && (sorted.isEmpty() || sorted.comparator().compare(after, sorted.last()) > 0)) {
            invalidate();
        }
        insert(after);
    }

    private void insert(Node node) {
        byId.put(node.id(), node);
        sorted.add(node);
        enter(node.id());
    }

    private String drop(Node node) {
        byId.remove(node.id());
        sorted.remove(node);
        return node.id();
    }

    @Override
    boolean matchesAlone(Node node) {
        return matching(node) != null;
    }

    @Override
    void clear() {
        super.clear();
        clearCurrent();
    }

    private void clearCurrent() {
        byId.clear();
        sorted.clear();
    }
}

package io.genosdb.live;

import io.genosdb.graph.Node;
import io.genosdb.graph.NodeChange;
import io.genosdb.query.Query;
import io.genosdb.value.JsonValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A query with {@code $edge}: any change of an edge, near or far, can open or cut a path, and makes it run again. */
final class TraversalQuery extends ResultQuery {

    private final Map<String, Node> current = new LinkedHashMap<>();

    /** The top-level members that the query reads. */
    private final Set<String> fields;

    /** Whether {@code $edge} stands at the top, so that a node without edges finds nothing. */
    private final boolean replacesStarts;

    TraversalQuery(LiveQueries owner, Query query, Audience audience, List<Node> initial, long since) {
        super(owner, query, audience, initial, since);
        this.fields = query.fields();
        this.replacesStarts = query.filter().get("$edge") != null;
        replace(initial);
    }

    @Override
    void replace(List<Node> result) {
        current.clear();
        for (Node node : result) {
            current.put(node.id(), node);
        }
    }

    @Override
    @Nullable
    Node current(String id) {
        return current.get(id);
    }

    @Override
    Collection<Node> current() {
        return current.values();
    }

    @Override
    boolean follow(NodeChange change) {
        boolean concerned = concerns(change, true);
        if (concerned) {
            invalidate();
        }
        return concerned;
    }

    /**
     * Leaves out what is certain to leave the result as it is: nodes outside of it whose edges stay and whose change is in
     * fields that the query does not read; and nodes that come or go without edges of their own, since who links to them
     * changes by itself.
     */
    @Override
    boolean concerns(NodeChange change, boolean certain) {
        Node before = change.before();
        Node after = change.after();
        if (before == null || after == null || before.vertex() != after.vertex()) {
            return !replacesStarts || hasEdges(before) || hasEdges(after) || current.containsKey(change.id());
        }
        return !certain || current.containsKey(change.id()) || !sameEdges(before, after) || differ(before, after);
    }

    private static boolean hasEdges(@Nullable Node node) {
        return node != null && node.degree() > 0;
    }

    /** Whether the edges lead to the same places; one that leads to the next life of a removed node does not. */
    private static boolean sameEdges(Node before, Node after) {
        boolean same = before.degree() == after.degree();
        for (int i = 0; same && i < before.degree(); i++) {
            same = before.target(i) == after.target(i);
        }
        return same;
    }

    private boolean differ(Node before, Node after) {
        for (String field : fields) {
            JsonValue value = after.value().get(field);
            // A node's own timestamp is read where its value has none.
            boolean own = value == null && field.equals("timestamp");
            if (own || !Objects.equals(before.value().get(field), value)) {
                return true;
            }
        }
        return false;
    }

    @Override
    boolean matchesAlone(Node node) {
        return true;
    }

    @Override
    void clear() {
        super.clear();
        current.clear();
    }
}

package io.genosdb.query;

import io.genosdb.graph.Node;
import java.util.Comparator;
import java.util.List;

/** The orders that results come in. */
final class NodeOrder {

    static final Comparator<Node> BY_ARRIVAL =
            Comparator.comparingLong(node -> node.vertex().arrival());

    private NodeOrder() {}

    static Comparator<Node> of(List<SortPath> sort) {
        Comparator<Node> order = BY_ARRIVAL;
        for (int i = sort.size() - 1; i >= 0; i--) {
            FieldPath path = sort.get(i).path();
            Comparator<Node> byField = Comparator.comparing(path::sortKey);
            order = (sort.get(i).order() == Order.ASC ? byField : byField.reversed()).thenComparing(order);
        }
        return order;
    }
}

package io.genosdb.query;

import io.genosdb.graph.Node;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The orders that results come in. */
final class NodeOrder {

    static final Comparator<Node> BY_ARRIVAL =
            Comparator.comparingLong(node -> node.vertex().arrival());

    private NodeOrder() {}

    static Comparator<Node> of(@Nullable FieldPath field, Order order) {
        if (field == null) {
            return BY_ARRIVAL;
        }
        Comparator<Node> byField = Comparator.comparing(field::sortKey);
        return (order == Order.ASC ? byField : byField.reversed()).thenComparing(BY_ARRIVAL);
    }
}

package io.genosdb.live;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Node;
import io.genosdb.graph.NodeChange;
import java.util.List;

/** The events for what leaves a result. */
final class Departures {

    private Departures() {}

    /** For a node that left by a change of its own: it was removed, or matches no more. */
    static MapEvent event(String id, NodeChange cause) {
        Node last = cause.after() != null ? cause.after() : cause.before();
        return MapEvent.removed(id, last == null ? List.of() : last.edges(), cause.timestamp());
    }

    /** For a node that left by a change of others. */
    static MapEvent event(Node node, HybridTimestamp trigger) {
        HybridTimestamp own = node.timestamp();
        return MapEvent.removed(node.id(), node.edges(), own.compareTo(trigger) > 0 ? own : trigger);
    }
}

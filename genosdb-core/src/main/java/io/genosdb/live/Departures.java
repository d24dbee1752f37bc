package io.genosdb.live;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Node;
import io.genosdb.graph.NodeChange;
import java.util.Arrays;
import java.util.function.Predicate;

/** The events for what leaves a result. */
final class Departures {

    private Departures() {}

    /**
     * For a node that left by a change of its own: it was removed, matches no more, or may not be read any more. Has the edges of the last
     * state that the reader may see.
     */
    static MapEvent event(Node told, NodeChange cause, Predicate<Node> isReadable) {
        Node last = told;
        for (Node state : Arrays.asList(cause.before(), cause.after())) {
            last = state != null && isReadable.test(state) ? state : last;
        }
        return MapEvent.removed(told.id(), last.edges(), cause.timestamp());
    }

    /** For a node that left by a change of others. */
    static MapEvent event(Node node, HybridTimestamp trigger) {
        HybridTimestamp own = node.timestamp();
        return MapEvent.removed(node.id(), node.edges(), own.compareTo(trigger) > 0 ? own : trigger);
    }
}

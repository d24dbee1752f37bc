package io.genosdb.live;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Node;
import io.genosdb.value.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of the result of a live query. Immutable.
 *
 * @param action what happened
 * @param id the node
 * @param value the node's value; {@code null} exactly for {@link Action#REMOVED}
 * @param edges the nodes that it links to; for {@link Action#REMOVED} the last that are known
 * @param timestamp the node's version; for {@link Action#REMOVED} that of the removal, or of the change that took the node
 *     out of the result
 * @since 0.1
 */
public record MapEvent(
        Action action, String id, @Nullable JsonObject value, List<String> edges, HybridTimestamp timestamp) {

    static MapEvent of(Action action, Node node) {
        return new MapEvent(action, node.id(), node.value(), node.edges(), node.timestamp());
    }

    static MapEvent removed(String id, List<String> edges, HybridTimestamp timestamp) {
        return new MapEvent(Action.REMOVED, id, null, edges, timestamp);
    }

    /** Action, identifier and version; never the value, which may be large or private. */
    @Override
    public String toString() {
        return action + " " + id + "@" + timestamp;
    }
}

package io.genosdb.spring;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.live.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of the result of a live query, its value typed.
 *
 * @param <T> the type of the value
 * @param action what happened
 * @param id the node
 * @param value the node's value; {@code null} exactly for {@link Action#REMOVED}
 * @param edges the nodes that it links to; for {@link Action#REMOVED} the last that are known
 * @param timestamp the node's version; for {@link Action#REMOVED} that of the removal, or of the change that took the node
 *     out of the result
 * @since 0.1
 */
public record GenosEvent<T>(
        Action action, String id, @Nullable T value, List<String> edges, HybridTimestamp timestamp) {

    /** Action, identifier and version; never the value, which may be large or private. */
    @Override
    public String toString() {
        return action + " " + id + "@" + timestamp;
    }
}

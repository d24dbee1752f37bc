package io.genosdb.spring;

import io.genosdb.clock.HybridTimestamp;
import java.util.List;

/**
 * A node whose value is an object of the application: a snapshot.
 *
 * @param <T> the type of the value
 * @param id the identifier
 * @param value the value
 * @param edges the nodes that this one links to, in the order in which they were linked
 * @param timestamp when the node last changed
 * @since 0.1
 */
public record TypedNode<T>(String id, T value, List<String> edges, HybridTimestamp timestamp) {

    /** The identifier and the timestamp; never the value, which may be large or private. */
    @Override
    public String toString() {
        return id + "@" + timestamp;
    }
}

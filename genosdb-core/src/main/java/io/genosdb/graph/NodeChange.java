package io.genosdb.graph;

import io.genosdb.clock.HybridTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * What one merge did to one node.
 *
 * @param id the node
 * @param before the snapshot before, {@code null} where the node was not there
 * @param after the snapshot after, {@code null} where it is not there any more; never both
 * @param timestamp when the node changed; for a removal, the tombstone's timestamp
 * @since 0.1
 */
public record NodeChange(
        String id, @Nullable Node before, @Nullable Node after, HybridTimestamp timestamp) {}

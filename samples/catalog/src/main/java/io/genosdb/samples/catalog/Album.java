package io.genosdb.samples.catalog;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.query.IndexDefinition.Kind;
import io.genosdb.spring.mapping.Edge;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.mapping.Indexed;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * Tracks that came out together.
 *
 * @param id the node's identifier
 * @param version when the node last changed, or {@code null} before it is saved
 * @param title the title
 * @param artist who made it
 */
@GenosNode(type = "album")
record Album(
        @Id String id,
        @Version @Nullable HybridTimestamp version,
        @Indexed({Kind.ORDERED, Kind.TEXT}) String title,
        @Edge @Indexed Artist artist) {}

package io.genosdb.samples.catalog;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.query.IndexDefinition.Kind;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.mapping.Indexed;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * Who made an album.
 *
 * @param id the node's identifier
 * @param version when the node last changed, or {@code null} before it is saved
 * @param name the name
 */
@GenosNode(type = "artist")
record Artist(
        @Id String id,
        @Version @Nullable HybridTimestamp version,
        @Indexed({Kind.ORDERED, Kind.TEXT}) String name) {}

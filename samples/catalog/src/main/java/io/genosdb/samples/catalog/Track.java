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
 * A piece of music, or an episode of a series.
 *
 * @param id the node's identifier
 * @param version when the node last changed, or {@code null} before it is saved
 * @param name the name
 * @param album where it came out
 * @param genre what kind of music it is
 * @param composer who wrote it, or {@code null} where nobody noted it
 * @param format how it is sold, such as {@code MPEG audio file}
 * @param seconds how long it plays
 */
@GenosNode(type = "track")
record Track(
        @Id String id,
        @Version @Nullable HybridTimestamp version,
        @Indexed({Kind.ORDERED, Kind.TEXT}) String name,
        @Edge @Indexed Album album,
        @Edge @Indexed Genre genre,
        @Nullable String composer,
        String format,
        @Indexed(Kind.ORDERED) int seconds) {}

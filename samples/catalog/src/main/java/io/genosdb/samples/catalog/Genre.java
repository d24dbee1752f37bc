package io.genosdb.samples.catalog;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.spring.mapping.GenosNode;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * A kind of music.
 *
 * @param id the node's identifier
 * @param version when the node last changed, or {@code null} before it is saved
 * @param name the name
 */
@GenosNode(type = "genre")
record Genre(@Id String id, @Version @Nullable HybridTimestamp version, String name) {}

package io.genosdb.spring.boot.autoconfigure.reactive;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the reactive template.
 *
 * @param maxPending How many changes may wait for a slow subscriber of a live query, one for each node at most, before it
 *     gets an overflow error.
 * @since 0.1
 */
@ConfigurationProperties("genosdb.reactive")
public record ReactiveGenosProperties(@DefaultValue("10000") int maxPending) {}

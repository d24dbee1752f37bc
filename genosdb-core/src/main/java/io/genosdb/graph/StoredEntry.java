package io.genosdb.graph;

/**
 * An entry and what this replica alone remembers of it.
 *
 * @param entry the entry
 * @param arrival the {@linkplain Vertex#arrival() arrival} of its node, or -1 where the entry does not make a node visible
 * @since 0.1
 */
public record StoredEntry(Entry entry, long arrival) {}

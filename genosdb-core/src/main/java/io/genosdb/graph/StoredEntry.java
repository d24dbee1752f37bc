package io.genosdb.graph;

/**
 * An entry and what this replica alone remembers of it.
 *
 * @param entry the entry
 * @param arrival the {@linkplain Vertex#arrival() arrival} of its node, or -1 where the entry does not make a node visible
 * @param sequence the entry's place in the order in which this replica accepted entries, or -1 where it has not accepted it
 * @since 0.1
 */
public record StoredEntry(Entry entry, long arrival, long sequence) {}

package io.genosdb.query;

/**
 * An index as it is now.
 *
 * @param definition the index
 * @param automatic whether it built itself
 * @param keys how many different keys it has
 * @param entries how many references from keys to nodes it has
 * @param bytes its memory, estimated
 * @param uses how many runs of queries used it
 * @since 0.1
 */
public record IndexStatus(
        IndexDefinition definition, boolean automatic, long keys, long entries, long bytes, long uses) {}

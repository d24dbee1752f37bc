package io.genosdb.graph;

import java.util.List;

/**
 * What a merge did.
 *
 * @param accepted the entries that won, in the order given: what the op log and other peers get
 * @param changes what became of the nodes, one change a node
 * @param stored the entries to store
 * @param forgotten the keys to delete from the store
 * @param stale how many entries lost against what was known, or were known already
 * @since 0.1
 */
public record MergeResult(
        List<Entry> accepted,
        List<NodeChange> changes,
        List<StoredEntry> stored,
        List<EntryKey> forgotten,
        int stale) {}

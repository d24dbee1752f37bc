package io.genosdb.graph;

import java.util.List;

/**
 * What a merge did: the state afterwards is the state before, with what was accepted, without what was superseded.
 *
 * @param accepted the entries that won, in the order given: what the op log and other peers get
 * @param firstSequence the place of the first of them in the order in which this replica accepted entries; the others follow
 * @param superseded the entries that left the state: replaced, dominated or purged, also such as this merge had accepted
 * @param dominated the entries that lost against others; those that were known already are not among them
 * @param changes what became of the nodes, one change a node
 * @param stored the entries to store
 * @param forgotten the keys to delete from the store
 * @param stale how many entries lost against what was known, or were known already
 * @since 0.1
 */
public record MergeResult(
        List<Entry> accepted,
        long firstSequence,
        List<Entry> superseded,
        List<Entry> dominated,
        List<NodeChange> changes,
        List<StoredEntry> stored,
        List<EntryKey> forgotten,
        int stale) {}

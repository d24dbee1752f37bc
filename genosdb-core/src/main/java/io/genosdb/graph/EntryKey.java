package io.genosdb.graph;

/**
 * The key of an entry: of all entries with one key, a replica keeps the one with the greatest version.
 *
 * @param nodeId the node
 * @param slot what of the node
 * @since 0.1
 */
public record EntryKey(String nodeId, Slot slot) {

    @Override
    public String toString() {
        return nodeId + "#" + slot.text();
    }
}

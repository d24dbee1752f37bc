package io.genosdb.graph;

/**
 * Who may read a node, as its engine-managed entries say. A snapshot of a node has one of these where it is not open to everybody
 * who may read at all. Immutable.
 *
 * @since 0.1
 */
public interface Access {

    /**
     * Whether somebody may read the node.
     *
     * @param address an author's address, or the empty string for somebody unknown
     * @return true where the node's owner has allowed it
     */
    boolean isReadableBy(String address);
}

package io.genosdb.live;

/**
 * What an event says about a node and the result of a live query.
 *
 * @since 0.1
 */
public enum Action {

    /** The node was in the result when the query was subscribed. */
    INITIAL,

    /** The node has entered the result. */
    ADDED,

    /** The node is still in the result and has changed: its value, its edges or only its version. */
    UPDATED,

    /** The node is in the result no longer: it was removed, matches no more, or fell out of the window. */
    REMOVED
}

package io.genosdb.room;

/**
 * What happens to a peer of a room. A link and a presence are two things: a link that ends is not a departure.
 *
 * @since 0.1
 */
public enum PeerEvent {

    /** Messages go to the peer from now on. */
    PEER_JOIN,

    /** Messages go to the peer no more: it said goodbye, or the link ended. Always after a {@link #PEER_JOIN}. */
    PEER_LEAVE,

    /** The peer is about: it announced itself, or joined. */
    PEER_SEEN,

    /** The peer is about no more: it said goodbye, or was not heard of for three minutes. Always after a {@link #PEER_SEEN}. */
    PEER_LOST
}

package io.genosdb.rtc.signal;

import io.genosdb.rtc.transport.IceCandidate;

/**
 * What {@link Signalling} wants done. To be done in the order given.
 *
 * @since 0.1
 */
public sealed interface SignalEffect {

    /**
     * Publish on a relay.
     *
     * @param relay the relay's number
     * @param topic for whom
     * @param content what
     */
    record Publish(int relay, String topic, String content) implements SignalEffect {}

    /**
     * Begin a connection. Its description goes to {@link Signalling#described}.
     *
     * @param link what the connection is called from now on
     * @param peer to whom
     */
    record Offer(long link, String peer) implements SignalEffect {}

    /**
     * Take a connection that a peer has begun. Its answer goes to {@link Signalling#described}.
     *
     * @param link what the connection is called from now on
     * @param peer who began it
     * @param sdp its offer
     */
    record Answer(long link, String peer, String sdp) implements SignalEffect {}

    /**
     * Give a connection that was begun here the other side's answer.
     *
     * @param link the connection
     * @param sdp the answer
     */
    record Accept(long link, String sdp) implements SignalEffect {}

    /**
     * Give a connection a way to the other side; for one that was begun here it may come ahead of the answer.
     *
     * @param link the connection
     * @param candidate the way
     */
    record Add(long link, IceCandidate candidate) implements SignalEffect {}

    /**
     * Close a connection; nothing about it needs to be told to {@link Signalling} any more.
     *
     * @param link the connection
     * @param reason why, for people
     */
    record Close(long link, String reason) implements SignalEffect {}

    /**
     * From now on this is the connection to use for a peer. Another one to the same peer may still bring messages: it is closed by
     * a {@link Close} that follows at once or a few seconds later, unless the other side prefers it and closes this one, in which
     * case it is connected again.
     *
     * @param link the connection
     * @param peer the peer
     */
    record Connected(long link, String peer) implements SignalEffect {}

    /**
     * A peer was heard announcing itself. It may be connected or not, and may have been heard before.
     *
     * @param peer the peer
     */
    record Seen(String peer) implements SignalEffect {}

    /**
     * A peer can't be met. At most once a minute for one peer.
     *
     * @param peer the peer
     * @param reason why, for people: it has another password
     */
    record Failed(String peer, String reason) implements SignalEffect {}
}

package io.genosdb.room;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A place where peers meet: applications with this database, and others that know its name, pages in browsers among them.
 *
 * <p>Nothing here waits for the network: peers come and go by themselves. Thread-safe. Listeners of a room are called one after
 * the other, on a thread of the room, and are to be left quickly; what one throws is logged and stops nothing.
 *
 * @since 0.1
 */
public interface Room extends AutoCloseable {

    /** Takes a listener away again. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {

        /** Takes it away. Idempotent. */
        @Override
        void close();
    }

    /**
     * The room's name.
     *
     * @return the name that peers share
     */
    String name();

    /**
     * How this peer is called here. Another name with each {@link #join}.
     *
     * @return 20 letters and digits
     */
    String self();

    /**
     * The peers that messages go to now.
     *
     * @return a snapshot, ordered by identifier
     */
    List<RoomPeer> getPeers();

    /**
     * Listens for what happens to peers. {@link PeerEvent#PEER_JOIN} and {@link PeerEvent#PEER_SEEN} are told at once of the
     * peers that are there.
     *
     * @param event which event
     * @param listener is given the peer
     * @return takes the listener away
     */
    Registration on(PeerEvent event, Consumer<RoomPeer> listener);

    /**
     * A channel, for what is told and not stored.
     *
     * @param name 1 to 32 bytes of UTF-8, without control characters; names that begin with {@code @_} or {@code genosdb.} are
     *     reserved
     * @return the channel; the same for the same name
     * @throws IllegalArgumentException if the name is none, which the message explains
     */
    Channel channel(String name);

    /**
     * Asks a peer for an answer.
     *
     * @param peer the peer's identifier
     * @return completes with the time to the peer and back; exceptionally with a {@link RoomException} if the peer is not there,
     *     leaves before it has answered, or does not answer for half a minute or more
     */
    CompletableFuture<Duration> ping(String peer);

    /**
     * Joins again after {@link #leave()}. Does nothing in a room that is joined.
     *
     * @throws IllegalStateException if the room was closed
     */
    void join();

    /**
     * Says goodbye to all and leaves. Channels and listeners stay and are told of peers again after {@link #join()}.
     *
     * @return completes when the peers have been told, as far as they could be; never exceptionally
     */
    CompletableFuture<Void> leave();

    /**
     * How the room is doing.
     *
     * @return a snapshot
     */
    RoomStatus status();

    /** Leaves, waits for the goodbyes for a few seconds at most, and gives back what the room held. Idempotent. */
    @Override
    void close();
}

package io.genosdb.sync;

import io.genosdb.sync.wire.Message.Purpose;
import java.time.Duration;

/**
 * What happens between this replica and a peer.
 *
 * @since 0.1
 */
public sealed interface SyncEvent {

    /**
     * The peer.
     *
     * @return its replica identifier
     */
    String peer();

    /**
     * The handshake is done.
     *
     * @param peer the peer's replica identifier
     */
    record Connected(String peer) implements SyncEvent {}

    /**
     * The connection ended.
     *
     * @param peer the peer's replica identifier
     * @param reason why, for people
     */
    record Disconnected(String peer, String reason) implements SyncEvent {}

    /**
     * Entries of a catch-up went either way.
     *
     * @param peer the peer's replica identifier
     * @param purpose which catch-up
     * @param incoming whether they came in
     * @param done how many there were so far
     * @param total how many there will be, about; 0 where nobody knows
     */
    record Progress(String peer, Purpose purpose, boolean incoming, long done, long total) implements SyncEvent {}

    /**
     * A catch-up is over.
     *
     * @param peer the peer's replica identifier
     * @param purpose which catch-up
     * @param duration how long it took
     * @param roundTrips how many round trips it took, those of the handshake not included
     */
    record CaughtUp(String peer, Purpose purpose, Duration duration, int roundTrips) implements SyncEvent {}

    /**
     * Both held the same entries at one moment.
     *
     * @param peer the peer's replica identifier
     */
    record ProvedEqual(String peer) implements SyncEvent {}
}

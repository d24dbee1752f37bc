package io.genosdb.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with a connected peer. Holds nothing secret.
 *
 * @param origin the peer's replica identifier; empty before it has said so
 * @param transport the kind of transport
 * @param remote where the link leads
 * @param phase what the two are about
 * @param connected since when
 * @param lastEqual when the two were last proved equal, or {@code null}
 * @param lastHeard when something was last heard
 * @param bytesIn how many bytes came, as frames
 * @param bytesOut how many bytes went, as frames
 * @param entriesIn how many entries came
 * @param entriesOut how many entries went
 * @param queued how many entries wait to be sent live
 * @since 0.1
 */
public record PeerStatus(
        String origin,
        String transport,
        String remote,
        Phase phase,
        Instant connected,
        @Nullable Instant lastEqual,
        Instant lastHeard,
        long bytesIn,
        long bytesOut,
        long entriesIn,
        long entriesOut,
        long queued) {

    /**
     * Whether the handshake is done. Before that, nothing of what is here is proved.
     *
     * @return whether the peer is a replica of this database
     */
    public boolean isConnected() {
        return phase != Phase.HANDSHAKE;
    }

    /** What two replicas are about. */
    public enum Phase {
        /** They greet. */
        HANDSHAKE,
        /** One or both lack entries of the other's op log. */
        DELTA,
        /** They find out what differs. */
        RECONCILE,
        /** One gets the other's full state. */
        FULL,
        /** What is new is sent at once. */
        LIVE
    }
}

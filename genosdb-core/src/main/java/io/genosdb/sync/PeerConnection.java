package io.genosdb.sync;

import org.jspecify.annotations.Nullable;

/**
 * What the engine makes of a {@link Link}: frames in, frames out. Thread-safe; a transport calls {@link #receive} for one frame
 * after the other.
 *
 * @since 0.1
 */
@SuppressWarnings("DoNotCallSuggester")
public final class PeerConnection {

    PeerConnection() {}

    /**
     * The next frame to send. What is asked for later is fuller: so entries gather into batches while a link is busy.
     *
     * @return a frame of at most {@link Link#maxFrameBytes()}, or {@code null} where there is nothing to send now
     */
    public byte @Nullable [] nextFrame() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes a frame. Returns when it is dealt with, which may take the time of a merge: a transport that reads no further
     * meanwhile slows the sender down. Never throws for what is in the frame; a peer that breaks the protocol is told so, and
     * the link is closed.
     *
     * @param frame the bytes
     */
    public void receive(byte[] frame) {
        throw new UnsupportedOperationException();
    }

    /**
     * Tells that the link has ended. Idempotent.
     *
     * @param reason why, for people
     */
    public void closed(String reason) {
        throw new UnsupportedOperationException();
    }

    /**
     * Why the connection ended, as far as it is known: for a transport that decides whether to dial again.
     *
     * @return the code that was sent or received, or {@code null}
     */
    public io.genosdb.sync.wire.@Nullable ErrorCode failure() {
        throw new UnsupportedOperationException();
    }
}

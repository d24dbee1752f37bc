package io.genosdb.sync;

/**
 * One connection to one peer, as a transport offers it to the {@link SyncEngine}. The transport carries frames in order,
 * knows nothing of their content, and keeps nothing in stock: it takes the next frame from
 * {@link PeerConnection#nextFrame()} when it can send it.
 *
 * @since 0.1
 */
public interface Link {

    /** The {@linkplain #transport() kind} of links within one host, which are kept where there are others too. */
    String LOCAL = "local";

    /**
     * The kind of transport, for metrics.
     *
     * @return for example {@code websocket}
     */
    String transport();

    /**
     * Where the link leads, for people.
     *
     * @return an address without secrets
     */
    String remote();

    /**
     * Whether this side dialled.
     *
     * @return false where the other one did
     */
    boolean isOutgoing();

    /**
     * The largest frame that the transport carries.
     *
     * @return bytes, at least 1,024
     */
    int maxFrameBytes();

    /**
     * Whether bytes are dear enough to be deflated.
     *
     * @return false for links within one host
     */
    boolean isCompressed();

    /**
     * What both ends of the link know and nobody in the middle can have made the same for two links: identities are proved for it,
     * so that whoever splices two links is found.
     *
     * @return the same bytes at both ends; empty where the transport knows nothing of the kind
     */
    default byte[] binding() {
        return new byte[0];
    }

    /**
     * There may be frames to send: the transport takes them, on another thread, by {@link PeerConnection#nextFrame()} until
     * that returns null. Never waits and calls nothing of the engine; called from any thread, with locks held.
     */
    void wake();

    /**
     * Ends the link, after what {@link PeerConnection#nextFrame()} still has. Calls nothing of the engine before it returns;
     * afterwards the transport calls {@link PeerConnection#closed}. Idempotent.
     */
    void close();
}

package io.genosdb.rtc.transport;

/**
 * A connection to one peer, with one ordered, reliable channel for binary messages. Thread-safe; no method waits for the peer,
 * and all may be called at any time, also after the end, when they do nothing.
 *
 * @since 0.1
 */
public interface PeerChannel {

    /** The largest message, in bytes. */
    int MAX_MESSAGE_BYTES = 64 * 1024;

    /** So many bytes are handed to the network ahead of what it has carried, at most. */
    int MAX_BUFFERED_BYTES = 1024 * 1024;

    /**
     * What happens to a connection. Called by threads of the transport, one after the other for one connection: only to be
     * noted down and dealt with elsewhere. Nothing comes after {@link #closed}.
     */
    interface Events {

        /**
         * The connection is described, for the other side.
         *
         * @param channel the connection
         * @param description SDP: an offer, or the answer to one
         */
        void described(PeerChannel channel, String description);

        /**
         * There is a way to this side, for the other one. May come before {@link #described}.
         *
         * @param channel the connection
         * @param candidate the way
         */
        void gathered(PeerChannel channel, IceCandidate candidate);

        /**
         * Messages go from now on.
         *
         * @param channel the connection
         */
        void opened(PeerChannel channel);

        /**
         * A message came.
         *
         * @param channel the connection
         * @param message the bytes, which are the receiver's
         */
        void received(PeerChannel channel, byte[] message);

        /**
         * The network has carried enough for {@link PeerChannel#send} to take messages again, after it refused one.
         *
         * @param channel the connection
         */
        void writable(PeerChannel channel);

        /**
         * The connection is to be replaced by another one to the same peer, soon, and closed then: what it needs runs short. It
         * goes on meanwhile.
         *
         * @param channel the connection
         */
        void worn(PeerChannel channel);

        /**
         * The connection has ended, for whatever reason, {@link PeerChannel#close} included. Once.
         *
         * @param channel the connection
         * @param reason why, for people
         */
        void closed(PeerChannel channel, String reason);
    }

    /**
     * Takes the other side's answer to an offer. What is unusable closes the connection.
     *
     * @param description the answer (SDP)
     */
    void accept(String description);

    /**
     * Takes a way to the other side, at any time after the connection was made. What is unusable is left out.
     *
     * @param candidate the way
     */
    void add(IceCandidate candidate);

    /**
     * Sends a message, unless {@link #MAX_BUFFERED_BYTES} are on their way already, or the channel is not open.
     *
     * @param message 1 to {@link #MAX_MESSAGE_BYTES} bytes, which the caller may use again
     * @return whether it was taken; if not, {@link Events#writable} or {@link Events#closed} follows
     */
    boolean send(byte[] message);

    /**
     * What both ends of the connection know of its encryption: whoever stands in between has another one with each end.
     *
     * @return the same bytes at both ends, once the channel is open; empty where there is no encryption of its own
     */
    default byte[] binding() {
        return new byte[0];
    }

    /**
     * Whether messages go.
     *
     * @return true between {@link Events#opened} and the end
     */
    boolean isOpen();

    /**
     * Ends the connection, at once: what is still on its way may be lost. Idempotent.
     *
     * @param reason why, for people
     */
    void close(String reason);
}

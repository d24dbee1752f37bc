package io.genosdb.rtc.transport;

/**
 * Makes connections to peers. Thread-safe.
 *
 * @since 0.1
 */
public interface PeerTransport extends AutoCloseable {

    /**
     * Begins a connection on this side. Its description comes to the events.
     *
     * @param events hears of the connection
     * @return the connection; where none can be had it is closed at once, and the events say why
     */
    PeerChannel offer(PeerChannel.Events events);

    /**
     * Takes a connection that the other side has begun. The answer comes to the events.
     *
     * @param description the other side's offer (SDP)
     * @param events hears of the connection
     * @return the connection; where the offer is unusable it is closed at once, and the events say why
     */
    PeerChannel answer(String description, PeerChannel.Events events);

    /**
     * Why no connections can be had, with what to do about it.
     *
     * @return a sentence; empty where connections can be had
     */
    String problem();

    /** Ends all connections and gives everything back, native threads included. Idempotent. */
    @Override
    void close();
}

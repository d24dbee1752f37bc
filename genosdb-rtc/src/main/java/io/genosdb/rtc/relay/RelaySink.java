package io.genosdb.rtc.relay;

/**
 * Where a relay's messages to one client go. Called by the threads of all clients, several at once, so it has to be thread-safe
 * and must never wait: what the client does not read yet is kept by the sink, within bounds.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface RelaySink {

    /**
     * Hands a message over. An exception says that the client takes no more, as {@link RelaySession#tooSlow} does later.
     *
     * @param message JSON
     */
    void send(String message);

    /**
     * The relay has ended the session: the connection is to be closed, after what was sent before. Called once at most, and not
     * where the session was closed from outside.
     *
     * @param cause why
     */
    default void disconnect(Disconnect cause) {}
}

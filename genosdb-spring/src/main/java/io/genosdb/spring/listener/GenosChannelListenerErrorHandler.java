package io.genosdb.spring.listener;

import io.genosdb.room.RoomPeer;

/**
 * Is told what the method of a {@link GenosChannelListener} throws, and what goes wrong before it is called, such as a message
 * that does not fit the parameters. The message counts as handled, and the next one comes; what the handler throws itself is
 * logged.
 *
 * <p>Called in the thread of the listener: while it is busy, messages for the same thread wait. Implementations are
 * thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface GenosChannelListenerErrorHandler {

    /**
     * Takes note of a failure.
     *
     * @param channel the channel's name
     * @param peer the sender of what the listener failed on; of a failure at {@link ChannelProgress} only the identifier is
     *     known
     * @param exception names the listener; its cause is what was thrown
     */
    void handleError(String channel, RoomPeer peer, GenosListenerExecutionException exception);
}

package io.genosdb.spring.listener;

import io.genosdb.live.MapEvent;

/**
 * Is told what the method of a {@link GenosListener} throws, and what goes wrong before it is called, such as a value that
 * does not fit the parameter. The event counts as handled, and the next one comes; what the handler throws itself is
 * logged.
 *
 * <p>Called in the thread of the listener: while it is busy, events of the same thread wait. Implementations are
 * thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface GenosListenerErrorHandler {

    /**
     * Takes note of a failure.
     *
     * @param event the event that the listener failed on
     * @param exception names the listener; its cause is what was thrown
     */
    void handleError(MapEvent event, GenosListenerExecutionException exception);
}

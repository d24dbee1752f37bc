package io.genosdb.spring.listener;

import org.jspecify.annotations.Nullable;

/**
 * What waits for a thread of a listener. Used under the lock of its {@link Lane}.
 *
 * @param <E> what waits
 */
interface LaneQueue<E> {

    /** Adds an event. False where it is dropped, because too much waits. */
    boolean offer(E event);

    /** Takes what has waited longest, {@code null} where nothing waits. */
    @Nullable
    E poll();

    /** How many events wait. */
    int size();
}

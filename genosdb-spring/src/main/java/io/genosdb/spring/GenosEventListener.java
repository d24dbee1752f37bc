package io.genosdb.spring;

/**
 * Hears of every step of the result of a live query, its values typed. Called by one thread at a time for one
 * subscription, under the same promises as {@link io.genosdb.live.MapListener}.
 *
 * @param <T> the type of the values
 * @since 0.1
 */
@FunctionalInterface
public interface GenosEventListener<T> {

    /**
     * Takes an event.
     *
     * @param event what happened
     */
    void onEvent(GenosEvent<T> event);
}

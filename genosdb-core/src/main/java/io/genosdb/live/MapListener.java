package io.genosdb.live;

/**
 * Hears of every step of the result of a live query.
 *
 * <p>Called by one thread at a time for one subscription, though not always by the same one, and never while a lock of the
 * database is held (unless the executor given runs tasks in the calling thread): it may read, write, subscribe and close subscriptions, its own included. What it throws is reported
 * and changes nothing else; the next events come all the same.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface MapListener {

    /**
     * Takes an event.
     *
     * @param event what happened
     */
    void onEvent(MapEvent event);
}

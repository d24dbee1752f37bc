package io.genosdb.live;

import io.genosdb.query.Query;

/**
 * A live query that somebody listens to. Thread-safe.
 *
 * @since 0.1
 */
public interface Subscription extends AutoCloseable {

    /**
     * Ends the subscription; events that were not delivered yet are dropped. May be called any number of times, by any
     * thread, also from inside the listener, to which nothing is delivered afterwards. Called by another thread, the one
     * event that is on its way to the listener at that moment may still arrive.
     */
    @Override
    void close();

    /**
     * Whether the subscription has ended.
     *
     * @return true after {@link #close()}, or after the database was closed
     */
    boolean isClosed();

    /**
     * What is listened to.
     *
     * @return the query
     */
    Query query();
}

package io.genosdb.live;

/**
 * A live query that follows the changes already and has told its listener nothing yet: what lies between the exact result,
 * taken under the writer's lock, and its delivery, which must not hold that lock.
 *
 * @since 0.1
 */
public interface Registration {

    /**
     * Delivers the initial result to the listener, in result order and on the calling thread; then lets the other events
     * begin. To be called once, without a lock.
     *
     * @return the subscription
     * @throws IllegalStateException if it was started before
     */
    Subscription start();
}

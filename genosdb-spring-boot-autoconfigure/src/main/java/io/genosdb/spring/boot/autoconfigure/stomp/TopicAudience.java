package io.genosdb.spring.boot.autoconfigure.stomp;

/**
 * With whose rights topics are read that many sessions share: a bean of this type begins their live queries. By default the
 * application's own, and with security on those of somebody unknown, since whoever subscribes hears of everything.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TopicAudience {

    /**
     * Runs something, on the calling thread.
     *
     * @param subscriptions begins live queries
     */
    void read(Runnable subscriptions);
}

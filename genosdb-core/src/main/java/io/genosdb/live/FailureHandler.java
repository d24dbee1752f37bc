package io.genosdb.live;

/**
 * Is told when a listener, or the evaluation of a live query, has thrown an exception. Must be thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface FailureHandler {

    /**
     * Takes note of a failure. The subscription stays open.
     *
     * @param subscription whose listener or query failed
     * @param failures how often it has failed so far, this time included
     * @param failure what was thrown
     */
    void onFailure(Subscription subscription, long failures, Exception failure);
}

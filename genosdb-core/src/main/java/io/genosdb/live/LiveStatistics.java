package io.genosdb.live;

/**
 * The state of all live queries at one moment. The numbers are read one after the other while work goes on.
 *
 * @param filters open subscriptions to a filter alone
 * @param windows open subscriptions with a limit or a cursor
 * @param traversals open subscriptions with {@code $edge}
 * @param pending changes not looked at yet, and events not delivered yet
 * @param delivered events delivered so far, initial ones included
 * @param failures exceptions of listeners and of evaluations so far
 * @param rejections tasks that the executor would not take so far; each is offered again
 * @since 0.1
 */
public record LiveStatistics(
        int filters, int windows, int traversals, long pending, long delivered, long failures, long rejections) {

    /**
     * All open subscriptions.
     *
     * @return their number
     */
    public int subscriptions() {
        return filters + windows + traversals;
    }
}

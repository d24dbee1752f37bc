package io.genosdb.sync;

/** When the next reconciliation may begin: soon after the first, later and later after those that led to no proof. */
final class ReconciliationPace {

    private static final long SHORTEST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 10_000;
    private static final int MOST_DOUBLINGS = 10;

    private long notBefore = Long.MIN_VALUE;
    private int unproved;

    boolean allows(long now) {
        return now >= notBefore;
    }

    void ended(long now) {
        notBefore = now + Math.min(LONGEST_MILLIS, SHORTEST_MILLIS << Math.min(unproved, MOST_DOUBLINGS));
        unproved++;
    }

    void proved() {
        notBefore = Long.MIN_VALUE;
        unproved = 0;
    }
}

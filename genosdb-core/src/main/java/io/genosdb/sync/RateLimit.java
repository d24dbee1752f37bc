package io.genosdb.sync;

/** At most so many of something in each span of time. */
final class RateLimit {

    private final int most;
    private final long spanMillis;
    private long spanBegan;
    private int taken;

    RateLimit(int most, long spanMillis) {
        this.most = most;
        this.spanMillis = spanMillis;
    }

    /** Counts one; returns false where that is one too many. */
    boolean tryTake(long now) {
        return tryTake(now, 1);
    }

    /** Counts some; returns false where that is too many. */
    boolean tryTake(long now, int number) {
        if (taken == 0 || now - spanBegan >= spanMillis) {
            spanBegan = now;
            taken = 0;
        }
        taken = Math.min(taken, most) + number;
        return taken <= most;
    }
}

package io.genosdb.sync.transport;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, and never as long as the others that lost the same peer at
 * the same moment. Not thread-safe.
 *
 * @since 0.1
 */
public final class Backoff {

    private static final long FIRST = 1_000;
    private static final long LONGEST = 30_000;

    private final RandomGenerator random;
    private long ceiling = FIRST;

    /**
     * Makes one that waits shortly at first.
     *
     * @param random spreads the attempts
     */
    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The wait before the next attempt.
     *
     * @return half a second to a second at first, 15 to 30 seconds in the end
     */
    public Duration next() {
        long half = ceiling / 2;
        ceiling = Math.min(2 * ceiling, LONGEST);
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }

    /** Waits shortly again: the last attempt was a success. */
    public void reset() {
        ceiling = FIRST;
    }
}

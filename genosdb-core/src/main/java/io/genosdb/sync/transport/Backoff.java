package io.genosdb.sync.transport;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, and never as long as the others that lost the same peer at
 * the same moment. Not thread-safe.
 */
final class Backoff {

    private static final long FIRST = 1_000;
    private static final long LONGEST = 30_000;

    private final RandomGenerator random;
    private long ceiling = FIRST;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Half a second to a second at first, 15 to 30 seconds in the end. */
    Duration next() {
        long half = ceiling / 2;
        ceiling = Math.min(2 * ceiling, LONGEST);
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }

    void reset() {
        ceiling = FIRST;
    }
}

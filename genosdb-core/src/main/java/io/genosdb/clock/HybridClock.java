package io.genosdb.clock;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hybrid logical clock: follows the wall clock, never goes back, and is ahead of everything it has heard of.
 *
 * <p>More than 65,536 readings in one millisecond carry over into the next one, since the counter and the milliseconds
 * are one number. Thread-safe.
 *
 * @since 0.1
 */
public final class HybridClock {

    private final InstantSource wallClock;
    private final AtomicLong last;

    /**
     * Makes a clock.
     *
     * @param wallClock the time of day
     * @param last the highest reading known from before a restart, packed; 0 for none
     */
    public HybridClock(InstantSource wallClock, long last) {
        this.wallClock = wallClock;
        this.last = new AtomicLong(last);
    }

    /**
     * A reading higher than every earlier one and every one observed.
     *
     * @return the packed reading
     */
    public long tick() {
        long wall = HybridTimestamp.pack(wallMillis());
        return last.updateAndGet(previous -> Math.max(previous + 1, wall));
    }

    /**
     * Hears of a reading of another replica. The caller has checked that it is within bounds.
     *
     * @param timestamp the packed reading
     */
    public void observe(long timestamp) {
        last.accumulateAndGet(timestamp, Math::max);
    }

    /**
     * The highest reading given or observed.
     *
     * @return the packed reading
     */
    public long last() {
        return last.get();
    }

    /**
     * The wall clock.
     *
     * @return milliseconds since 1970
     */
    public long wallMillis() {
        return wallClock.millis();
    }
}

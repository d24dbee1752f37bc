package io.genosdb.sync.transport;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets so many requests pass per second, and so many at once after a pause. Not thread-safe.
 *
 * @since 0.1
 */
public final class TokenBucket {

    private final LongSupplier nanos;
    private final double perNano;
    private final double capacity;
    private double tokens;
    private long refilledAt;

    /**
     * Full at the beginning.
     *
     * @param perSecond how many pass per second in the long run
     * @param burst how many pass at once after a pause
     * @param nanos a clock like {@link System#nanoTime}
     */
    public TokenBucket(int perSecond, int burst, LongSupplier nanos) {
        this.nanos = nanos;
        this.perNano = (double) perSecond / TimeUnit.SECONDS.toNanos(1);
        this.capacity = burst;
        this.tokens = burst;
        this.refilledAt = nanos.getAsLong();
    }

    /**
     * Asks for one more to pass.
     *
     * @return whether it may
     */
    public boolean tryTake() {
        long now = nanos.getAsLong();
        tokens = Math.min(capacity, tokens + (now - refilledAt) * perNano);
        refilledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}

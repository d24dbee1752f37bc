package io.genosdb.spring.stomp;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets so many requests pass per second, and so many at once after a pause. Not thread-safe. */
final class TokenBucket {

    private final LongSupplier nanos;
    private final double perNano;
    private final double capacity;
    private double tokens;
    private long refilledAt;

    /** Full at the beginning; {@code nanos} is a clock like {@link System#nanoTime}. */
    TokenBucket(int perSecond, int burst, LongSupplier nanos) {
        this.nanos = nanos;
        this.perNano = (double) perSecond / TimeUnit.SECONDS.toNanos(1);
        this.capacity = burst;
        this.tokens = burst;
        this.refilledAt = nanos.getAsLong();
    }

    boolean tryTake() {
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

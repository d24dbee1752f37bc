package io.genosdb.rtc.wire;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Signs of life: when to ask for one, when to give up, and whose answer an answer is. */
final class Watchdog {

    private static final int MAX_PINGS = 64;

    /** A ping under way; without an identifier where it is our own. */
    record Ping(@Nullable Long id, long sent) {}

    private final long quiet;
    private final long silent;
    private final Queue<Ping> pings = new ArrayDeque<>();
    private long heard;
    private long asked;
    private boolean waiting;

    Watchdog(SessionLimits limits) {
        this.quiet = limits.quiet().toMillis();
        this.silent = limits.silent().toMillis();
    }

    void reset(long now) {
        pings.clear();
        heard(now);
    }

    void heard(long now) {
        heard = now;
        waiting = false;
    }

    /** Whether a ping may be sent, which is noted as sent. */
    boolean ping(long id, long now) {
        return pings.size() < MAX_PINGS && pings.add(new Ping(id, now));
    }

    /** The oldest ping, which is the one that was answered. */
    @Nullable
    Ping pong() {
        return pings.poll();
    }

    /** Whether to send a ping now, which is noted as sent. */
    boolean asks(long now) {
        if (waiting || now - heard < quiet) {
            return false;
        }
        waiting = true;
        asked = now;
        pings.add(new Ping(null, now));
        return true;
    }

    /** Whether to give up. Not before the peer had the time to answer: this side may have slept, not the other. */
    boolean gaveUp(long now) {
        return waiting && now >= patience();
    }

    private long patience() {
        return Math.max(heard + silent, asked + silent - quiet);
    }

    long nextTick() {
        return waiting ? patience() : heard + quiet;
    }
}

package io.genosdb.simulation;

import java.util.random.RandomGenerator;

/** Keeps a host connected to another one, as a client with static peers does: with growing delays, and not twice at once. */
final class Dialer {

    private static final long SHORTEST_MICROS = 100_000;
    private static final long LONGEST_MICROS = 5_000_000;

    private final Network network;
    private final RandomGenerator random;
    private final Host from;
    private final Host to;
    private int life;
    private long delayMicros = SHORTEST_MICROS;

    Dialer(Network network, RandomGenerator random, Host from, Host to) {
        this.network = network;
        this.random = random;
        this.from = from;
        this.to = to;
    }

    Host from() {
        return from;
    }

    Host to() {
        return to;
    }

    /** Begins, with a new life of the host. */
    void start() {
        life = from.life();
        delayMicros = SHORTEST_MICROS;
        next(random.nextLong(SHORTEST_MICROS), life);
    }

    private void next(long micros, int inLife) {
        network.timeline.after(micros, () -> dial(inLife));
    }

    private void dial(int inLife) {
        if (from.life() != inLife) {
            return;
        }
        if (network.isConnected(from, to)) {
            next(SHORTEST_MICROS, inLife);
            return;
        }
        network.dial(from, to, lasted -> ended(lasted, inLife));
    }

    private void ended(long lastedMicros, int inLife) {
        if (lastedMicros > LONGEST_MICROS) {
            delayMicros = SHORTEST_MICROS;
        }
        next(delayMicros / 2 + random.nextLong(delayMicros / 2 + 1), inLife);
        delayMicros = Math.min(2 * delayMicros, LONGEST_MICROS);
    }
}

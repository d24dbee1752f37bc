package io.genosdb.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The wall clock of one replica, as wrong as the test wants it to be. */
final class SimulatedClock implements InstantSource {

    private final Timeline timeline;
    private final long beginMillis;
    private long skewMillis;
    private long grainMillis = 1;

    SimulatedClock(Timeline timeline, Instant begin) {
        this.timeline = timeline;
        this.beginMillis = begin.toEpochMilli();
    }

    /** How far the clock is ahead of the truth. */
    void skew(Duration ahead) {
        skewMillis = ahead.toMillis();
    }

    Duration skew() {
        return Duration.ofMillis(skewMillis);
    }

    /** How coarse the clock is: with coarse ones, replicas read the same. */
    void grain(Duration step) {
        grainMillis = step.toMillis();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        long reading = beginMillis + timeline.wallMillis() + skewMillis;
        return reading - Math.floorMod(reading, grainMillis);
    }
}

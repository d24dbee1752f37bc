package io.genosdb.spring.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still unless it is told to go on. */
public final class TestClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-05-04T10:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    /** Goes on. */
    public void advance(Duration by) {
        now = now.plus(by);
    }
}

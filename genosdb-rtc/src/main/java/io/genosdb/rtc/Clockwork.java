package io.genosdb.rtc;

import java.util.concurrent.Executor;

/** What moves a room: tasks one after the other, now and later. */
interface Clockwork extends Executor {

    /** Monotonic milliseconds. */
    long now();

    /** Runs a task later; to be called by tasks only. */
    void executeIn(long millis, Runnable task);
}

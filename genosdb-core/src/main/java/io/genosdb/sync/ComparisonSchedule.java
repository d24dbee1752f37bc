package io.genosdb.sync;

/**
 * When two replicas compare their digests, apart from catch-ups: at rest after changes, once a day (who was proved equal lately
 * knows that it was not away for too long), and when somebody left. A difference that is found while entries are on their
 * way means nothing; it is looked at again in quiet, and the fourth time believed all the same. Not thread-safe.
 */
final class ComparisonSchedule {

    private static final long NEVER = Long.MAX_VALUE;

    /** So long nothing may have been sent live, either way, for a comparison to mean something. */
    private static final long QUIET_MILLIS = 200;

    private static final int COMPARISONS_WITHOUT_QUIET = 3;

    private final long intervalMillis;
    private long lastLive;
    private long dueAt = NEVER;
    private long comparedPosition = -1;
    private long comparedDay = -1;
    private int comparedWithoutQuiet;

    ComparisonSchedule(long intervalMillis, long now) {
        this.intervalMillis = intervalMillis;
        this.lastLive = now - QUIET_MILLIS;
    }

    /** Entries were sent live, one way or the other. */
    void live(long now) {
        lastLive = now;
    }

    /** Compares at the latest then. */
    void dueBy(long time) {
        dueAt = Math.min(dueAt, time);
    }

    /** The states were equal, with the op log at a position, on a day. */
    void equal(long position, long day) {
        compared(position, day);
        comparedWithoutQuiet = 0;
    }

    private void compared(long position, long day) {
        comparedPosition = position;
        comparedDay = day;
        dueAt = NEVER;
    }

    /** The states were not equal; returns whether that is to be believed. */
    boolean isDifferent(long now, boolean isSending) {
        comparedWithoutQuiet++;
        boolean isQuiet = now - lastLive >= QUIET_MILLIS && !isSending;
        if (isQuiet || comparedWithoutQuiet > COMPARISONS_WITHOUT_QUIET) {
            comparedWithoutQuiet = 0;
            return true;
        }
        dueAt = now + QUIET_MILLIS;
        return false;
    }

    /** Notes that there is something new to compare. */
    void note(long now, long position, long day, boolean isInitiator) {
        if (dueAt == NEVER && (position != comparedPosition || day != comparedDay)) {
            // The initiator first: one comparison is enough for both.
            dueAt = now + (isInitiator ? intervalMillis : 2 * intervalMillis);
        }
    }

    /** Whether to compare now; then it counts as done. */
    boolean tryBegin(long now, long position, long day) {
        if (now < dueAt) {
            return false;
        }
        compared(position, day);
        return true;
    }
}

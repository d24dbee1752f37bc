package io.genosdb.sync;

/**
 * How many bytes of entries a peer has sent, and how many of them were acknowledged: a peer is ahead by a window at most, so
 * that what is on its way is bounded whatever a transport keeps. Not thread-safe.
 */
final class ReceiveWindow {

    private static final long DELAY_MILLIS = 100;

    /** The window opens again before it is used up. */
    private static final int ACKNOWLEDGED_PARTS = 4;

    private final long size;
    private long received;
    private long promised;
    private long acknowledged;
    private long promisedAt;

    ReceiveWindow(long size, long now) {
        this.size = size;
        this.promisedAt = now;
    }

    /** Counts a message; returns false where the peer was not allowed to send it yet. */
    boolean take(int bytes) {
        received += bytes;
        return received - acknowledged <= size + bytes;
    }

    /** What to acknowledge now, or -1 where that can wait. */
    long due(long now) {
        boolean isMuch = received - promised >= size / ACKNOWLEDGED_PARTS;
        if (!isMuch && (received == promised || now - promisedAt < DELAY_MILLIS)) {
            return -1;
        }
        promised = received;
        promisedAt = now;
        return received;
    }

    /** An acknowledgement is on its way: only now may the peer know of it. */
    void acknowledged(long bytes) {
        acknowledged = bytes;
    }
}

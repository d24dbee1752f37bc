package io.genosdb.rtc.wire;

/**
 * How much the unfinished messages of all peers of a room may take together. Where it runs out, the peer that holds the most loses
 * what it touched least recently. One for a room; not thread-safe, used by the room's thread only.
 *
 * @since 0.1
 */
public final class ReassemblyBudget {

    private final long maxBytes;

    /**
     * Makes one.
     *
     * @param maxBytes the most that all together may hold
     */
    public ReassemblyBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * How much may be held.
     *
     * @return bytes
     */
    public long maxBytes() {
        return maxBytes;
    }
}

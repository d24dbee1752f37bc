package io.genosdb.rtc.wire;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How much the unfinished messages of all peers of a room may take together. Where it runs out, the peer that holds the most loses
 * what it touched least recently. One for a room; not thread-safe, used by the room's thread only.
 *
 * @since 0.1
 */
public final class ReassemblyBudget {

    private final long maxBytes;
    private final Set<Reassembly> holders = new LinkedHashSet<>();
    private long held;

    /**
     * Makes one.
     *
     * @param maxBytes the most that all together may hold
     * @throws IllegalArgumentException if that is nothing
     */
    public ReassemblyBudget(long maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException(
                    "unfinished messages need memory: give more than " + maxBytes + " bytes");
        }
        this.maxBytes = maxBytes;
    }

    /**
     * How much is held now.
     *
     * @return bytes, the costs of keeping them included
     */
    public long heldBytes() {
        return held;
    }

    void take(Reassembly holder, long bytes) {
        holders.add(holder);
        held += bytes;
        while (held > maxBytes) {
            holders.stream()
                    .max(Comparator.comparingLong(Reassembly::held))
                    .orElseThrow()
                    .dropOldest("all peers of the room together hold too much in unfinished messages");
        }
    }

    void giveBack(Reassembly holder, long bytes) {
        held -= bytes;
        if (holder.held() == 0) {
            holders.remove(holder);
        }
    }
}

package io.genosdb.graph;

import io.genosdb.clock.HybridTimestamp;

/**
 * The version of an entry: a hybrid timestamp, and the replica that made it, which breaks ties.
 *
 * @param timestamp the packed {@link HybridTimestamp}
 * @param origin the replica's identifier
 * @since 0.1
 */
public record Version(long timestamp, String origin) implements Comparable<Version> {

    /**
     * The version as the name of a {@linkplain Slot.Managed slot that keeps history}.
     *
     * @return 16 hexadecimal digits of the timestamp, a hyphen, and the origin
     */
    public String text() {
        return new HybridTimestamp(timestamp).toHex() + "-" + origin;
    }

    @Override
    public int compareTo(Version other) {
        int order = Long.compare(timestamp, other.timestamp);
        return order != 0 ? order : origin.compareTo(other.origin);
    }
}

package io.genosdb.graph;

/**
 * The version of an entry: a hybrid timestamp, and the replica that made it, which breaks ties.
 *
 * @param timestamp the packed {@link io.genosdb.clock.HybridTimestamp}
 * @param origin the replica's identifier
 * @since 0.1
 */
public record Version(long timestamp, String origin) implements Comparable<Version> {

    @Override
    public int compareTo(Version other) {
        int order = Long.compare(timestamp, other.timestamp);
        return order != 0 ? order : origin.compareTo(other.origin);
    }
}

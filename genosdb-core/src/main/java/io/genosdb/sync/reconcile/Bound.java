package io.genosdb.sync.reconcile;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import java.util.Arrays;

/**
 * Where a range of a message ends: before the first entry that is not below it.
 *
 * @param timestamp the timestamp, unsigned
 * @param id the hash, with zeros where its prefix ends
 * @param length how many bytes of the hash are written
 */
record Bound(long timestamp, Hash256 id, int length) {

    /** Above every timestamp there is. */
    static final long INFINITY = -1;

    static final Bound START = new Bound(0, Hash256.ZERO, 0);

    static final Bound END = new Bound(INFINITY, Hash256.ZERO, 0);

    /** The bound that an entry is the first not to be below of. */
    static Bound at(Entry entry) {
        return new Bound(entry.timestamp(), entry.hash(), Hash256.BYTES);
    }

    /** The shortest bound between an entry and the next. */
    static Bound between(Entry entry, Entry next) {
        if (entry.timestamp() != next.timestamp()) {
            return new Bound(next.timestamp(), Hash256.ZERO, 0);
        }
        byte[] left = entry.hash().toBytes();
        byte[] right = next.hash().toBytes();
        int length = Arrays.mismatch(left, right) + 1;
        return prefixed(next.timestamp(), right, length);
    }

    /** A bound with the first bytes of an array as the prefix of its hash. */
    static Bound prefixed(long timestamp, byte[] bytes, int length) {
        return new Bound(timestamp, Hash256.of(Arrays.copyOf(Arrays.copyOf(bytes, length), Hash256.BYTES)), length);
    }

    boolean isInfinite() {
        return timestamp == INFINITY;
    }

    boolean isAbove(Bound other) {
        int order = Long.compareUnsigned(timestamp, other.timestamp);
        return order > 0 || (order == 0 && id.compareTo(other.id) > 0);
    }
}

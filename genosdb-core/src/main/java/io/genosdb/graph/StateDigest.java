package io.genosdb.graph;

import io.genosdb.clock.HybridTimestamp;
import java.util.Map;
import java.util.TreeMap;

/**
 * The digest of a replica's state, kept up to date with every entry: the sum of the hashes of all entries, with those of
 * retractions also summed by the day of their version, so that two replicas which purge at different hours can compare
 * from a common horizon.
 *
 * <p>Written by the graph's one writer. {@link #total()} and {@link #count()} may be read by anyone.
 */
final class StateDigest {

    private record Sum(Hash256 hash, long count) {

        static final Sum NONE = new Sum(Hash256.ZERO, 0);

        Sum plus(Entry entry) {
            return new Sum(hash.plus(entry.hash()), count + 1);
        }

        Sum minus(Entry entry) {
            return new Sum(hash.minus(entry.hash()), count - 1);
        }
    }

    private volatile Sum total = Sum.NONE;
    private final Map<Long, Sum> retractionsByDay = new TreeMap<>();

    void add(Entry entry) {
        total = total.plus(entry);
        if (entry.expires()) {
            retractionsByDay.merge(
                    HybridTimestamp.day(entry.timestamp()), Sum.NONE.plus(entry), (sum, one) -> sum.plus(entry));
        }
    }

    void remove(Entry entry) {
        total = total.minus(entry);
        if (entry.expires()) {
            retractionsByDay.computeIfPresent(HybridTimestamp.day(entry.timestamp()), (day, sum) -> {
                Sum rest = sum.minus(entry);
                return rest.count() == 0 ? null : rest;
            });
        }
    }

    Hash256 total() {
        return total.hash();
    }

    long count() {
        return total.count();
    }

    /** The digest without the retractions of days before the horizon. */
    Hash256 since(long horizonDay) {
        Hash256 sum = total.hash();
        for (var day : retractionsByDay.entrySet()) {
            if (day.getKey() >= horizonDay) {
                break;
            }
            sum = sum.minus(day.getValue().hash());
        }
        return sum;
    }
}

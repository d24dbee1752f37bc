package io.genosdb.sync.reconcile;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All entries of a state in the order that replicas reconcile them in, with the sum of the hashes of every range at hand.
 *
 * <p><b>Order.</b> By timestamp, then by hash, as negentropy compares identifiers: by their bytes from the first to the
 * last, unsigned. The origin plays no part. No two entries have the same place, since no two have the same hash.
 *
 * <p><b>Structure.</b> A B+ tree over references to the entries, which it neither copies nor takes apart. Every node
 * knows how many entries are below it and the sum of their hashes modulo 2^256, and the same once more for those that
 * {@linkplain Entry#expires() expire}. So the place of an entry, the entry at a place and the sum of a range all take
 * O(log n) steps, and they do so too in a {@linkplain #since view} that leaves out old retractions: each side of the
 * view's horizon is counted by its own measure. New entries mostly have the greatest timestamp; they fill the last leaf to
 * the brim without a search. An entry costs 5 to 7 bytes.
 *
 * <p><b>Concurrency.</b> One thread writes. Others, any number at once, may read only while it rests: whoever owns the
 * index has a lock for that.
 *
 * @since 0.1
 */
public final class EntryIndex {

    private IndexNode root;

    /** How often the index was written to; a view finds its horizon again when it changed. */
    private long changes;

    /** Makes an empty index. */
    public EntryIndex() {
        root = new IndexNode.Leaf();
    }

    private EntryIndex(IndexNode root) {
        this.root = root;
    }

    /**
     * Makes an index of many entries at once, several times faster than by adding them: they are sorted on all processors.
     *
     * @param entries the entries, in any order
     * @return an index of them
     * @throws IllegalArgumentException if two of them have the same timestamp and hash
     */
    public static EntryIndex of(Collection<Entry> entries) {
        Entry[] sorted = entries.toArray(new Entry[0]);
        Arrays.parallelSort(sorted, IndexNode::compare);
        for (int i = 1; i < sorted.length; i++) {
            if (IndexNode.compare(sorted[i - 1], sorted[i]) == 0) {
                throw new IllegalArgumentException("given twice: " + sorted[i]);
            }
        }
        return new EntryIndex(IndexNode.ofSorted(sorted));
    }

    /**
     * Adds an entry. For the one writer.
     *
     * @param entry the entry
     * @throws IllegalStateException if an entry of this timestamp and hash is there already; nothing is changed then
     */
    public void add(Entry entry) {
        IndexNode right = root.add(entry, true);
        if (right != null) {
            root = new IndexNode.Inner(root, right);
        }
        changes++;
    }

    /**
     * Removes an entry. For the one writer.
     *
     * @param entry the entry
     * @throws IllegalStateException if no entry of this timestamp and hash is there; nothing is changed then
     */
    public void remove(Entry entry) {
        root.remove(entry);
        root = root.withoutNeedlessLevels();
        changes++;
    }

    /**
     * Whether an entry is there.
     *
     * @param entry the entry
     * @return true if one of its timestamp and hash is there
     */
    public boolean contains(Entry entry) {
        long rank = root.rank(entry.timestamp(), entry.hash(), false);
        return rank < size() && IndexNode.compare(root.get(rank, false), entry) == 0;
    }

    /**
     * An index of some of the entries.
     *
     * @param which what is to be in it
     * @return a new index
     */
    public EntryIndex filter(Predicate<Entry> which) {
        var some = new ArrayList<Entry>();
        forEach(entry -> {
            if (which.test(entry)) {
                some.add(entry);
            }
        });
        return new EntryIndex(IndexNode.ofSorted(some.toArray(new Entry[0])));
    }

    /**
     * Visits all entries.
     *
     * @param visitor gets them in order
     */
    public void forEach(Consumer<Entry> visitor) {
        root.forEach(0, size(), false, visitor);
    }

    /**
     * How many entries there are, in whatever view.
     *
     * @return their number
     */
    public long size() {
        return root.count(false);
    }

    /**
     * The index without retractions that another replica may have forgotten by now. A view is not a snapshot: it shows
     * the index as it is whenever it is asked.
     *
     * @param horizonDay the first day of which {@linkplain Entry#expires() expiring} entries are in the view, in days
     *     since 1970; 0 for all
     * @return the view
     */
    public View since(long horizonDay) {
        return new View(horizonDay);
    }

    /** The tree, for a test to check. */
    IndexNode root() {
        return root;
    }

    /**
     * Where the horizon of a view lies.
     *
     * @param change the state of the index that this holds for
     * @param cut how many entries are before the horizon
     * @param lasting how many of them are in the view nevertheless, since they do not expire
     */
    private record Horizon(long change, long cut, long lasting) {}

    private Horizon horizon(long day) {
        HashSum expiring = root.expiring();
        if (day <= 0 || expiring == null || expiring.count() == 0) {
            return new Horizon(changes, 0, 0);
        }
        long first = day > HybridTimestamp.day(Long.MAX_VALUE)
                ? -1 // the greatest unsigned number: all are before it
                : HybridTimestamp.pack(TimeUnit.DAYS.toMillis(day));
        return new Horizon(changes, root.rank(first, Hash256.ZERO, false), root.rank(first, Hash256.ZERO, true));
    }

    /**
     * The entries that two replicas with a common horizon both are to have. Places count from 0, in the order of the
     * entries. As safe for threads as the index itself.
     *
     * <p>Before the horizon only entries that last are in the view, from it on all are: so a place in the view is one among
     * the lasting entries, or one among all entries, moved by a fixed number.
     *
     * @since 0.1
     */
    public final class View {

        private final long horizonDay;
        private Horizon known;

        private View(long horizonDay) {
            this.horizonDay = horizonDay;
            this.known = EntryIndex.this.horizon(horizonDay);
        }

        /** Found again when the index changed; readers that race for it find the same. */
        private Horizon horizon() {
            Horizon horizon = known;
            if (horizon.change != changes) {
                horizon = EntryIndex.this.horizon(horizonDay);
                known = horizon;
            }
            return horizon;
        }

        /**
         * How many entries there are.
         *
         * @return their number
         */
        public long size() {
            Horizon horizon = horizon();
            return EntryIndex.this.size() - horizon.cut + horizon.lasting;
        }

        /**
         * The digest of the state: the sum of the hashes of all entries.
         *
         * @return the sum modulo 2^256
         */
        public Hash256 digest() {
            return sum(0, size());
        }

        /**
         * The entry at a place.
         *
         * @param index the place
         * @return the entry
         * @throws IndexOutOfBoundsException if there is no such place
         */
        public Entry get(long index) {
            Objects.checkIndex(index, size());
            Horizon horizon = horizon();
            return index < horizon.lasting
                    ? root.get(index, true)
                    : root.get(index - horizon.lasting + horizon.cut, false);
        }

        /**
         * The sum of the hashes of a range.
         *
         * @param from the first place
         * @param to the place after the last
         * @return the sum modulo 2^256
         * @throws IndexOutOfBoundsException if that is no range of places
         */
        public Hash256 sum(long from, long to) {
            Objects.checkFromToIndex(from, to, size());
            Horizon horizon = horizon();
            var sum = new HashSum();
            if (from < horizon.lasting) {
                root.sum(from, Math.min(to, horizon.lasting), true, sum);
            }
            if (to > horizon.lasting) {
                long offset = horizon.cut - horizon.lasting;
                root.sum(Math.max(from, horizon.lasting) + offset, to + offset, false, sum);
            }
            return sum.hash();
        }

        /**
         * The first place that is not below a bound.
         *
         * @param timestamp the bound's timestamp, unsigned
         * @param idPrefix how the bound's hash begins, at most 32 bytes; the rest of it are zeros
         * @return the place; {@link #size()} if all entries are below
         * @throws IllegalArgumentException if the prefix is too long
         */
        public long lowerBound(long timestamp, byte[] idPrefix) {
            if (idPrefix.length > Hash256.BYTES) {
                throw new IllegalArgumentException("a hash has 32 bytes, its prefix not " + idPrefix.length);
            }
            return lowerBound(timestamp, Hash256.of(Arrays.copyOf(idPrefix, Hash256.BYTES)));
        }

        long lowerBound(long timestamp, Hash256 hash) {
            Horizon horizon = horizon();
            long rank = horizon.cut == 0 ? 0 : root.rank(timestamp, hash, true);
            if (rank < horizon.lasting) {
                return rank;
            }
            return Math.max(horizon.lasting, root.rank(timestamp, hash, false) - horizon.cut + horizon.lasting);
        }

        /**
         * The next entries, for a state that is sent in pages while it changes in between.
         *
         * @param afterTimestamp the timestamp of the last entry of the page before; 0 for the first page
         * @param afterHash the hash of that entry, or {@code null} to begin with the first entry of that timestamp
         * @param limit the most entries that are wanted
         * @return entries strictly after the given one, which need no longer be there, in order; empty when there is none
         * @throws IllegalArgumentException if the limit is negative
         */
        public List<Entry> page(long afterTimestamp, @Nullable Hash256 afterHash, int limit) {
            if (limit < 0) {
                throw new IllegalArgumentException("a page of " + limit + " entries");
            }
            long size = size();
            long from = lowerBound(afterTimestamp, afterHash == null ? Hash256.ZERO : afterHash);
            if (afterHash != null && from < size && IndexNode.compare(get(from), afterTimestamp, afterHash) == 0) {
                from++;
            }
            long to = Math.min(size, from + limit);
            var page = new ArrayList<Entry>((int) (to - from));
            forEach(from, to, page::add);
            return page;
        }

        void forEach(long from, long to, Consumer<Entry> visitor) {
            Horizon horizon = horizon();
            if (from < horizon.lasting) {
                root.forEach(from, Math.min(to, horizon.lasting), true, visitor);
            }
            if (to > horizon.lasting) {
                long offset = horizon.cut - horizon.lasting;
                root.forEach(Math.max(from, horizon.lasting) + offset, to + offset, false, visitor);
            }
        }
    }
}

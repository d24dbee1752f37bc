package io.genosdb.sync.reconcile;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree of {@link EntryIndex}, with all that is below it.
 *
 * <p>Ranks count from 0 below the node, either among all entries or, where {@code lasting} is asked for, among those that
 * do not expire.
 *
 * <p>A node is split when it is full, in halves, or with nothing in the right part but the newcomer where that is the last
 * of the whole tree. Two neighbours become one when one of them is nearly empty and both together leave room for more.
 */
abstract sealed class IndexNode {

    final HashSum all = new HashSum();

    /** The sum of the expiring entries; made for the first of them, since most nodes have none. */
    @Nullable
    HashSum expiring;

    int size;

    @Nullable
    HashSum expiring() {
        return expiring;
    }

    abstract int capacity();

    abstract Entry first();

    /** Adds an entry; returns what was split off to the right, if anything was. */
    abstract @Nullable IndexNode add(Entry entry, boolean rightmost);

    abstract void remove(Entry entry);

    /** Takes over all that a right neighbour of the same level holds. */
    abstract void absorb(IndexNode right);

    /** How many entries are below a bound. */
    abstract long rank(long timestamp, Hash256 hash, boolean lasting);

    abstract Entry get(long rank, boolean lasting);

    /** Adds the hashes of the entries of a range of ranks, which may reach beyond both ends, to a sum. */
    abstract void sum(long from, long to, boolean lasting, HashSum into);

    /** Visits the entries of a range of ranks, which may reach beyond both ends. */
    abstract void forEach(long from, long to, boolean lasting, Consumer<Entry> visitor);

    abstract IndexNode withoutNeedlessLevels();

    final long count(boolean lasting) {
        return lasting && expiring != null ? all.count() - expiring.count() : all.count();
    }

    final void addAllTo(HashSum into, boolean lasting) {
        into.add(all);
        if (lasting && expiring != null) {
            into.subtract(expiring);
        }
    }

    final boolean isNearlyEmpty() {
        return size < capacity() / 4;
    }

    final boolean fitsTogetherWith(IndexNode other) {
        return size + other.size <= capacity() * 3 / 4;
    }

    final void count(Entry entry) {
        all.add(entry.hash());
        if (entry.expires()) {
            madeExpiring().add(entry.hash());
        }
    }

    final void discount(Entry entry) {
        all.subtract(entry.hash());
        if (entry.expires()) {
            madeExpiring().subtract(entry.hash());
        }
    }

    final void count(IndexNode node) {
        all.add(node.all);
        if (node.expiring != null) {
            madeExpiring().add(node.expiring);
        }
    }

    final void discount(IndexNode node) {
        all.subtract(node.all);
        if (node.expiring != null) {
            madeExpiring().subtract(node.expiring);
        }
    }

    private HashSum madeExpiring() {
        HashSum sum = expiring;
        if (sum == null) {
            sum = new HashSum();
            expiring = sum;
        }
        return sum;
    }

    static int compare(Entry left, Entry right) {
        return compare(left, right.timestamp(), right.hash());
    }

    static int compare(Entry entry, long timestamp, Hash256 hash) {
        int order = Long.compareUnsigned(entry.timestamp(), timestamp);
        return order != 0 ? order : entry.hash().compareTo(hash);
    }

    /** The first of the places that is not below a bound; the size where there is none. */
    static int lowerBound(Entry[] entries, int size, long timestamp, Hash256 hash) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(entries[middle], timestamp, hash) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Builds a tree with full nodes. */
    static IndexNode ofSorted(Entry[] entries) {
        var level = new IndexNode[Math.max(1, (entries.length + Leaf.CAPACITY - 1) / Leaf.CAPACITY)];
        for (int i = 0; i < level.length; i++) {
            int from = i * Leaf.CAPACITY;
            level[i] = new Leaf(Arrays.copyOfRange(entries, from, Math.min(entries.length, from + Leaf.CAPACITY)));
        }
        while (level.length > 1) {
            var above = new IndexNode[(level.length + Inner.CAPACITY - 1) / Inner.CAPACITY];
            for (int i = 0; i < above.length; i++) {
                int from = i * Inner.CAPACITY;
                above[i] = new Inner(Arrays.copyOfRange(level, from, Math.min(level.length, from + Inner.CAPACITY)));
            }
            level = above;
        }
        return level[0];
    }

    /** A node that holds entries. */
    static final class Leaf extends IndexNode {

        static final int CAPACITY = 128;

        /** By how much the array of a leaf that fills slowly grows: what it wastes at the most, and half of it on average. */
        private static final int STEP = 16;

        private Entry[] entries;

        Leaf() {
            entries = new Entry[STEP];
        }

        private Leaf(Entry[] entries) {
            this.entries = entries;
            size = entries.length;
            for (Entry entry : entries) {
                count(entry);
            }
        }

        @Override
        int capacity() {
            return CAPACITY;
        }

        @Override
        Entry first() {
            return entries[0];
        }

        @Override
        @Nullable
        Leaf add(Entry entry, boolean rightmost) {
            int place = placeFor(entry);
            if (size < CAPACITY) {
                insert(place, entry);
                return null;
            }
            var right = new Leaf();
            if (rightmost && place == size) {
                right.entries = new Entry[CAPACITY];
                right.insert(0, entry);
                return right;
            }
            moveUpperHalf(right);
            if (place <= size) {
                insert(place, entry);
            } else {
                right.insert(place - size, entry);
            }
            return right;
        }

        private int placeFor(Entry entry) {
            int order = size == 0 ? -1 : compare(entries[size - 1], entry);
            if (order < 0) {
                return size;
            }
            int place = lowerBound(entries, size, entry.timestamp(), entry.hash());
            if (compare(entries[place], entry) == 0) {
                throw new IllegalStateException("in the index already: " + entry);
            }
            return place;
        }

        private void insert(int place, Entry entry) {
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, Math.min(CAPACITY, size + STEP));
            }
            System.arraycopy(entries, place, entries, place + 1, size - place);
            entries[place] = entry;
            size++;
            count(entry);
        }

        private void moveUpperHalf(Leaf right) {
            int middle = size / 2;
            right.entries = Arrays.copyOfRange(entries, middle, size + STEP);
            right.size = size - middle;
            for (int i = middle; i < size; i++) {
                right.count(entries[i]);
            }
            discount(right);
            entries = Arrays.copyOf(Arrays.copyOf(entries, middle), middle + STEP);
            size = middle;
        }

        @Override
        void remove(Entry entry) {
            int place = lowerBound(entries, size, entry.timestamp(), entry.hash());
            if (place == size || compare(entries[place], entry) != 0) {
                throw new IllegalStateException("not in the index: " + entry);
            }
            discount(entries[place]);
            System.arraycopy(entries, place + 1, entries, place, size - place - 1);
            size--;
            entries = entries.length - size > 3 * STEP
                    ? Arrays.copyOf(Arrays.copyOf(entries, size), size + STEP)
                    : cleared(entries, size);
        }

        private static Entry[] cleared(Entry[] entries, int place) {
            Arrays.fill(entries, place, place + 1, null);
            return entries;
        }

        @Override
        void absorb(IndexNode right) {
            Leaf other = (Leaf) right;
            if (size + other.size > entries.length) {
                entries = Arrays.copyOf(entries, Math.min(CAPACITY, size + other.size + STEP));
            }
            System.arraycopy(other.entries, 0, entries, size, other.size);
            size += other.size;
            count(other);
        }

        @Override
        long rank(long timestamp, Hash256 hash, boolean lasting) {
            int place = lowerBound(entries, size, timestamp, hash);
            if (!lasting || expiring == null) {
                return place;
            }
            long rank = 0;
            for (int i = 0; i < place; i++) {
                rank += entries[i].expires() ? 0 : 1;
            }
            return rank;
        }

        @Override
        Entry get(long rank, boolean lasting) {
            return entries[place(rank, lasting)];
        }

        /** The place of a rank; beyond both ends, the end. */
        private int place(long rank, boolean lasting) {
            if (!lasting || expiring == null) {
                return (int) Math.max(0, Math.min(rank, size));
            }
            int place = 0;
            long passed = 0;
            while (place < size && (passed < rank || entries[place].expires())) {
                passed += entries[place].expires() ? 0 : 1;
                place++;
            }
            return place;
        }

        /** Looks at the entries of the range or at the others, whichever are fewer: each may be far away in memory. */
        @Override
        void sum(long from, long to, boolean lasting, HashSum into) {
            int start = place(from, lasting);
            int end = place(to, lasting);
            if (end - start <= size / 2) {
                into.add(sum(start, end, lasting));
            } else {
                addAllTo(into, lasting);
                into.subtract(sum(0, start, lasting));
                into.subtract(sum(end, size, lasting));
            }
        }

        private HashSum sum(int start, int end, boolean lasting) {
            var sum = new HashSum();
            for (int i = start; i < end; i++) {
                if (!lasting || !entries[i].expires()) {
                    sum.add(entries[i].hash());
                }
            }
            return sum;
        }

        @Override
        void forEach(long from, long to, boolean lasting, Consumer<Entry> visitor) {
            int end = place(to, lasting);
            for (int i = place(from, lasting); i < end; i++) {
                if (!lasting || !entries[i].expires()) {
                    visitor.accept(entries[i]);
                }
            }
        }

        @Override
        IndexNode withoutNeedlessLevels() {
            return this;
        }
    }

    /** A node that holds nodes. */
    static final class Inner extends IndexNode {

        static final int CAPACITY = 64;

        private final IndexNode[] children = new IndexNode[CAPACITY];

        /** The first entry of every child: what a search compares with. */
        private final Entry[] firsts = new Entry[CAPACITY];

        Inner(IndexNode... nodes) {
            for (IndexNode node : nodes) {
                place(size++, node);
                count(node);
            }
        }

        /** The children, for a test to check. */
        IndexNode[] children() {
            return Arrays.copyOf(children, size);
        }

        private void place(int index, IndexNode child) {
            children[index] = child;
            firsts[index] = child.first();
        }

        @Override
        int capacity() {
            return CAPACITY;
        }

        @Override
        Entry first() {
            return firsts[0];
        }

        /** The last child that begins at or before a bound; the first where none does. */
        private int childFor(long timestamp, Hash256 hash) {
            if (compare(firsts[size - 1], timestamp, hash) <= 0) {
                return size - 1;
            }
            int above = lowerBound(firsts, size, timestamp, hash);
            return compare(firsts[above], timestamp, hash) == 0 ? above : Math.max(0, above - 1);
        }

        @Override
        @Nullable
        Inner add(Entry entry, boolean rightmost) {
            int index = childFor(entry.timestamp(), entry.hash());
            IndexNode child = children[index];
            boolean last = rightmost && index == size - 1;
            IndexNode split = child.add(entry, last);
            firsts[index] = child.first();
            count(entry);
            return split == null ? null : insert(index + 1, split, last);
        }

        /** Puts in a child that is counted already; returns what was split off to the right, if anything was. */
        private @Nullable Inner insert(int index, IndexNode child, boolean rightmost) {
            if (size < CAPACITY) {
                shift(index, 1);
                place(index, child);
                return null;
            }
            Inner right;
            if (rightmost) {
                right = new Inner(child);
                discount(child);
            } else {
                right = upperHalf();
                if (index <= size) {
                    insert(index, child, false);
                } else {
                    right.insert(index - size, child, false);
                    right.count(child);
                    discount(child);
                }
            }
            return right;
        }

        private Inner upperHalf() {
            int middle = size / 2;
            var right = new Inner(Arrays.copyOfRange(children, middle, size));
            discount(right);
            clear(middle, size);
            size = middle;
            return right;
        }

        /** Moves the children from an index on by some places. */
        private void shift(int index, int by) {
            System.arraycopy(children, index, children, index + by, size - index);
            System.arraycopy(firsts, index, firsts, index + by, size - index);
            size += by;
        }

        private void clear(int from, int to) {
            Arrays.fill(children, from, to, null);
            Arrays.fill(firsts, from, to, null);
        }

        @Override
        void remove(Entry entry) {
            int index = childFor(entry.timestamp(), entry.hash());
            IndexNode child = children[index];
            child.remove(entry);
            discount(entry);
            if (child.size == 0) {
                drop(index);
                return;
            }
            firsts[index] = child.first();
            if (child.isNearlyEmpty()) {
                mergeAround(index);
            }
        }

        private void mergeAround(int index) {
            if (index + 1 < size && children[index].fitsTogetherWith(children[index + 1])) {
                children[index].absorb(children[index + 1]);
                drop(index + 1);
            } else if (index > 0 && children[index].fitsTogetherWith(children[index - 1])) {
                children[index - 1].absorb(children[index]);
                drop(index);
            }
        }

        private void drop(int index) {
            shift(index + 1, -1);
            clear(size, size + 1);
        }

        @Override
        void absorb(IndexNode right) {
            Inner other = (Inner) right;
            System.arraycopy(other.children, 0, children, size, other.size);
            System.arraycopy(other.firsts, 0, firsts, size, other.size);
            size += other.size;
            count(other);
        }

        @Override
        long rank(long timestamp, Hash256 hash, boolean lasting) {
            int index = childFor(timestamp, hash);
            long rank = 0;
            for (int i = 0; i < index; i++) {
                rank += children[i].count(lasting);
            }
            return rank + children[index].rank(timestamp, hash, lasting);
        }

        @Override
        Entry get(long rank, boolean lasting) {
            long rest = rank;
            int index = 0;
            while (rest >= children[index].count(lasting)) {
                rest -= children[index].count(lasting);
                index++;
            }
            return children[index].get(rest, lasting);
        }

        @Override
        void sum(long from, long to, boolean lasting, HashSum into) {
            if (from <= 0 && to >= count(lasting)) {
                addAllTo(into, lasting);
                return;
            }
            long start = 0;
            for (int i = 0; i < size && start < to; i++) {
                long end = start + children[i].count(lasting);
                if (end > from) {
                    children[i].sum(from - start, to - start, lasting, into);
                }
                start = end;
            }
        }

        @Override
        void forEach(long from, long to, boolean lasting, Consumer<Entry> visitor) {
            long start = 0;
            for (int i = 0; i < size && start < to; i++) {
                long end = start + children[i].count(lasting);
                if (end > from) {
                    children[i].forEach(from - start, to - start, lasting, visitor);
                }
                start = end;
            }
        }

        @Override
        IndexNode withoutNeedlessLevels() {
            return size == 1 ? children[0].withoutNeedlessLevels() : this;
        }
    }
}

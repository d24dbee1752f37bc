package io.genosdb.sync;

import io.genosdb.graph.Entry;
import io.genosdb.graph.StoredEntry;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The last entries that this replica merged, in that order: what is sent live, and what a peer that was away for a moment
 * catches up from.
 *
 * <p>Each entry has a position, which only grows; the entries of one merge have positions in a row. A <em>cursor</em> is a
 * position up to which a peer has everything. The log {@linkplain #covers covers} a cursor when nothing behind it was dropped.
 * It always keeps its size of entries; more than that only for connected peers that are behind, and as long as these are not
 * more than {@value #BACKLOG} entries or {@value #BACKLOG_BYTES} bytes: a slower peer finds its cursor uncovered and
 * reconciles.
 *
 * <p>Thread-safe: written by the database's one writer, read by sessions.
 */
final class OpLog {

    static final int BACKLOG = 1 << 16;
    static final long BACKLOG_BYTES = 64L << 20;

    /**
     * One entry in the log.
     *
     * @param position its place
     * @param entry the entry
     * @param sender the peer it came from, or {@code null} where it was written here
     */
    record Item(long position, Entry entry, @Nullable String sender) {}

    /**
     * Some items in a row.
     *
     * @param items the items
     * @param cursor the cursor of who has them and all before
     */
    record Slice(List<Item> items, long cursor) {}

    private final int size;

    /** A ring: {@code count} items from {@code first} on. */
    private @Nullable Item[] items = new Item[256];

    private int first;
    private int count;
    private long bytes;

    /** Everything behind this position is in the log. */
    private long floor;

    private long end;

    OpLog(int size) {
        this.size = size;
    }

    /**
     * Puts back what a store remembers.
     *
     * @param stored the entries of the state, in any order
     * @param position the end of the log
     */
    synchronized void restore(List<StoredEntry> stored, long position) {
        // Of a whole state only the last ones are of interest.
        var last = new PriorityQueue<StoredEntry>(Comparator.comparingLong(StoredEntry::sequence));
        for (StoredEntry entry : stored) {
            last.add(entry);
            if (last.size() > size) {
                floor = Math.max(floor, last.remove().sequence());
            }
        }
        for (StoredEntry entry = last.poll(); entry != null; entry = last.poll()) {
            add(new Item(entry.sequence(), entry.entry(), null));
        }
        end = position;
    }

    /**
     * Appends the entries of a merge.
     *
     * @param entries the entries
     * @param firstPosition the position of the first one
     * @param sender the peer they came from
     * @param needed the lowest cursor of a connected peer: what is behind it is kept as long as there is room
     */
    synchronized void append(List<Entry> entries, long firstPosition, @Nullable String sender, long needed) {
        long position = firstPosition;
        for (Entry entry : entries) {
            add(new Item(position++, entry, sender));
        }
        end = position - 1;
        while (count > size && (at(0).position() <= needed || count > BACKLOG || bytes > BACKLOG_BYTES)) {
            dropFirst();
        }
    }

    private void add(Item item) {
        if (count == items.length) {
            var grown = new Item[count * 2];
            for (int i = 0; i < count; i++) {
                grown[i] = at(i);
            }
            items = grown;
            first = 0;
        }
        items[(first + count) & (items.length - 1)] = item;
        count++;
        bytes += item.entry().size();
    }

    private void dropFirst() {
        Item dropped = at(0);
        floor = dropped.position();
        bytes -= dropped.entry().size();
        items[first] = null;
        first = (first + 1) & (items.length - 1);
        count--;
        if (items.length > 1024 && count < items.length / 8) {
            shrink();
        }
    }

    private void shrink() {
        var smaller = new Item[items.length / 4];
        for (int i = 0; i < count; i++) {
            smaller[i] = at(i);
        }
        items = smaller;
        first = 0;
    }

    private Item at(int index) {
        Item item = items[(first + index) & (items.length - 1)];
        if (item == null) {
            throw new IllegalStateException("the op log has a hole at " + index + " of " + count);
        }
        return item;
    }

    /** Whether everything behind a cursor is here; a cursor of 0 is before everything. */
    synchronized boolean covers(long cursor) {
        return cursor >= floor && cursor <= end;
    }

    /**
     * The items behind a cursor, oldest first.
     *
     * @return at most so many as asked for, or {@code null} where the cursor is not covered
     */
    synchronized @Nullable Slice after(long cursor, int limit) {
        if (!covers(cursor)) {
            return null;
        }
        int low = indexAfter(cursor);
        int high = Math.min(count, low + limit);
        var result = new Item[high - low];
        for (int i = low; i < high; i++) {
            result[i - low] = at(i);
        }
        return new Slice(
                Arrays.asList(result), high == count ? end : at(high - 1).position());
    }

    /** How many items are behind a cursor. */
    synchronized int countAfter(long cursor) {
        return count - indexAfter(cursor);
    }

    private int indexAfter(long cursor) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).position() <= cursor) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The position of the last entry that was ever appended. */
    synchronized long end() {
        return end;
    }

    synchronized int size() {
        return count;
    }
}

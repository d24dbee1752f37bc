package io.genosdb.storage;

import io.genosdb.graph.Entry;
import io.genosdb.graph.StoredEntry;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes what a scan delivers, some thousand records at a time, on all processors: reading a store is mostly parsing and
 * hashing. What is decoded is delivered on the thread of the scan, in its order.
 */
final class ParallelDecoder {

    private static final int SLICE = 4096;

    private final EntryRecords[] records;
    private final Consumer<StoredEntry> entries;
    private final Consumer<Entry> parked;
    private final byte[][] keys;
    private final byte[][] values;
    private final @Nullable StoredEntry[] decoded;
    private int count;
    private long malformed;

    ParallelDecoder(EntryRecords records, Consumer<StoredEntry> entries, Consumer<Entry> parked) {
        this.records = new EntryRecords[Runtime.getRuntime().availableProcessors()];
        Arrays.setAll(this.records, i -> records.copy());
        this.entries = entries;
        this.parked = parked;
        int capacity = this.records.length * SLICE;
        this.keys = new byte[capacity][];
        this.values = new byte[capacity][];
        this.decoded = new StoredEntry[capacity];
    }

    /** Takes a record; those of other kinds than entries are passed over. */
    void add(byte[] key, byte[] value) {
        if (EntryRecords.isEntry(key) || EntryRecords.isParkedEntry(key)) {
            keys[count] = key;
            values[count++] = value;
            if (count == keys.length) {
                deliver();
            }
        }
    }

    /**
     * Delivers the rest.
     *
     * @return how many records could not be decoded
     */
    long finish() {
        deliver();
        return malformed;
    }

    private void deliver() {
        IntStream.range(0, records.length).parallel().forEach(this::decodeSlice);
        for (int i = 0; i < count; i++) {
            StoredEntry stored = decoded[i];
            if (stored == null) {
                malformed++;
            } else if (EntryRecords.isEntry(keys[i])) {
                entries.accept(stored);
            } else {
                parked.accept(stored.entry());
            }
        }
        count = 0;
    }

    private void decodeSlice(int slice) {
        int from = (int) ((long) count * slice / records.length);
        int to = (int) ((long) count * (slice + 1) / records.length);
        for (int i = from; i < to; i++) {
            try {
                decoded[i] = records[slice].decode(keys[i], values[i]);
            } catch (MalformedRecordException e) {
                decoded[i] = null;
            }
        }
    }
}

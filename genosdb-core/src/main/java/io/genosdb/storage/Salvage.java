package io.genosdb.storage;

import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.StoredEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is intact of a damaged store.
 *
 * <p>First the engine's newest readable state, record by record. If that lacks batches that were acknowledged, records
 * written since are looked for in the bare bytes of the files. Only if there is no readable state are all bare records
 * taken: entries that had been overwritten are among them, which merging sorts out, and long deleted ones may be, of which
 * the removal has been forgotten.
 */
final class Salvage {

    private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);
    private static final int RECORDS_PER_BATCH = 10_000;

    private final EntryRecords records;
    private final Map<EntryKey, StoredEntry> entries = new HashMap<>();
    private final Map<Hash256, Entry> parked = new HashMap<>();
    private @Nullable StoreState state;
    private boolean headerFound;
    private long rejected;
    private long lost;
    private long sequence;

    private Salvage(EntryRecords records) {
        this.records = records;
    }

    /**
     * Reads a damaged store.
     *
     * @param proven a batch that is known to have been acknowledged
     * @throws CorruptStoreException if nothing is intact
     */
    static Salvage of(StorageProvider provider, Path data, EntryRecords records, long proven, String reason) {
        var salvage = new Salvage(records);
        salvage.read(provider, data, proven);
        boolean isEmpty = salvage.entries.isEmpty() && salvage.parked.isEmpty();
        if (isEmpty && (salvage.lost == Recovery.UNKNOWN || salvage.state == null)) {
            throw new CorruptStoreException("nothing of the store in " + data + " could be saved (" + reason
                    + "). It was left as it is; restore a backup, or move it away to begin with an empty store");
        }
        return salvage;
    }

    private void read(StorageProvider provider, Path data, long proven) {
        try {
            long unreachable = provider.salvage(data, this::add);
            // The header and the state are records too, but nobody misses them.
            lost = unreachable + rejected - (headerFound ? 0 : 1) - (state == null ? 1 : 0);
            // Without its state it cannot be told whether this is the newest.
            StoreState newest = state;
            if (newest == null || newest.sequence() < proven) {
                long since = newest == null ? highestTimestamp() : newest.clock();
                provider.carve(data, record -> add(record, since));
                lost = Recovery.UNKNOWN;
            }
        } catch (StorageException e) {
            LOG.debug("No state of {} can be read; looking for bare records", data, e);
            provider.carve(data, this::add);
            lost = Recovery.UNKNOWN;
        }
        sequence = Math.max(proven, state == null ? 0 : state.sequence()) + 1;
    }

    private long highestTimestamp() {
        long highest = 0;
        for (StoredEntry stored : entries.values()) {
            highest = Math.max(highest, stored.entry().timestamp());
        }
        return highest;
    }

    private boolean add(byte[] record) {
        return add(record, -1);
    }

    private boolean add(byte[] record, long since) {
        try {
            if (record.length < RecordFormat.HEADER_BYTES) {
                throw new MalformedRecordException("too short for a record");
            }
            switch (RecordFormat.kind(record)) {
                case RecordFormat.STATE -> add(StoreState.of(record));
                case RecordFormat.HEADER -> {
                    RecordFormat.check(StoreHeader.KEY, record);
                    headerFound = true;
                }
                default -> add(records.decodeFound(record), EntryRecords.isParked(record), since);
            }
            return true;
        } catch (MalformedRecordException e) {
            rejected++;
            return false;
        }
    }

    private void add(StoreState found) {
        if (state == null || found.sequence() > state.sequence()) {
            state = found;
        }
    }

    private void add(StoredEntry found, boolean isParked, long since) {
        Entry entry = found.entry();
        if (entry.timestamp() <= since) {
            return;
        }
        if (isParked) {
            parked.put(entry.hash(), entry);
        } else {
            entries.merge(entry.key(), found, (a, b) -> a.entry().compareTo(b.entry()) >= 0 ? a : b);
        }
    }

    long intact() {
        return entries.size() + (long) parked.size();
    }

    long lost() {
        return lost;
    }

    /** Fills an empty engine. */
    void writeTo(StorageEngine engine, StoreHeader header) {
        long highestClock = Math.max(highestTimestamp(), state == null ? 0 : state.clock());
        var batch = new StorageBatch();
        for (StoredEntry stored : entries.values()) {
            byte[] key = records.key(stored.entry().key());
            batch.put(key, records.encode(key, stored));
            if (batch.size() == RECORDS_PER_BATCH) {
                engine.write(batch);
                batch = new StorageBatch();
            }
        }
        List<Entry> parkedEntries = new ArrayList<>(parked.values());
        for (Entry entry : parkedEntries) {
            byte[] key = records.parkedKey(entry);
            batch.put(key, records.encodeParked(key, entry));
        }
        batch.put(StoreHeader.KEY, header.toRecord());
        batch.put(
                StoreState.KEY,
                new StoreState(highestClock, sequence, state == null ? 0 : state.lastEqual()).toRecord());
        engine.write(batch);
    }
}

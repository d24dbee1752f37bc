package io.genosdb.storage;

import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.StoredEntry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes one batch of several changes: of all that happened to a key, the last counts. */
final class BatchBuilder {

    private final Map<EntryKey, @Nullable StoredEntry> entries = new HashMap<>();
    private final Map<Hash256, Entry> parked = new HashMap<>();
    private final Map<Hash256, Entry> unparked = new HashMap<>();

    void add(Change change) {
        for (StoredEntry stored : change.stored()) {
            entries.put(stored.entry().key(), stored);
        }
        for (EntryKey key : change.forgotten()) {
            entries.put(key, null);
        }
        for (Entry entry : change.parked()) {
            parked.put(entry.hash(), entry);
            unparked.remove(entry.hash());
        }
        for (Entry entry : change.unparked()) {
            unparked.put(entry.hash(), entry);
            parked.remove(entry.hash());
        }
    }

    StorageBatch build(EntryRecords records) {
        var batch = new StorageBatch();
        entries.forEach((entryKey, stored) -> {
            byte[] key = records.key(entryKey);
            if (stored == null) {
                batch.delete(key);
            } else {
                batch.put(key, records.encode(key, stored));
            }
        });
        parked.values().forEach(entry -> {
            byte[] key = records.parkedKey(entry);
            batch.put(key, records.encodeParked(key, entry));
        });
        unparked.values().forEach(entry -> batch.delete(records.parkedKey(entry)));
        return batch;
    }
}

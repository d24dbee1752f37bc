package io.genosdb.storage;

import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.StoredEntry;
import java.util.List;

/** What one call handed to the journal, to be stored whole or not at all. */
record Change(List<StoredEntry> stored, List<EntryKey> forgotten, List<Entry> parked, List<Entry> unparked) {

    static Change of(List<StoredEntry> stored, List<EntryKey> forgotten) {
        return new Change(stored, forgotten, List.of(), List.of());
    }

    int size() {
        return stored.size() + forgotten.size() + parked.size() + unparked.size();
    }
}

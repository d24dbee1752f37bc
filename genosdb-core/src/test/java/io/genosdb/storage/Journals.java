package io.genosdb.storage;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Slot;
import io.genosdb.graph.StoredEntry;
import io.genosdb.graph.Version;
import io.genosdb.value.JsonObject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

/** What tests of the journal share: entries, and opening with everything handed in. */
final class Journals {

    static final String DATABASE = "test";
    static final String ORIGIN = "aaaaaaaaaaaaaaaaaaaa";
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));
    static final EntryFactory FACTORY = new EntryFactory(DATABASE, Limits.DEFAULTS);

    private Journals() {}

    /** Everything that a journal delivered. */
    record Content(Map<EntryKey, StoredEntry> entries, List<Entry> parked) {
        long number(String id) {
            StoredEntry stored = entries.get(new EntryKey(id, Slot.VALUE));
            return stored == null ? -1 : stored.entry().timestamp();
        }
    }

    static StorageOptions options(Path directory, StorageType type) {
        return StorageOptions.in(directory).withType(type);
    }

    static Journal open(StorageOptions options) {
        return open(options, new ManualScheduler());
    }

    static Journal open(StorageOptions options, ScheduledExecutorService executor) {
        return Journal.open(options, DATABASE, executor, CLOCK, new SecureRandom());
    }

    static Journal open(StorageOptions options, ScheduledExecutorService executor, List<StorageProvider> providers) {
        return Journal.open(options, DATABASE, executor, CLOCK, new SecureRandom(), providers);
    }

    static Content load(Journal journal) {
        var content = new Content(new HashMap<>(), new ArrayList<>());
        journal.load(stored -> content.entries().put(stored.entry().key(), stored), content.parked()::add);
        return content;
    }

    static StoredEntry value(String id, long number) {
        return value(id, number, JsonObject.parse("{\"type\":\"user\",\"name\":\"User " + number + "\",\"age\":42}"));
    }

    static StoredEntry value(String id, long number, JsonObject value) {
        var key = new EntryKey(id, Slot.VALUE);
        return new StoredEntry(FACTORY.create(key, new Version(number, ORIGIN), value), number, number + 1);
    }

    static Entry edge(String source, String target, long number) {
        return FACTORY.create(
                new EntryKey(source, new Slot.Edge(target)),
                new Version(number, ORIGIN),
                io.genosdb.value.JsonBoolean.TRUE);
    }

    static long clock(long millis) {
        return HybridTimestamp.pack(millis);
    }
}

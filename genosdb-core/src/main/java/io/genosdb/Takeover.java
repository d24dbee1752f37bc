package io.genosdb;

import io.genosdb.clock.HybridClock;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Graph;
import io.genosdb.graph.StoredEntry;
import io.genosdb.storage.Journal;
import io.genosdb.storage.StoreClaim;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the store of an owner that has ended this database's: merges what is stored, through the one door, and stores anew
 * everything that the database holds, since places in the orders of arrival and acceptance are counted by each replica for
 * itself.
 *
 * <p>What the store lacks is queued first, so that this process's own writes are on disk soonest. A crash in the middle leaves
 * every key with its old entry or its new one.
 */
final class Takeover {

    private static final int ENTRIES_PER_BATCH = 4_096;

    private final Graph graph;
    private final HybridClock clock;
    private final WritePath writePath;
    private final Intake intake;
    private final Journal journal;

    Takeover(Graph graph, HybridClock clock, WritePath writePath, Intake intake, Journal journal) {
        this.graph = graph;
        this.clock = clock;
        this.writePath = writePath;
        this.intake = intake;
        this.journal = journal;
    }

    /** Takes over a store; when this returns, all is queued for it. Writes and reads go on meanwhile. */
    void run(StoreClaim claim) {
        clock.observe(claim.highestClock());
        var stored = new HashSet<Entry>();
        var parked = new ArrayList<Entry>();
        var batch = new ArrayList<Entry>();
        claim.load(
                one -> {
                    batch.add(one.entry());
                    if (batch.size() == ENTRIES_PER_BATCH) {
                        merge(batch, stored);
                    }
                },
                parked::add);
        merge(batch, stored);
        writePath.exclusively(() -> {
            journal.own(claim);
            return storeAnew(stored);
        });
        intake.adopt(parked);
    }

    private void merge(List<Entry> batch, Set<Entry> stored) {
        intake.admit(List.copyOf(batch), null);
        writePath.exclusively(() -> {
            for (Entry entry : batch) {
                // The one that the graph has already takes no more memory.
                Entry held = graph.entry(entry.key());
                stored.add(entry.equals(held) ? held : entry);
            }
            return stored;
        });
        batch.clear();
    }

    private long storeAnew(Set<Entry> stored) {
        var known = new ArrayList<StoredEntry>(stored.size());
        var missing = new ArrayList<StoredEntry>();
        for (StoredEntry entry : graph.acceptAnew()) {
            (stored.contains(entry.entry()) ? known : missing).add(entry);
        }
        append(missing);
        var forgotten = new ArrayList<EntryKey>();
        for (Entry entry : stored) {
            if (graph.entry(entry.key()) == null) {
                forgotten.add(entry.key());
            }
        }
        journal.append(List.of(), forgotten, clock.last());
        return append(known);
    }

    private long append(List<StoredEntry> entries) {
        long ticket = 0;
        for (int from = 0; from < entries.size(); from += ENTRIES_PER_BATCH) {
            int to = Math.min(entries.size(), from + ENTRIES_PER_BATCH);
            ticket = journal.append(entries.subList(from, to), List.of(), clock.last());
        }
        return ticket;
    }
}

package io.genosdb;

import io.genosdb.clock.HybridClock;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Graph;
import io.genosdb.graph.MergeResult;
import io.genosdb.storage.Journal;
import io.genosdb.sync.Replica;
import io.genosdb.sync.SyncEngine;
import io.genosdb.sync.reconcile.EntryIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The database as its sync sees it. The index of the state is made when the first peer asks, since a database without peers
 * needs none; from then on it follows every merge.
 */
final class SyncedReplica implements Replica {

    private final String database;
    private final Graph graph;
    private final HybridClock clock;
    private final WritePath writePath;
    private final Intake intake;
    private final Journal journal;

    /** Guarded by the writer lock. */
    private @Nullable EntryIndex index;

    SyncedReplica(
            String database, Journal journal, Graph graph, HybridClock clock, WritePath writePath, Intake intake) {
        this.database = database;
        this.journal = journal;
        this.graph = graph;
        this.clock = clock;
        this.writePath = writePath;
        this.intake = intake;
    }

    /** What the op log stage of the write path does, under the writer lock. */
    void merged(MergeResult result, @Nullable String sender, SyncEngine engine) {
        EntryIndex current = index;
        if (current != null) {
            result.accepted().forEach(current::add);
            result.superseded().forEach(current::remove);
            if (current.size() != graph.entryCount()) {
                throw new IllegalStateException(
                        "the index has " + current.size() + " entries, the state " + graph.entryCount());
            }
        }
        if (!result.accepted().isEmpty()) {
            engine.merged(result.accepted(), result.firstSequence(), sender);
        }
    }

    @Override
    public String database() {
        return database;
    }

    @Override
    public String origin() {
        return journal.origin();
    }

    @Override
    public long horizonDay() {
        return intake.horizonDay();
    }

    @Override
    public long wallMillis() {
        return clock.wallMillis();
    }

    @Override
    public void merge(List<Entry> entries, String peer) {
        intake.receive(entries, peer);
    }

    @Override
    public void forget(List<Entry> entries) {
        writePath.forget(entries);
    }

    @Override
    public <T> T read(Function<EntryIndex, T> question) {
        return writePath.exclusively(() -> question.apply(index()));
    }

    private EntryIndex index() {
        EntryIndex current = index;
        if (current == null) {
            var all = new ArrayList<Entry>();
            graph.forEachEntry(all::add);
            current = EntryIndex.of(all);
            index = current;
        }
        return current;
    }

    @Override
    public long lastEqual() {
        return journal.lastEqual();
    }

    @Override
    public void provedEqual(long millis) {
        journal.provedEqual(millis);
    }
}

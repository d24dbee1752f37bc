package io.genosdb;

import io.genosdb.clock.HybridClock;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Graph;
import io.genosdb.graph.MergeResult;
import io.genosdb.guard.ForgedEntryException;
import io.genosdb.storage.Journal;
import io.genosdb.sync.ForgedEntriesException;
import io.genosdb.sync.Replica;
import io.genosdb.sync.SyncEngine;
import io.genosdb.sync.reconcile.EntryIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database as its sync sees it. The index of the state is made when the first peer asks, since a database without peers
 * needs none; from then on it follows every merge.
 */
final class SyncedReplica implements Replica {

    private static final Logger logger = LoggerFactory.getLogger(SyncedReplica.class);

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

    /**
     * What the op log stage of the write path does, under the writer lock. Never fails: what is merged is to be stored and
     * published whatever becomes of its way to the peers.
     */
    void merged(MergeResult result, @Nullable String sender, SyncEngine engine) {
        try {
            follow(result);
            if (!result.accepted().isEmpty()) {
                engine.merged(result.accepted(), result.firstSequence(), sender);
            }
        } catch (RuntimeException e) {
            logger.error("The index of the state is made anew, since it could not follow a merge", e);
            index = null;
        }
    }

    private void follow(MergeResult result) {
        EntryIndex current = index;
        if (current == null) {
            return;
        }
        result.accepted().forEach(current::add);
        result.superseded().forEach(current::remove);
        if (current.size() != graph.entryCount()) {
            throw new IllegalStateException(
                    "the index has " + current.size() + " entries, the state " + graph.entryCount());
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
    public int merge(List<Entry> entries, String peer) {
        try {
            return intake.receive(entries, peer);
        } catch (ForgedEntryException e) {
            throw new ForgedEntriesException(String.valueOf(e.getMessage()), e);
        }
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

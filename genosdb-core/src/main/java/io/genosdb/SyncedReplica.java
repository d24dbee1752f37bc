package io.genosdb;

import io.genosdb.clock.HybridClock;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Graph;
import io.genosdb.graph.MergeResult;
import io.genosdb.guard.ForgedEntryException;
import io.genosdb.storage.Journal;
import io.genosdb.sync.Audience;
import io.genosdb.sync.ForgedEntriesException;
import io.genosdb.sync.Replica;
import io.genosdb.sync.SyncEngine;
import io.genosdb.sync.Views;
import io.genosdb.sync.reconcile.EntryIndex;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database as its sync sees it. Indexes of the state are made when the first peer asks, since a database without peers needs
 * none; from then on they follow every merge.
 */
final class SyncedReplica implements Replica {

    private static final Logger logger = LoggerFactory.getLogger(SyncedReplica.class);

    private final String database;
    private final HybridClock clock;
    private final WritePath writePath;
    private final Intake intake;
    private final Journal journal;
    private final Graph graph;

    /** Guarded by the writer lock. */
    private final Views views;

    SyncedReplica(
            String database, Journal journal, Graph graph, HybridClock clock, WritePath writePath, Intake intake) {
        this.database = database;
        this.journal = journal;
        this.graph = graph;
        this.clock = clock;
        this.writePath = writePath;
        this.intake = intake;
        this.views = new Views(new State(graph));
    }

    private record State(Graph graph) implements Views.State {

        @Override
        public long entryCount() {
            return graph.entryCount();
        }

        @Override
        public void forEachEntry(Consumer<Entry> visitor) {
            graph.forEachEntry(visitor);
        }

        @Override
        public List<Entry> entriesAbout(String nodeId) {
            return Stream.concat(graph.entriesOf(nodeId).stream(), graph.edgesTo(nodeId).stream())
                    .toList();
        }
    }

    /**
     * What the op log stage of the write path does, under the writer lock. Never fails: what is merged is to be stored and
     * published whatever becomes of its way to the peers.
     */
    void merged(MergeResult result, @Nullable String sender, SyncEngine engine) {
        try {
            views.follow(result.accepted(), result.superseded());
            if (!result.accepted().isEmpty()) {
                engine.merged(result.accepted(), result.firstSequence(), sender);
            }
        } catch (RuntimeException e) {
            logger.error("The indexes of the state are made anew, since they could not follow a merge", e);
            views.drop();
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
    public <T> T read(Audience audience, Function<EntryIndex, T> question) {
        return writePath.exclusively(() -> question.apply(views.index(audience)));
    }

    @Override
    public List<Entry> beyond(Audience audience, @Nullable Set<String> nodes) {
        return writePath.exclusively(() -> views.beyond(audience, nodes));
    }

    @Override
    public List<Entry> held(List<Entry> entries) {
        return writePath.exclusively(() -> entries.stream().filter(graph::holds).toList());
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

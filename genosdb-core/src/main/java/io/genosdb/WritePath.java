package io.genosdb;

import io.genosdb.MergeListener.Source;
import io.genosdb.clock.HybridClock;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Graph;
import io.genosdb.graph.MergeResult;
import io.genosdb.guard.Guard;
import io.genosdb.guard.Judgement;
import io.genosdb.live.LiveQueries;
import io.genosdb.query.QueryEngine;
import io.genosdb.storage.Journal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door: every change, whoever makes it, passes here and in this order: authorize, merge, index, op log, persist, publish,
 * broadcast.
 *
 * <p>One batch passes at a time. Entries are made, and with a durable store waited for, outside the lock: it is held for
 * the merge alone. The journal is asked for room <em>before</em> the merge, so that nothing becomes visible that could
 * not be stored.
 */
final class WritePath {

    private static final Logger logger = LoggerFactory.getLogger(WritePath.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final List<MergeListener> listeners = new CopyOnWriteArrayList<>();
    private final Guard guard;
    private final Graph graph;
    private final QueryEngine queries;
    private final Journal journal;
    private final LiveQueries live;
    private final HybridClock clock;
    private BiConsumer<MergeResult, @Nullable String> opLog = (result, sender) -> {};
    private LongConsumer commitElsewhere = place -> {};
    private boolean leaving;
    private boolean closed;

    WritePath(Guard guard, Graph graph, QueryEngine queries, Journal journal, LiveQueries live, HybridClock clock) {
        this.guard = guard;
        this.graph = graph;
        this.queries = queries;
        this.journal = journal;
        this.live = live;
        this.clock = clock;
    }

    /** Where the op log stage is; set once, before the first batch. */
    void log(BiConsumer<MergeResult, @Nullable String> stage) {
        opLog = stage;
    }

    /** Waits for writes made while another process owns the store, by their place in the op log; set once, before the first batch. */
    void commitElsewhere(LongConsumer stage) {
        commitElsewhere = stage;
    }

    /** Merges what was written here. */
    void pass(List<Entry> batch) {
        pass(batch, Source.LOCAL, null, () -> {});
    }

    /** Merges what was written here, unless a precondition, looked at while nothing changes, throws. */
    void pass(List<Entry> batch, Runnable precondition) {
        pass(batch, Source.LOCAL, null, precondition);
    }

    /** Merges what of another replica's entries may pass, whether they came by a peer or by hand. */
    Judgement passRemote(List<Entry> batch, @Nullable String sender) {
        return pass(batch, Source.REMOTE, sender, () -> {});
    }

    private Judgement pass(List<Entry> batch, Source source, @Nullable String sender, Runnable precondition) {
        journal.awaitCapacity();
        Judgement judgement;
        long ticket;
        long placeElsewhere = -1;
        lock.lock();
        try {
            checkOpen();
            if (leaving && source == Source.LOCAL) {
                throw closed();
            }
            precondition.run();
            judgement = guard.judge(batch, source == Source.LOCAL);
            if (!judgement.revoked().isEmpty()) {
                settle(graph.forget(judgement.revoked()), null);
            }
            MergeResult result = graph.merge(judgement.admitted());
            guard.merged(result);
            // What was parked or displaced did not come from the sender, who may lack it.
            boolean isSenders =
                    judgement.released().isEmpty() && judgement.revoked().isEmpty();
            ticket = settle(result, isSenders ? sender : null);
            park(judgement);
            if (!result.accepted().isEmpty()) {
                broadcast(result, source);
            }
            if (journal.isDetached() && source == Source.LOCAL) {
                placeElsewhere = result.firstSequence() + result.accepted().size() - 1;
            }
        } finally {
            lock.unlock();
        }
        journal.commit(ticket);
        if (placeElsewhere >= 0) {
            commitElsewhere.accept(placeElsewhere);
        }
        return judgement;
    }

    private void park(Judgement judgement) {
        if (!judgement.parked().isEmpty()) {
            journal.appendParked(judgement.parked());
        }
        if (!judgement.released().isEmpty()) {
            journal.removeParked(judgement.released());
        }
    }

    /** Forgets tombstones and cut edges of days before a horizon. */
    void purge(long horizonDay) {
        exclusively(() -> settle(graph.purge(horizonDay), null));
    }

    /** Takes entries out of the state. */
    void forget(List<Entry> entries) {
        exclusively(() -> settle(graph.forget(entries), null));
    }

    private long settle(MergeResult result, @Nullable String sender) {
        queries.apply(result.changes());
        opLog.accept(result, sender);
        long ticket = journal.append(result.stored(), result.forgotten(), clock.last());
        live.publish(result.changes());
        return ticket;
    }

    private void broadcast(MergeResult result, Source source) {
        for (MergeListener listener : listeners) {
            try {
                listener.merged(result, source);
            } catch (RuntimeException e) {
                logger.warn("a merge listener failed; the merge stands", e);
            }
        }
    }

    /** Runs while nothing changes. */
    <T> T exclusively(Supplier<T> action) {
        lock.lock();
        try {
            checkOpen();
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Lets no writes of this database pass any more, but still those of other replicas. */
    void leave() {
        lock.lock();
        try {
            leaving = true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing pass any more; returns false where that was so already. */
    boolean close() {
        lock.lock();
        try {
            boolean wasOpen = !closed;
            closed = true;
            return wasOpen;
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw closed();
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the database is closed");
    }

    ListenerRegistration listen(MergeListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}

package io.genosdb;

import io.genosdb.clock.HybridClock;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Graph;
import io.genosdb.guard.ForgedEntryException;
import io.genosdb.guard.Guard;
import io.genosdb.guard.Judgement;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.storage.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What other replicas send, on its way to the {@link WritePath}: signatures first, then middleware, then time. An entry too far ahead is
 * parked until its time is within bounds; a retraction beyond the retention is ignored, being one that was purged here.
 */
final class Intake {

    private static final Logger logger = LoggerFactory.getLogger(Intake.class);

    private final List<Middleware> middleware = new CopyOnWriteArrayList<>();
    private final LongAdder filtered = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final Guard guard;
    private final Graph graph;
    private final HybridClock clock;
    private final WritePath writePath;
    private final Journal journal;
    private final ParkedEntries parked;
    private final long maxDriftMillis;
    private final long retentionDays;

    /** How far the furthest entry ever parked was ahead of this replica's wall clock. */
    private long furthestAheadMillis;

    Intake(
            Guard guard,
            Graph graph,
            HybridClock clock,
            WritePath writePath,
            Journal journal,
            ParkedEntries parked,
            Duration maxDrift,
            long retentionDays) {
        this.guard = guard;
        this.graph = graph;
        this.clock = clock;
        this.writePath = writePath;
        this.journal = journal;
        this.parked = parked;
        this.maxDriftMillis = maxDrift.toMillis();
        this.retentionDays = retentionDays;
    }

    void use(Middleware filter) {
        middleware.add(filter);
    }

    /**
     * Takes what was sent.
     *
     * @return how many entries the guard did not let in, for who holds that against the sender
     */
    int receive(List<Entry> entries, @Nullable String sender) {
        List<Entry> passed = List.copyOf(entries);
        guard.authenticate(unknown(passed));
        for (Middleware filter : middleware) {
            int before = passed.size();
            passed = List.copyOf(filter.filter(passed, graph::node));
            filtered.add((long) before - passed.size());
        }
        return admit(passed, sender);
    }

    /** Takes entries signed elsewhere as written here: all of them, or none. */
    void submit(List<Entry> entries) {
        List<Entry> submitted = List.copyOf(entries);
        guard.authenticate(submitted);
        long latest = latestAcceptable();
        for (Entry entry : submitted) {
            if (entry.timestamp() > latest) {
                throw new NotPermittedException(
                        "the entry " + entry + " is dated too far ahead of this replica's clock");
            }
        }
        submitted.forEach(entry -> clock.observe(entry.timestamp()));
        writePath.pass(submitted);
    }

    /** What the state does not hold, with this signature: the rest was found genuine when it was merged. */
    private List<Entry> unknown(List<Entry> entries) {
        return writePath.exclusively(
                () -> entries.stream().filter(entry -> !graph.holds(entry)).toList());
    }

    /** Merges entries whose time has come; without asking the middleware, as is right for what another one's let through. */
    int admit(List<Entry> passed, @Nullable String sender) {
        var timely = new ArrayList<Entry>(passed.size());
        long latest = latestAcceptable();
        long horizon = horizonDay();
        for (Entry entry : passed) {
            if (entry.timestamp() > latest) {
                park(entry);
            } else if (entry.hasExpired(horizon)) {
                expired.increment();
            } else {
                timely.add(entry);
            }
        }
        return timely.isEmpty() ? 0 : merge(timely, sender).refusals().size();
    }

    private Judgement merge(List<Entry> entries, @Nullable String sender) {
        entries.forEach(entry -> clock.observe(entry.timestamp()));
        return writePath.passRemote(entries, sender);
    }

    /** Parks again what a store has parked, but for what was altered there: that is dropped. */
    synchronized void restore(List<Entry> entries) {
        var dropped = new ArrayList<Entry>(0);
        int forged = 0;
        for (Entry entry : entries) {
            boolean isGenuine = isGenuine(entry);
            forged += isGenuine ? 0 : 1;
            if (!isGenuine || !parked.add(entry)) {
                dropped.add(entry);
            }
        }
        dropped.addAll(parked.takeSurplus());
        if (forged > 0) {
            logger.warn("{} parked entries of the store are not signed by the authors they name: dropped", forged);
        }
        if (!dropped.isEmpty()) {
            journal.removeParked(dropped);
        }
    }

    private boolean isGenuine(Entry entry) {
        try {
            guard.authenticate(List.of(entry));
            return true;
        } catch (ForgedEntryException e) {
            return false;
        }
    }

    /** Parks what a store of another owner has parked, and stores in it what is parked here. */
    synchronized void adopt(List<Entry> entries) {
        restore(entries);
        journal.appendParked(parked.all());
    }

    private synchronized void park(Entry entry) {
        furthestAheadMillis =
                Math.max(furthestAheadMillis, HybridTimestamp.physical(entry.timestamp()) - clock.wallMillis());
        if (parked.add(entry)) {
            journal.appendParked(List.of(entry));
            journal.removeParked(parked.takeSurplus());
        }
    }

    /** Merges the parked entries whose time has come; where that fails they stay parked. */
    void releaseDue() {
        List<Entry> due;
        synchronized (this) {
            due = parked.takeUntil(latestAcceptable());
        }
        if (due.isEmpty()) {
            return;
        }
        Judgement judgement;
        try {
            judgement = merge(due, null);
        } catch (RuntimeException | Error e) {
            parkAgain(due);
            throw e;
        }
        // What the guard keeps aside, from now on or already, is stored as before.
        Set<Entry> decided = decided(judgement);
        journal.removeParked(due.stream().filter(decided::contains).toList());
    }

    private synchronized void parkAgain(List<Entry> due) {
        due.forEach(parked::add);
    }

    private static Set<Entry> decided(Judgement judgement) {
        var decided = new HashSet<>(judgement.admitted());
        judgement.refusals().forEach(refusal -> decided.add(refusal.entry()));
        judgement.parked().forEach(decided::remove);
        return decided;
    }

    private long latestAcceptable() {
        return HybridTimestamp.pack(clock.wallMillis() + maxDriftMillis + 1) - 1;
    }

    /** The first day whose retractions are kept. */
    long horizonDay() {
        return TimeUnit.MILLISECONDS.toDays(clock.wallMillis()) - retentionDays;
    }

    synchronized DatabaseStatus.Intake status() {
        return new DatabaseStatus.Intake(
                parked.size(), Duration.ofMillis(furthestAheadMillis), filtered.sum(), expired.sum());
    }
}

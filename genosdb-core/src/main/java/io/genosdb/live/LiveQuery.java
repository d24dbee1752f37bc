package io.genosdb.live;

import io.genosdb.graph.Node;
import io.genosdb.graph.Reader;
import io.genosdb.query.Query;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One live query: takes changes from the dispatch, remembers what its listener has still to be told, and tells it.
 *
 * <p>Its monitor guards everything that the dispatch and the delivery share, and is never held while the listener, the
 * failure handler or the query engine runs. {@code scheduled} makes delivery serial: it is true from the moment a delivery
 * is handed to the executor until that delivery finds nothing more to do, and from the beginning until the initial result
 * has been delivered.
 */
abstract class LiveQuery implements Subscription, Registration, Runnable {

    /** After so many events other subscriptions get their turn on the executor's thread. */
    private static final int BURST = 256;

    private final LiveQueries owner;
    private final Query query;
    private final MapListener listener;
    private final Reader reader;

    /** Changes of the chunk that is being dispatched. For the dispatch alone. */
    private final List<Change> collected = new ArrayList<>(0);

    /** What the reader may see, as far as the listener knows. Changed by the dispatch alone, under the monitor. */
    private Reader rights;

    /** Whether something was not told that these rights allow. Under the monitor. */
    private boolean hasHidden;

    private @Nullable List<Node> initial;
    private boolean started;
    private boolean scheduled = true;
    private boolean closed;
    private @Nullable Exception evaluationFailure;
    private long failures;

    LiveQuery(LiveQueries owner, Query query, Audience audience, List<Node> initial) {
        this.owner = owner;
        this.query = query;
        this.listener = audience.listener();
        this.reader = audience.reader();
        this.rights = audience.rights();
        this.initial = initial;
    }

    /** Takes note of one change. Under the monitor. */
    abstract void note(Change change);

    /** Whether {@link #next} has something to look at. Under the monitor. */
    abstract boolean hasWork();

    /** The next event, or {@code null} where there is none for now. Without the monitor, by one thread at a time. */
    abstract @Nullable MapEvent next();

    /** How many events are known to be due. Under the monitor. */
    abstract int due();

    /** Lets go of everything that is still to be told. Under the monitor. */
    abstract void clear();

    /** Keeps a change for {@link #offerCollected}, once. Says whether it is the first one. For the dispatch. */
    @SuppressWarnings("ReferenceEquality") // the same change, met in two buckets
    final boolean collect(Change change) {
        int size = collected.size();
        if (size == 0 || collected.get(size - 1) != change) {
            collected.add(change);
        }
        return size == 0;
    }

    /** Takes note of the changes collected, as {@link #offer} does. For the dispatch. */
    final boolean offerCollected() {
        boolean claimed = offer(collected);
        collected.clear();
        return claimed;
    }

    /** Takes note of other rights of the reader. Says whether the caller has to hand the query to the executor. */
    final boolean readAnew() {
        Reader now = reader.asOfNow();
        if (isUpToDate(now)) {
            return false;
        }
        List<Node> candidates = List.of();
        RuntimeException failure = null;
        try {
            candidates = evaluatesAnew() ? List.of() : owner.run(query, Reader.EVERYTHING);
        } catch (RuntimeException e) {
            failure = e; // The rights are others all the same, and the other queries have theirs.
        }
        synchronized (this) {
            if (closed) {
                return false;
            }
            Reader before = rights;
            rights = now;
            hasHidden = false;
            evaluationFailure = failure == null ? evaluationFailure : failure;
            noteRights(before, now, candidates);
            return claim();
        }
    }

    private synchronized boolean isUpToDate(Reader now) {
        return now.equals(rights) && !hasHidden;
    }

    final synchronized Reader rights() {
        return rights;
    }

    /**
     * Whether a node must not be told any more, since the reader has lost a right of which the dispatch has yet to hear. What there
     * is to be told then follows with {@link #noteRights}. Under the monitor.
     */
    final boolean isHidden(Node node) {
        boolean hidden = !reader.mayRead(node);
        hasHidden |= hidden;
        return hidden;
    }

    /** Whether other rights make the query run again, so that nobody has to be looked at one by one. */
    abstract boolean evaluatesAnew();

    /** Takes note of other rights: what matches the query and was there before may not be now, and the reverse. Under the monitor. */
    abstract void noteRights(Reader before, Reader after, List<Node> candidates);

    /** Takes note of changes, in order. Says whether the caller has to hand the query to the executor. */
    final synchronized boolean offer(List<Change> changes) {
        if (closed) {
            return false;
        }
        for (int i = 0; i < changes.size(); i++) {
            note(changes.get(i));
        }
        return claim();
    }

    private boolean claim() {
        if (scheduled || closed || !(hasWork() || evaluationFailure != null)) {
            return false;
        }
        scheduled = true;
        return true;
    }

    /** Whether a node may be told of, by what the dispatch has heard and by what is true by now. Under the monitor. */
    final boolean isReadable(Node node) {
        return rights.mayRead(node) && reader.mayRead(node);
    }

    /** The node if it matches the filter. One on which an operator fails does not, and that is reported. Under the monitor. */
    final @Nullable Node matching(@Nullable Node node) {
        try {
            return node != null && rights.mayRead(node) && query.matches(node) ? node : null;
        } catch (RuntimeException e) {
            evaluationFailure = e;
            return null;
        }
    }

    @Override
    public final Subscription start() {
        List<Node> nodes;
        synchronized (this) {
            if (started) {
                throw new IllegalStateException("the subscription was started before");
            }
            started = true;
            nodes = initial == null ? List.of() : initial;
            initial = null;
        }
        boolean completed = false;
        int delivered = 0;
        try {
            for (Node node : nodes) {
                if (isClosed()) {
                    break;
                }
                delivered++;
                deliver(MapEvent.of(Action.INITIAL, node));
            }
            completed = true;
        } finally {
            owner.countDelivered(delivered);
            // After an Error the caller has no subscription to close.
            if (!completed) {
                close();
            }
            yieldTurn();
        }
        return this;
    }

    /** One turn of delivery. */
    @Override
    public final void run() {
        int delivered = 0;
        try {
            reportEvaluationFailure();
            MapEvent event = next();
            while (event != null) {
                delivered++;
                deliver(event);
                event = delivered < BURST ? next() : null;
            }
        } finally {
            owner.countDelivered(delivered);
            // Also when an Error is on its way to the executor: the other events still come.
            yieldTurn();
        }
    }

    private void yieldTurn() {
        boolean again;
        synchronized (this) {
            scheduled = false;
            again = claim();
        }
        if (again) {
            owner.schedule(this);
        }
    }

    private void deliver(MapEvent event) {
        try {
            listener.onEvent(event);
        } catch (Exception e) {
            fail(e);
        }
    }

    private void reportEvaluationFailure() {
        Exception failure;
        synchronized (this) {
            failure = evaluationFailure;
            evaluationFailure = null;
        }
        if (failure != null) {
            fail(failure);
        }
    }

    /** Reports an exception. Without the monitor, by the delivering thread. */
    final void fail(Exception failure) {
        failures++;
        owner.report(this, failures, failure);
    }

    final LiveQueries owner() {
        return owner;
    }

    final synchronized int pending() {
        return (initial == null ? 0 : initial.size()) + due();
    }

    @Override
    public final void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            initial = null;
            evaluationFailure = null;
            clear();
        }
        owner.forget(this);
    }

    @Override
    public final synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public final Query query() {
        return query;
    }

    /** What a log may show: a query holds values that people ask for. */
    @Override
    public final String toString() {
        return "live query " + Integer.toHexString(System.identityHashCode(this));
    }
}

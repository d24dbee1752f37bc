package io.genosdb.live;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Node;
import io.genosdb.graph.NodeChange;
import io.genosdb.graph.Reader;
import io.genosdb.query.MissingCursor;
import io.genosdb.query.Query;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A live query whose result depends on more than one node at a time, and is therefore kept: once as the listener knows it,
 * once as it is. Events are what turns the one into the other, so coalescing costs nothing and memory is bounded by the two.
 *
 * <p>The result is either followed change by change, or evaluated anew on the executor. An evaluation reads the graph while
 * others write, so what it has seen of the changes around it is uncertain: those up to {@code covered} it has seen; later
 * ones, up to the batch that may have been half merged when it ended, make it begin again if they can concern the result.
 */
abstract class ResultQuery extends LiveQuery {

    /**
     * So often in a row is a result that writers have overtaken thrown away, since it may show a state that never was; then
     * it is told all the same, so that a busy graph cannot keep a listener waiting for ever.
     */
    private static final int MAX_ATTEMPTS = 3;

    private final Query evaluated;
    private final Map<String, Node> told = new HashMap<>();

    /** The last changes dispatched of nodes that the listener knows, or is about to, for the events of their removal. */
    private final Map<String, NodeChange> causes = new HashMap<>();

    /** What the current round tells, entering before leaving. A round is told to its end before the next one begins. */
    private final Queue<String> enteringNow = new ArrayDeque<>();

    private final Queue<String> leavingNow = new ArrayDeque<>();

    /** What the next round has to look at. */
    private final Set<String> entering = new LinkedHashSet<>();

    private final Set<String> leaving = new LinkedHashSet<>();

    private boolean dirty;
    private boolean evaluating;
    private boolean failed;
    private int attempts;
    private long covered;
    private long uncertain;
    private HybridTimestamp trigger = HybridTimestamp.ZERO;

    ResultQuery(LiveQueries owner, Query query, Audience audience, List<Node> initial, long since) {
        super(owner, query, audience, initial);
        this.evaluated = query.missingCursor(MissingCursor.EMPTY);
        this.covered = since;
        this.uncertain = since;
        for (Node node : initial) {
            told.put(node.id(), node);
        }
    }

    /** The node as it is in the current result, or {@code null}. */
    abstract @Nullable Node current(String id);

    /** Everything in the current result, in result order. */
    abstract Collection<Node> current();

    /** Replaces the current result. */
    abstract void replace(List<Node> result);

    /**
     * Whether a change can make the result another one.
     *
     * @param certain whether the current result is the one before the change, and not an older one that is just being
     *     replaced
     */
    abstract boolean concerns(NodeChange change, boolean certain);

    /**
     * Follows a change of which the current result knows nothing yet: exactly, or by {@link #invalidate}. Says whether it
     * made a difference.
     */
    abstract boolean follow(NodeChange change);

    /** Whether a node can be in the result as far as that depends on the node alone. */
    abstract boolean matchesAlone(Node node);

    final void invalidate() {
        dirty = true;
    }

    final void enter(String id) {
        entering.add(id);
        leaving.remove(id);
    }

    final void leave(String id) {
        entering.remove(id);
        if (told.containsKey(id)) {
            leaving.add(id);
        }
    }

    @Override
    final void note(Change change) {
        NodeChange node = change.node();
        boolean known = told.containsKey(node.id());
        // An evaluation that this change overtakes may yet bring the node to the listener, as it was before.
        if (known || evaluating || current(node.id()) != null) {
            causes.put(node.id(), node);
        }
        if (known && current(node.id()) == null) {
            leaving.add(node.id());
        }
        if (change.sequence() <= covered) {
            return;
        }
        failed = false;
        if (dirty) {
            return;
        }
        if (!evaluating && change.sequence() > uncertain) {
            if (follow(node)) {
                trigger = node.timestamp();
            }
        } else if (concerns(node, !evaluating)) {
            trigger = node.timestamp();
            dirty = true;
        }
    }

    @Override
    final boolean evaluatesAnew() {
        return true;
    }

    @Override
    final void noteRights(Reader before, Reader after, List<Node> candidates) {
        failed = false;
        invalidate();
    }

    @Override
    final boolean hasWork() {
        boolean next = dirty ? !failed : !entering.isEmpty() || !leaving.isEmpty();
        return next || !enteringNow.isEmpty() || !leavingNow.isEmpty();
    }

    @Override
    final @Nullable MapEvent next() {
        MapEvent event = nextOfRound();
        if (event == null && evaluateIfDirty()) {
            event = nextOfRound();
        }
        return event;
    }

    /** The next event of this round, or of the next one unless it has to wait for an evaluation. */
    private synchronized @Nullable MapEvent nextOfRound() {
        MapEvent event = poll();
        if (event == null && !dirty) {
            beginRound();
            event = poll();
        }
        return event;
    }

    private void beginRound() {
        enteringNow.addAll(entering);
        leavingNow.addAll(leaving);
        entering.clear();
        leaving.clear();
    }

    private @Nullable MapEvent poll() {
        MapEvent event = null;
        while (event == null && !enteringNow.isEmpty()) {
            event = entered(enteringNow.remove());
        }
        while (event == null && !leavingNow.isEmpty()) {
            event = left(leavingNow.remove());
        }
        return event;
    }

    private @Nullable MapEvent entered(String id) {
        Node now = current(id);
        Node before = told.get(id);
        if (now == null || now.equals(before) || isHidden(now)) {
            return null;
        }
        told.put(id, now);
        causes.computeIfPresent(id, (key, cause) -> cause.timestamp().compareTo(now.timestamp()) > 0 ? cause : null);
        return MapEvent.of(before == null ? Action.ADDED : Action.UPDATED, now);
    }

    private @Nullable MapEvent left(String id) {
        Node before = told.get(id);
        if (before == null || current(id) != null) {
            return null;
        }
        MapEvent event = departure(before, causes.get(id));
        if (event != null) {
            told.remove(id);
            causes.remove(id);
        }
        return event;
    }

    /** The event, or {@code null} where the change that removed the node has not come by yet: then it brings the event. */
    private @Nullable MapEvent departure(Node before, @Nullable NodeChange cause) {
        Node last = cause == null ? before : cause.after();
        if (cause != null && (last == null || !matchesAlone(last))) {
            return Departures.event(before, cause, this::isReadable);
        }
        Node now = last == null ? null : last.vertex().node();
        return now == null ? null : Departures.event(isReadable(now) ? now : before, trigger);
    }

    /** Evaluates the query where that is due. Says whether there may be something to tell now. */
    private boolean evaluateIfDirty() {
        synchronized (this) {
            if (!dirty || failed || isClosed()) {
                return false;
            }
            dirty = false;
            evaluating = true;
            covered = owner().published();
        }
        boolean completed = false;
        try {
            boolean settled = settle(owner().run(evaluated, rights()));
            completed = true;
            return settled;
        } catch (RuntimeException e) {
            fail(e);
            return false;
        } finally {
            if (!completed) {
                postpone();
            }
        }
    }

    private synchronized boolean settle(List<Node> result) {
        evaluating = false;
        uncertain = owner().published() + 1;
        if (isClosed()) {
            return false;
        }
        replace(result);
        causes.keySet().removeIf(id -> !told.containsKey(id) && current(id) == null);
        entering.clear();
        leaving.clear();
        for (Node node : current()) {
            if (!node.equals(told.get(node.id()))) {
                entering.add(node.id());
            }
        }
        for (String id : told.keySet()) {
            if (current(id) == null) {
                leaving.add(id);
            }
        }
        if (dirty && ++attempts < MAX_ATTEMPTS) {
            return false;
        }
        attempts = 0;
        beginRound();
        return true;
    }

    /** After a failure: the next change tries again. */
    private synchronized void postpone() {
        evaluating = false;
        dirty = true;
        failed = true;
    }

    @Override
    final int due() {
        return entering.size() + leaving.size() + enteringNow.size() + leavingNow.size() + (dirty ? 1 : 0);
    }

    @Override
    void clear() {
        told.clear();
        causes.clear();
        entering.clear();
        leaving.clear();
        enteringNow.clear();
        leavingNow.clear();
        dirty = false;
    }
}

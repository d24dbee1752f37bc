package io.genosdb.live;

import io.genosdb.graph.Node;
import io.genosdb.graph.NodeChange;
import io.genosdb.query.Query;
import io.genosdb.query.QueryEngine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

public final class LiveQueries implements AutoCloseable {

    /** Changes dispatched at a time; what one batch did to a window is told in one piece up to this size. */
    private static final int CHUNK = 256;

    /** With more changes than these waiting for the executor, the writer dispatches some itself. */
    private static final int MAX_BACKLOG = 8 * CHUNK;

    private static final Logger LOG = LoggerFactory.getLogger(LiveQueries.class);

    private final QueryEngine engine;
    private final TurnQueue turns;
    private final FailureHandler failureHandler;

    private final Set<LiveQuery> subscriptions = ConcurrentHashMap.newKeySet();
    private final DispatchIndex index = new DispatchIndex();

    /** Changes that were published and not dispatched. Guarded by itself. */
    private final Queue<Change> backlog = new ArrayDeque<>();

    /** Makes dispatch serial. Taken before the monitor of a subscription, never after. */
    private final ReentrantLock dispatching = new ReentrantLock();

    private final AtomicBoolean dispatchScheduled = new AtomicBoolean();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile long published;
    private volatile boolean closed;

    /**
     * Makes an engine that logs failures.
     *
     * @param engine runs the queries
     * @param executor dispatches changes and calls listeners
     */
    public LiveQueries(QueryEngine engine, Executor executor) {
        this(engine, executor, new LoggingFailureHandler());
    }

    /**
     * Makes an engine.
     *
     * @param engine runs the queries
     * @param executor dispatches changes and calls listeners
     * @param failureHandler is told what listeners throw
     */
    public LiveQueries(QueryEngine engine, Executor executor, FailureHandler failureHandler) {
        this(engine, new TurnQueue(executor), failureHandler);
    }

    LiveQueries(QueryEngine engine, TurnQueue turns, FailureHandler failureHandler) {
        this.engine = engine;
        this.turns = turns;
        this.failureHandler = failureHandler;
    }

    /**
     * Takes the result of a query and begins to follow it. For a caller that keeps writers out meanwhile, by holding the
     * lock under which {@link #publish} is called, so that the result and the changes after it fit together.
     *
     * @param query what to listen to
     * @param listener hears of it
     * @return what delivers the initial result, to be started without the lock
     * @throws io.genosdb.query.InvalidQueryException if a cursor is not in the result, and the query does not allow that
     * @throws IllegalStateException if the database was closed
     */
    public Registration register(Query query, MapListener listener) {
        List<Node> initial = engine.run(query);
        LiveQuery subscription = liveQuery(query, listener, initial);
        subscriptions.add(subscription);
        // What depends on other nodes can change by any change at all.
        index.add(subscription, query.isTraversal() ? Map.of() : query.equalities());
        if (closed) {
            subscription.close();
            throw new IllegalStateException("the database is closed: nothing can be subscribed any more");
        }
        return subscription;
    }

    private LiveQuery liveQuery(Query query, MapListener listener, List<Node> initial) {
        if (query.isTraversal()) {
            return new TraversalQuery(this, query, listener, initial, published);
        }
        boolean isWindow = query.limit().isPresent() || query.after() != null || query.before() != null;
        return isWindow
                ? new WindowQuery(this, query, listener, initial, published)
                : new FilterQuery(this, query, listener, initial, published);
    }

    /**
     * Takes the changes of one batch, after graph and indexes have them. For the writer. Does not wait for listeners, nor
     * for queries unless those cannot keep up.
     *
     * @param changes what the merge did
     */
    public void publish(List<NodeChange> changes) {
        if (subscriptions.isEmpty() || changes.isEmpty()) {
            return;
        }
        int waiting = append(changes);
        turns.retry();
        scheduleDispatch();
        while (waiting > MAX_BACKLOG) {
            waiting = dispatchChunk();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private int append(List<NodeChange> changes) {
        long sequence = ++published;
        synchronized (backlog) {
            for (NodeChange change : changes) {
                backlog.add(new Change(sequence, change));
            }
            return backlog.size();
        }
    }

    private void scheduleDispatch() {
        if (dispatchScheduled.compareAndSet(false, true)) {
            turns.execute(this::dispatch);
        }
    }

    /**
     * One turn of dispatch: all that waits now, so that it is coalesced where one thread does everything. What comes
     * meanwhile queues up behind the deliveries that this turn has caused.
     */
    private void dispatch() {
        try {
            for (int waiting = waiting(); waiting > 0; waiting -= CHUNK) {
                dispatchChunk();
            }
        } finally {
            dispatchScheduled.set(false);
            if (waiting() > 0) {
                scheduleDispatch();
            }
        }
    }

    private int waiting() {
        synchronized (backlog) {
            return backlog.size();
        }
    }

    private int dispatchChunk() {
        var ready = new ArrayList<LiveQuery>();
        dispatching.lock();
        try {
            offer(takeChunk(), ready);
        } finally {
            dispatching.unlock();
        }
        ready.forEach(turns::execute);
        return waiting();
    }

    private List<Change> takeChunk() {
        synchronized (backlog) {
            int size = Math.min(CHUNK, backlog.size());
            var chunk = new ArrayList<Change>(size);
            for (int i = 0; i < size; i++) {
                chunk.add(backlog.remove());
            }
            return chunk;
        }
    }

    /** Offers changes to the subscriptions that they can concern, and collects those that have something to tell now. */
    private void offer(List<Change> chunk, List<LiveQuery> ready) {
        var concerned = new ArrayList<LiveQuery>();
        for (Change change : chunk) {
            index.visit(change.node(), subscription -> {
                if (subscription.collect(change)) {
                    concerned.add(subscription);
                }
            });
        }
        for (LiveQuery subscription : concerned) {
            if (subscription.offerCollected()) {
                ready.add(subscription);
            }
        }
        for (LiveQuery subscription : index.others()) {
            if (subscription.offer(chunk)) {
                ready.add(subscription);
            }
        }
    }

    /** The number of the last batch that graph and indexes are known to have whole. */
    long published() {
        return published;
    }

    List<Node> run(Query query) {
        return engine.run(query);
    }

    void schedule(LiveQuery subscription) {
        turns.execute(subscription);
    }

    void countDelivered(int events) {
        delivered.add(events);
    }

    void report(LiveQuery subscription, long count, Exception failure) {
        failures.increment();
        try {
            failureHandler.onFailure(subscription, count, failure);
        } catch (RuntimeException e) {
            LOG.warn("The handler of failures of live queries failed itself", e);
        }
    }

    void forget(LiveQuery subscription) {
        subscriptions.remove(subscription);
        index.remove(subscription);
    }

    /**
     * The state of all live queries, for monitoring. Takes time in proportion to their number.
     *
     * @return counts
     */
    public LiveStatistics statistics() {
        int filters = 0;
        int windows = 0;
        int traversals = 0;
        long pending = waiting();
        for (LiveQuery subscription : subscriptions) {
            pending += subscription.pending();
            if (subscription instanceof FilterQuery) {
                filters++;
            } else if (subscription instanceof WindowQuery) {
                windows++;
            } else {
                traversals++;
            }
        }
        return new LiveStatistics(
                filters, windows, traversals, pending, delivered.sum(), failures.sum(), turns.rejections());
    }

    /** Closes every subscription, and lets no other begin. What was not delivered is dropped. */
    @Override
    public void close() {
        closed = true;
        subscriptions.forEach(LiveQuery::close);
        synchronized (backlog) {
            backlog.clear();
        }
        turns.clear();
    }
}

package io.genosdb.live;

import io.genosdb.graph.Node;
import io.genosdb.graph.NodeChange;
import io.genosdb.graph.Reader;
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
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live queries: keeps the listeners of queries informed of every step of their results.
 *
 * <p><b>The way of a change.</b> The writer <em>publishes</em> the changes of a batch: it appends them to a backlog and does
 * nothing else. A turn on the executor <em>dispatches</em> them: finds the subscriptions that each can concern, and lets
 * those note what it means to them. A turn for each subscription with something to tell <em>delivers</em> it. So no query
 * of a stranger and no listener, however slow, is between a writer and its next write. Only with more than
 * {@value #MAX_BACKLOG} changes in the backlog, because all threads of the executor are busy or gone, the writer
 * dispatches some itself (it never delivers), which bounds the backlog and slows writers to the pace of evaluation.
 *
 * <p><b>Dispatch.</b> Changes are dispatched one after the other in the order of writing and are not coalesced before, so
 * that each subscription sees every step of a node, and a filter is evaluated on exactly the two states of a step. Of
 * subscriptions that ask for a certain value of a certain field, only those for the values that the node has or had are
 * visited ({@link DispatchIndex}); the cost of a change depends on them and not on how many there are. The rest is visited
 * for every change, at the price of two evaluations of a filter. Up to {@value #CHUNK} changes are dispatched at a time, so
 * that a subscription takes them together, under one monitor.
 *
 * <p><b>Three kinds of subscriptions.</b>
 *
 * <ul>
 *   <li>A filter alone keeps nothing but what it has still to tell, one record a node; whether a node was and is in the
 *       result follows from the two states of the change.
 *   <li>A window, with a limit or a cursor, keeps the window. What enters or moves is followed at once; what matches but
 *       sorts behind a full window is skipped after one comparison; when a place falls empty the query runs again.
 *   <li>A traversal keeps its result, and runs again unless it is certain that a change leaves the result as it is.
 * </ul>
 *
 * The last two keep what the listener was told besides what is; the difference is what is told next, what enters before
 * what leaves. Queries run on the executor, beside writers. Batches are numbered: a run has seen every batch published
 * before it began, so those are not looked at again; batches published later, up to the one that was being merged when the
 * run ended, may have been seen in part, and make it run again if they can concern the result. While writers overtake one
 * run after the other, every third is told, so that listeners of a busy graph hear at all; once writers rest, what was
 * told is exactly the result.
 *
 * <p><b>Bounds.</b> What waits for a slow listener is at most one event a node: for a filter, of the nodes that changed;
 * otherwise, of two results. A change that is undone before it was told leaves no trace.
 *
 * <p><b>Concurrency.</b> {@link #register} and {@link #publish} are called under the lock of the one writer, which makes
 * the initial result exact: changes up to its number are in it, all others come as events. Everything else may be called
 * by any thread. Each subscription has a monitor for what dispatch and delivery share; it is never held while a listener,
 * the failure handler or a query runs, nor is any other lock, unless the executor runs tasks in the thread that hands
 * them over. That is allowed, but then listeners run under the writer's lock. Dispatch is serial, and so is delivery to
 * one subscription; different ones are served at the same time.
 *
 * <p><b>Failures.</b> An exception of a listener is reported and changes nothing else. An {@link Error} goes on to the
 * executor's thread, as that thread's owner expects, after the rest of the events was handed over to another turn. Where
 * the executor rejects tasks, events wait for the next change.
 *
 * @since 0.1
 */
public final class LiveQueries implements AutoCloseable {

    /** Changes dispatched at a time; what one batch did to a window is told in one piece up to this size. */
    private static final int CHUNK = 256;

    /** With more changes than these waiting for the executor, the writer dispatches some itself. */
    private static final int MAX_BACKLOG = 8 * CHUNK;

    /** How long an idle worker waits for more, so that a stream of writes need not wake it each time. */
    private static final long LINGER_NANOS = 100_000;

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
        this(engine, new TurnQueue(executor, () -> LockSupport.parkNanos(LINGER_NANOS)), failureHandler);
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
     * @param reader what of the graph there is for the listener
     * @param listener hears of it
     * @return what delivers the initial result, to be started without the lock
     * @throws io.genosdb.query.InvalidQueryException if a cursor is not in the result, and the query does not allow that
     * @throws IllegalStateException if the database was closed
     */
    public Registration register(Query query, Reader reader, MapListener listener) {
        Reader rights = reader.asOfNow();
        List<Node> initial = engine.run(query, rights);
        LiveQuery subscription = liveQuery(query, new Audience(reader, rights, listener), initial);
        subscriptions.add(subscription);
        // What depends on other nodes can change by any change at all.
        index.add(subscription, query.isTraversal() ? Map.of() : query.equalities());
        if (closed) {
            subscription.close();
            throw new IllegalStateException("the database is closed: nothing can be subscribed any more");
        }
        return subscription;
    }

    private LiveQuery liveQuery(Query query, Audience audience, List<Node> initial) {
        if (query.isTraversal()) {
            return new TraversalQuery(this, query, audience, initial, published);
        }
        boolean isWindow = query.limit().isPresent() || query.after() != null || query.before() != null;
        return isWindow
                ? new WindowQuery(this, query, audience, initial, published)
                : new FilterQuery(this, query, audience, initial, published);
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

    /**
     * Tells the listeners whose rights have changed what there is for them now, and what is not any more. For the writer: what was
     * published before is dispatched first, with the rights as they were.
     */
    public void readAnew() {
        int waiting = waiting();
        while (waiting > 0) {
            waiting = dispatchChunk();
        }
        dispatching.lock();
        try {
            for (LiveQuery subscription : subscriptions) {
                if (subscription.readAnew()) {
                    turns.execute(subscription);
                }
            }
        } finally {
            dispatching.unlock();
        }
    }

    List<Node> run(Query query, Reader reader) {
        return engine.run(query, reader);
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

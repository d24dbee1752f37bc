package io.genosdb.live;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Runs many short tasks, here called turns, by few tasks of another executor.
 *
 * <p>A worker takes turns until there are none, and before each one sees to it that another worker is on its way if turns
 * are left. So as many run at once as the executor has threads for, one that blocks holds up no other, and handing over a
 * turn while workers are busy costs no more than adding it to a queue. To wake a sleeping thread costs more than to write
 * a node, so the last worker lingers for a moment before it ends: in a stream of writes, few of them wake anybody.
 *
 * <p>A worker that the executor rejects is offered again when another one ends, and on {@link #retry}: a pool with a full
 * queue only delays, and one that was shut down fails nobody. Turns in the queue are bounded by their owners: a
 * subscription has at most one at a time.
 */
class TurnQueue implements Executor {

    /** After so many turns a worker makes room for what else the executor has to do. */
    private static final int TURNS = 64;

    /** The most workers at once, however many threads the executor would make. */
    private static final int MAX_WORKERS = 256;

    private final Executor executor;
    private final Runnable pause;
    private final Queue<Runnable> turns = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean workerComing = new AtomicBoolean();
    private final AtomicInteger workers = new AtomicInteger();
    private final LongAdder rejections = new LongAdder();

    /** The thread that is handing a worker to the executor. */
    private volatile @Nullable Thread submitter;

    /**
     * Makes a queue.
     *
     * @param executor runs the workers
     * @param pause how long a worker lingers, in the worker's thread
     */
    TurnQueue(Executor executor, Runnable pause) {
        this.executor = executor;
        this.pause = pause;
    }

    @Override
    public void execute(Runnable turn) {
        turns.add(turn);
        retry();
    }

    /** Sees to it that a worker is on its way if there are turns to take. */
    void retry() {
        if (turns.isEmpty() || workers.get() >= MAX_WORKERS || !workerComing.compareAndSet(false, true)) {
            return;
        }
        boolean accepted = false;
        submitter = Thread.currentThread();
        try {
            executor.execute(this::work);
            accepted = true;
        } catch (RuntimeException e) {
            rejections.increment();
        } finally {
            submitter = null;
            // Also where a thread could not be made; the error goes to the caller.
            if (!accepted) {
                workerComing.set(false);
            }
        }
    }

    private void work() {
        // An executor may run a task in the caller's thread, which has better things to do than to linger.
        boolean lingers = submitter != Thread.currentThread();
        workerComing.set(false);
        workers.incrementAndGet();
        try {
            takeTurns(lingers);
        } finally {
            workers.decrementAndGet();
            retry();
        }
    }

    private void takeTurns(boolean lingers) {
        for (int i = 0; i < TURNS; i++) {
            Runnable turn = turns.poll();
            if (turn == null && lingers && linger()) {
                turn = turns.poll();
            }
            if (turn == null) {
                return;
            }
            retry();
            turn.run();
        }
    }

    /** Waits as the worker that is coming, so that nobody calls another one. Says whether there are turns now. */
    private boolean linger() {
        if (!workerComing.compareAndSet(false, true)) {
            return false;
        }
        try {
            pause.run();
        } finally {
            workerComing.set(false);
        }
        return !turns.isEmpty();
    }

    long rejections() {
        return rejections.sum();
    }

    void clear() {
        turns.clear();
    }
}

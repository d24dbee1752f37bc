package io.genosdb.live;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps what another executor rejects and offers it again: whenever one of its tasks ends there, and on {@link #retry}.
 *
 * <p>So a pool with a full queue only delays, and one that was shut down does not fail the writer. What is kept is bounded
 * by its users: a subscription has at most one task at a time.
 */
final class RetryingExecutor implements Executor {

    private final Executor executor;
    private final Queue<Runnable> rejected = new ConcurrentLinkedQueue<>();
    private final LongAdder rejections = new LongAdder();

    RetryingExecutor(Executor executor) {
        this.executor = executor;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // an executor may reject in its own way
    public void execute(Runnable task) {
        boolean accepted = false;
        try {
            executor.execute(() -> run(task));
            accepted = true;
        } catch (RuntimeException e) {
            rejections.increment();
        } finally {
            // Also when a thread could not be made: the error goes to the caller, the task is not lost.
            if (!accepted) {
                rejected.add(task);
            }
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            retry();
        }
    }

    /** Offers one of the rejected tasks again, if there are any. */
    void retry() {
        Runnable task = rejected.poll();
        if (task != null) {
            execute(task);
        }
    }

    long rejections() {
        return rejections.sum();
    }

    void clear() {
        rejected.clear();
    }
}

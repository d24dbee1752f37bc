package io.genosdb.sync.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of transports, for all their connections together: daemons, which end when there is nothing to do. To be closed
 * after the transports. Thread-safe.
 *
 * @since 0.1
 */
public final class TransportThreads implements AutoCloseable {

    private final ExecutorService workers;
    private final ScheduledExecutorService scheduler;

    /**
     * Makes threads as they are needed.
     *
     * @param name what the names of the threads begin with
     */
    public TransportThreads(String name) {
        // A connection has two tasks at most, and one that waits for a full disk must not keep others waiting.
        this.workers = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), factory(name));
        var timer = new ScheduledThreadPoolExecutor(1, factory(name + "-timer"));
        timer.setRemoveOnCancelPolicy(true);
        this.scheduler = Executors.unconfigurableScheduledExecutorService(timer);
    }

    private static ThreadFactory factory(String name) {
        var number = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Runs tasks that may take the time of a merge.
     *
     * @return an executor in which no task waits for another one
     */
    public Executor workers() {
        return workers;
    }

    /**
     * Runs short tasks later.
     *
     * @return a scheduler of one thread
     */
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    /** Ends the threads that do nothing; tasks that are running end by themselves. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        workers.shutdown();
    }
}

package io.genosdb;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that a database starts for itself: daemons, so that a forgotten {@code close} does not keep a JVM alive. */
final class DatabaseThreads implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(DatabaseThreads.class);
    private static final int LISTENER_THREADS = 4;

    private final String database;
    private final ExecutorService listeners;
    private final ScheduledExecutorService maintenance;
    private final ScheduledExecutorService journal;
    private final ExecutorService indexing;

    DatabaseThreads(String database) {
        this.database = database;
        var pool = new ThreadPoolExecutor(
                LISTENER_THREADS,
                LISTENER_THREADS,
                10,
                TimeUnit.SECONDS,
                // At most one task a subscription is in it, so it is as bounded as they are.
                new LinkedBlockingQueue<>(),
                factory("live"));
        pool.allowCoreThreadTimeOut(true);
        this.listeners = pool;
        this.maintenance = Executors.newSingleThreadScheduledExecutor(factory("maintenance"));
        this.journal = Executors.newSingleThreadScheduledExecutor(factory("journal"));
        this.indexing = Executors.newSingleThreadExecutor(factory("indexing"));
    }

    private ThreadFactory factory(String purpose) {
        var number = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, "genosdb-" + database + "-" + purpose + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    Executor listeners() {
        return listeners;
    }

    Executor indexing() {
        return indexing;
    }

    ScheduledExecutorService journal() {
        return journal;
    }

    /** Makes the threads of connections within this host, which end with them. */
    ThreadFactory local() {
        return factory("local");
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what the task throws is caught in it
    void every(Duration period, Runnable task) {
        maintenance.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        logger.warn("maintenance of database '{}' failed; it is tried again", database, e);
                    }
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        maintenance.shutdownNow();
        journal.shutdownNow();
        indexing.shutdownNow();
        listeners.shutdown();
    }
}

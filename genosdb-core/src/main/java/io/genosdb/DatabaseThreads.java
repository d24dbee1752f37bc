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

/** What a database runs beside its callers: on daemon threads, so that a forgotten {@code close} keeps no JVM alive. */
final class DatabaseThreads implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(DatabaseThreads.class);
    private static final int LISTENER_THREADS = 4;

    private final String database;
    private final ExecutorService listeners;
    private final ScheduledExecutorService maintenance;
    private final ScheduledExecutorService journal;
    private final ExecutorService indexing;

    /** Starts threads when they are needed. */
    DatabaseThreads(String database) {
        this(
                database,
                pool(factory(database, "live")),
                Executors.newSingleThreadScheduledExecutor(factory(database, "maintenance")),
                Executors.newSingleThreadScheduledExecutor(factory(database, "journal")),
                Executors.newSingleThreadExecutor(factory(database, "indexing")));
    }

    /** Uses executors that are handed in, which belong to it from then on: a simulation runs their tasks when it wants to. */
    DatabaseThreads(
            String database,
            ExecutorService listeners,
            ScheduledExecutorService maintenance,
            ScheduledExecutorService journal,
            ExecutorService indexing) {
        this.database = database;
        this.listeners = listeners;
        this.maintenance = maintenance;
        this.journal = journal;
        this.indexing = indexing;
    }

    private static ExecutorService pool(ThreadFactory factory) {
        var pool = new ThreadPoolExecutor(
                LISTENER_THREADS,
                LISTENER_THREADS,
                10,
                TimeUnit.SECONDS,
                // At most one task a subscription is in it, so it is as bounded as they are.
                new LinkedBlockingQueue<>(),
                factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory factory(String database, String purpose) {
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
        return factory(database, "local");
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what the task throws is caught in it
    void every(Duration period, Runnable task) {
        maintenance.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException | Error e) {
                        // What is thrown here would end the task for good.
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

package io.genosdb.security;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners in order, one task at a time, on whatever thread runs the tasks. Beyond so many events that wait, refusals are not
 * told any more: they are what a stranger can make any number of. Thread-safe.
 */
final class EventQueue {

    private static final Logger logger = LoggerFactory.getLogger(EventQueue.class);
    private static final int REFUSALS_WAITING_AT_MOST = 10_000;

    /** Runs a task soon. */
    @FunctionalInterface
    interface Runner {
        void execute(Runnable task);
    }

    private final Runner runner;
    private final Listeners listeners;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    EventQueue(Listeners listeners, Runner runner) {
        this.listeners = listeners;
        this.runner = runner;
    }

    void publish(List<SecurityEvent> events) {
        if (listeners.isEmpty()) {
            return;
        }
        var tasks = new ArrayList<Runnable>(events.size());
        for (SecurityEvent event : events) {
            boolean isRefusal = event instanceof SecurityEvent.EntryRefused;
            if (!isRefusal || size() < REFUSALS_WAITING_AT_MOST) {
                tasks.add(() -> listeners.tell(event));
            }
        }
        run(tasks);
    }

    /** Runs something in turn with the events. */
    void run(List<Runnable> tasks) {
        synchronized (waiting) {
            waiting.addAll(tasks);
            if (running || waiting.isEmpty()) {
                return;
            }
            running = true;
        }
        try {
            runner.execute(this::drain);
        } catch (RejectedExecutionException e) {
            logger.debug("the database is closing: nobody is told any more");
        }
    }

    private int size() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private void drain() {
        while (true) {
            Runnable next;
            synchronized (waiting) {
                next = waiting.poll();
                if (next == null) {
                    running = false;
                    return;
                }
            }
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                // Whatever it is: the next ones have to be told.
                logger.warn("what was to be done after a change of roles failed", e);
            }
        }
    }
}

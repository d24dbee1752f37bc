package io.genosdb.rtc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other on threads of an executor, as long as those that wait are not too big together. Thread-safe.
 */
final class SerialTasks {

    private static final Logger logger = LoggerFactory.getLogger(RtcRooms.class);

    private record Task(long size, Runnable action) {}

    private final Executor executor;
    private final long capacity;

    // Guarded by this.
    private final Deque<Task> waiting = new ArrayDeque<>();
    private long size;
    private boolean running;

    SerialTasks(Executor executor, long capacity) {
        this.executor = executor;
        this.capacity = capacity;
    }

    /**
     * Adds a task.
     *
     * @param bytes how much it keeps in memory; 0 for what is never to be left out
     * @return false where there is no room for it
     */
    synchronized boolean offer(long bytes, Runnable action) {
        if (bytes > 0 && size > 0 && size + bytes > capacity) {
            return false;
        }
        waiting.add(new Task(bytes, action));
        size += bytes;
        if (!running) {
            running = true;
            submit();
        }
        return true;
    }

    private void submit() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            logger.debug("The threads of rooms are closed; what waited is dropped");
        }
    }

    private void run() {
        Task task = next();
        while (task != null) {
            try {
                task.action().run();
            } catch (RuntimeException | Error e) {
                // An assertion or a missing class of one listener does not keep the others from hearing anything more.
                logger.error("A listener of a room failed", e);
            }
            done(task);
            task = next();
        }
    }

    private synchronized @Nullable Task next() {
        Task task = waiting.poll();
        running = task != null;
        return task;
    }

    private synchronized void done(Task task) {
        size -= task.size();
    }
}

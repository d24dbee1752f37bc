package io.genosdb.security.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A wall clock that stands still until a test lets time pass, and what runs by it, on the test's thread. */
public final class VirtualTime implements InstantSource {

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.<Task>comparingLong(task -> task.due).thenComparingLong(task -> task.number));
    private long micros;
    private long numbers;

    public VirtualTime(Instant begin) {
        micros = begin.toEpochMilli() * 1_000;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        return micros / 1_000;
    }

    /** Lets time pass, and runs what is due on the way. */
    public void pass(Duration time) {
        long end = micros + time.toNanos() / 1_000;
        while (!tasks.isEmpty() && tasks.peek().due <= end) {
            Task next = tasks.remove();
            micros = Math.max(micros, next.due);
            next.run();
        }
        micros = end;
    }

    /** The threads of one database. */
    public ScheduledExecutorService executor() {
        return new Threads();
    }

    /** Runs tasks in virtual time until it is shut down. */
    private final class Threads extends AbstractExecutorService implements ScheduledExecutorService {

        private boolean shutdown;

        /** At once, as an executor may. */
        @Override
        public void execute(Runnable command) {
            if (shutdown) {
                throw new RejectedExecutionException("shut down");
            }
            command.run();
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            if (shutdown) {
                throw new RejectedExecutionException("shut down");
            }
            return new Task(this, command, unit.toMicros(delay), 0);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initial, long delay, TimeUnit unit) {
            return new Task(this, command, unit.toMicros(initial), unit.toMicros(delay));
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initial, long period, TimeUnit unit) {
            return scheduleWithFixedDelay(command, initial, period, unit);
        }

        @Override
        public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void shutdown() {
            shutdown = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            shutdown = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return shutdown;
        }

        @Override
        public boolean isTerminated() {
            return shutdown;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }

    private final class Task implements ScheduledFuture<Object> {

        private final Threads threads;
        private final Runnable command;
        private final long period;
        private long due;
        private long number;
        private boolean isOver;

        private Task(Threads threads, Runnable command, long delay, long period) {
            this.threads = threads;
            this.command = command;
            this.period = period;
            plan(delay);
        }

        private void plan(long delay) {
            due = micros + delay;
            number = numbers++;
            tasks.add(this);
        }

        private void run() {
            if (isOver || threads.shutdown) {
                return;
            }
            isOver = period == 0;
            command.run();
            if (!isOver) {
                plan(period);
            }
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean wasPending = !isOver;
            isOver = true;
            return wasPending;
        }

        @Override
        public boolean isCancelled() {
            return isOver;
        }

        @Override
        public boolean isDone() {
            return isOver;
        }

        @Override
        public Object get() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object get(long timeout, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - micros, TimeUnit.MICROSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.MICROSECONDS), other.getDelay(TimeUnit.MICROSECONDS));
        }
    }
}

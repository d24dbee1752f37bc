package io.genosdb.simulation;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The threads of one life of a replica: runs tasks in virtual time until it is shut down. What a task throws ends the simulation. */
final class SimulatedExecutor extends AbstractExecutorService implements ScheduledExecutorService {

    private final Timeline timeline;
    private boolean shutdown;

    SimulatedExecutor(Timeline timeline) {
        this.timeline = timeline;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        if (shutdown) {
            throw new RejectedExecutionException("shut down");
        }
        var task = new Task(command, 0);
        task.plan(unit.toMicros(delay));
        return task;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        var task = new Task(command, unit.toMicros(delay));
        task.plan(unit.toMicros(initialDelay));
        return task;
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return scheduleWithFixedDelay(command, initialDelay, period, unit);
    }

    /** At once, as an executor may: those who hand tasks over are ready for it. */
    @Override
    public void execute(Runnable command) {
        if (shutdown) {
            throw new RejectedExecutionException("shut down");
        }
        command.run();
    }

    private final class Task implements ScheduledFuture<Object> {
        private final Runnable command;
        private final long periodMicros;
        private boolean cancelled;
        private boolean done;
        private long due;

        private Task(Runnable command, long periodMicros) {
            this.command = command;
            this.periodMicros = periodMicros;
        }

        private void plan(long delayMicros) {
            due = timeline.micros() + delayMicros;
            timeline.after(delayMicros, this::run);
        }

        private void run() {
            if (cancelled || shutdown) {
                return;
            }
            command.run();
            if (periodMicros > 0) {
                plan(periodMicros);
            } else {
                done = true;
            }
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            cancelled = !done;
            return cancelled;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public boolean isDone() {
            return done || cancelled;
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
            return unit.convert(due - timeline.micros(), TimeUnit.MICROSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.MICROSECONDS), other.getDelay(TimeUnit.MICROSECONDS));
        }
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

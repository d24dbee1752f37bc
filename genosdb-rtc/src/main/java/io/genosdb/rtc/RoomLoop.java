package io.genosdb.rtc;

import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a room: all that a room knows is read and changed by it alone. Tasks must not wait for anything: pings are
 * answered here.
 */
final class RoomLoop implements Clockwork {

    private static final Logger logger = LoggerFactory.getLogger(RtcRooms.class);

    private record Timed(long due, long number, Runnable task) implements Comparable<Timed> {
        @Override
        public int compareTo(Timed other) {
            int order = Long.compare(due, other.due);
            return order != 0 ? order : Long.compare(number, other.number);
        }
    }

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Queue<Timed> timers = new PriorityQueue<>();
    private final LongSupplier ticker;
    private final Thread thread;
    private long numbers;
    private volatile boolean stopped;

    RoomLoop(String name, LongSupplier ticker) {
        this.ticker = ticker;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public long now() {
        return ticker.getAsLong();
    }

    /** Runs a task after those that came before; not after {@link #stop}. Called from any thread. */
    @Override
    public void execute(Runnable task) {
        var unused = offer(task);
    }

    /** As {@link #execute}. Whether the task runs: not after {@link #stop}. */
    boolean offer(Runnable task) {
        synchronized (tasks) {
            return !stopped && tasks.add(task);
        }
    }

    /** Runs a task later. Called from this thread only. */
    @Override
    public void executeIn(long millis, Runnable task) {
        timers.add(new Timed(now() + millis, numbers++, task));
    }

    /** Runs what is there already, and no more. */
    void stop() {
        execute(this::end);
    }

    private void end() {
        synchronized (tasks) {
            stopped = true;
        }
    }

    private void run() {
        try {
            while (!stopped) {
                Runnable task = next();
                if (task != null) {
                    perform(task);
                }
            }
        } catch (InterruptedException e) {
            logger.warn("A room stopped, since its thread was interrupted");
            end();
        }
        // Somebody may wait for what was taken on a moment before the end.
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            perform(task);
        }
    }

    private @Nullable Runnable next() throws InterruptedException {
        Timed first = timers.peek();
        if (first == null) {
            return tasks.take();
        }
        long wait = first.due() - now();
        if (wait <= 0) {
            timers.remove();
            return first.task();
        }
        return tasks.poll(wait, TimeUnit.MILLISECONDS);
    }

    private static void perform(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            logger.error("A room failed at something and goes on", e);
        }
    }
}

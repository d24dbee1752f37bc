package io.genosdb.spring.listener;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a listener and the events that wait for it. Takes events until it is told to end, handles those that it has
 * taken, and ends.
 *
 * @param <E> what it takes
 */
final class Lane<E> implements Runnable {

    private final Consumer<E> handler;
    private final LaneQueue<E> waiting;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Guards everything below. A lock and no monitor, in which a virtual thread would hold its carrier while it waits. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private @Nullable Thread thread;
    private boolean ending;
    private boolean abandoned;

    Lane(Consumer<E> handler, LaneQueue<E> waiting) {
        this.handler = handler;
        this.waiting = waiting;
    }

    /** Adds an event, unless the lane was told to end. False where the event is dropped, because too much waits. */
    boolean offer(E event) {
        lock.lock();
        try {
            if (ending) {
                return true;
            }
            changed.signal();
            return waiting.offer(event);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            for (E event = take(); event != null; event = take()) {
                handler.accept(event);
                // An interruption was meant for what was being done, not for what comes next.
                boolean ignored = Thread.interrupted();
            }
        } finally {
            leave();
        }
    }

    private void leave() {
        lock.lock();
        try {
            // Its thread may go on to run the lane of another listener.
            thread = null;
        } finally {
            lock.unlock();
            ended.countDown();
        }
    }

    private @Nullable E take() {
        lock.lock();
        try {
            thread = Thread.currentThread();
            while (waiting.size() == 0 && !ending) {
                changed.awaitUninterruptibly();
            }
            return abandoned ? null : waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more and ends when what it has taken is handled. */
    void end() {
        lock.lock();
        try {
            ending = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end. Says whether it came in time. */
    boolean awaitEnd(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Ends without what was not begun yet; says how many events those are. */
    int abandon() {
        lock.lock();
        try {
            ending = true;
            abandoned = true;
            changed.signal();
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isCurrentThread() {
        lock.lock();
        try {
            return thread == Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}

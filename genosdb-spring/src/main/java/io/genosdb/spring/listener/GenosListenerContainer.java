package io.genosdb.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.Lifecycle;

/**
 * What stands behind one {@link GenosListener} or {@link GenosChannelListener}: its threads, and what they wait for. Made by a
 * {@link GenosListenerContainerFactory}, started and stopped by the {@link GenosListenerEndpointRegistry} or by the application,
 * as often as it likes. Thread-safe.
 *
 * @since 0.1
 */
public abstract sealed class GenosListenerContainer implements Lifecycle
        permits GenosQueryListenerContainer, GenosChannelListenerContainer {

    static final Logger logger = LoggerFactory.getLogger(GenosListenerContainer.class);

    private final String id;
    private final GenosListenerContainerFactory.Settings settings;

    /** Guards starting and stopping. Not held while a stop waits for the listener. */
    private final ReentrantLock lifecycle = new ReentrantLock();

    private volatile @Nullable Session session;

    /** From a start to the stop after it. */
    record Session(List<? extends Lane<?>> lanes, Runnable end) {}

    GenosListenerContainer(String id, GenosListenerContainerFactory.Settings settings) {
        this.id = id;
        this.settings = settings;
    }

    /**
     * The identifier of the listener.
     *
     * @return the identifier
     */
    public String getId() {
        return id;
    }

    /**
     * Whether the listener starts with the context.
     *
     * @return true if it does
     */
    public boolean isAutoStartup() {
        return settings.autoStartup();
    }

    /**
     * How many events or messages wait for the listener's threads.
     *
     * @return the number
     */
    public int getPending() {
        Session current = session;
        return current == null
                ? 0
                : current.lanes().stream().mapToInt(Lane::size).sum();
    }

    @Override
    public boolean isRunning() {
        return session != null;
    }

    /**
     * Begins to listen. What happened since the listener was stopped is not made up for, unless it asks for
     * {@link io.genosdb.live.Action#INITIAL}. Does nothing where it runs.
     *
     * @throws org.springframework.dao.DataAccessException if the query cannot be run, or the database has no room
     * @throws java.util.concurrent.RejectedExecutionException if the executor has no threads left; nothing is running then
     */
    @Override
    public void start() {
        lifecycle.lock();
        try {
            if (session == null) {
                session = open();
            }
        } finally {
            lifecycle.unlock();
        }
    }

    /** Begins to listen. */
    abstract Session open();

    /** What keeps the context from starting. */
    abstract InvalidGenosListenerException invalid(RuntimeException reason);

    final GenosListenerContainerFactory.Settings settings() {
        return settings;
    }

    /** Starts the lanes, and then what feeds them. What feeds them is ended by what is returned for that. */
    final <E> Session open(
            Consumer<E> handler, Supplier<LaneQueue<E>> queue, Function<List<Lane<E>>, Runnable> subscription) {
        List<Lane<E>> lanes = Stream.generate(() -> new Lane<>(handler, queue.get()))
                .limit(settings.concurrency())
                .toList();
        boolean opened = false;
        try {
            Executor executor = settings.executor(id);
            lanes.forEach(executor::execute);
            Runnable end = subscription.apply(lanes);
            opened = true;
            return new Session(lanes, end);
        } finally {
            if (!opened) {
                lanes.forEach(Lane::abandon);
            }
        }
    }

    /**
     * Ends listening: takes no more events, and waits until those that were taken before are handled, but not longer than
     * the shutdown timeout; the method is not called any more after that. Called from the listener itself it does not wait.
     * Does nothing where it does not run.
     */
    @Override
    public void stop() {
        beginStop().await();
    }

    /** Starts with the context, whose own message would not say which listener could not. */
    void autoStart() {
        if (!isAutoStartup()) {
            return;
        }
        try {
            start();
        } catch (RuntimeException e) {
            throw invalid(e);
        }
    }

    /** Takes no more events. What is returned waits for those taken before. */
    Stopping beginStop() {
        lifecycle.lock();
        try {
            Session current = session;
            session = null;
            List<? extends Lane<?>> lanes = current == null ? List.of() : current.lanes();
            if (current != null) {
                current.end().run();
                lanes.forEach(Lane::end);
            }
            return new Stopping(lanes, System.nanoTime() + timeout().toNanos());
        } finally {
            lifecycle.unlock();
        }
    }

    private Duration timeout() {
        return settings.shutdownTimeout();
    }

    /** A stop on its way. */
    final class Stopping {

        private final List<? extends Lane<?>> lanes;
        private final long deadline;

        private Stopping(List<? extends Lane<?>> lanes, long deadline) {
            this.lanes = lanes;
            this.deadline = deadline;
        }

        void await() {
            if (lanes.stream().anyMatch(Lane::isCurrentThread)) {
                return;
            }
            try {
                for (Lane<?> lane : lanes) {
                    if (!lane.awaitEnd(deadline - System.nanoTime())) {
                        abandon("did not end within " + timeout());
                        return;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                abandon("was not waited for, because the thread that stops it was interrupted");
            }
        }

        private void abandon(String reason) {
            int dropped = lanes.stream().mapToInt(Lane::abandon).sum();
            logger.warn("Listener '{}' {}; {} events that it had not begun are dropped", id, reason, dropped);
        }
    }
}

package io.genosdb.spring.listener;

import io.genosdb.live.Action;
import io.genosdb.live.MapEvent;
import io.genosdb.live.Subscription;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosOperations;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.Lifecycle;

/**
 * The live query and the threads behind one {@link GenosListener}. Made by a {@link GenosListenerContainerFactory}, started
 * and stopped by the {@link GenosListenerEndpointRegistry} or by the application, as often as it likes. Thread-safe.
 *
 * @since 0.1
 */
public final class GenosListenerContainer implements Lifecycle {

    private static final Logger logger = LoggerFactory.getLogger(GenosListenerContainer.class);

    private final String id;
    private final GenosListenerContainerFactory.Settings settings;
    private final Endpoint endpoint;

    /** Guards starting and stopping. Not held while a stop waits for the listener. */
    private final ReentrantLock lifecycle = new ReentrantLock();

    private volatile @Nullable Session session;

    /** What is listened to, and by whom. */
    record Endpoint(ListenerMethod method, GenosOperations operations, Query query, Set<Action> actions) {}

    /** From a start to the stop after it. */
    private record Session(List<Lane> lanes, Subscription subscription) {}

    GenosListenerContainer(String id, GenosListenerContainerFactory.Settings settings, Endpoint endpoint) {
        this.id = id;
        this.settings = settings;
        this.endpoint = endpoint;
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
     * What is listened to.
     *
     * @return the query
     */
    public Query getQuery() {
        return endpoint.query();
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
     * How many events wait for the listener's threads.
     *
     * @return at most one event for each node
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
     * {@link Action#INITIAL}. Does nothing where it runs.
     *
     * @throws org.springframework.dao.DataAccessException if the query cannot be run
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

    private Session open() {
        List<Lane> lanes = Stream.generate(() -> new Lane(this::handle))
                .limit(settings.concurrency())
                .toList();
        boolean opened = false;
        try {
            Executor executor = settings.executor(id);
            lanes.forEach(executor::execute);
            Subscription subscription = endpoint.operations().map(endpoint.query(), event -> accept(event, lanes));
            opened = true;
            return new Session(lanes, subscription);
        } finally {
            if (!opened) {
                lanes.forEach(Lane::abandon);
            }
        }
    }

    private void accept(MapEvent event, List<Lane> lanes) {
        // Left out before the queue: one that waits there would swallow the updates of its node.
        if (event.action() != Action.INITIAL || endpoint.actions().contains(Action.INITIAL)) {
            lanes.get(Math.floorMod(event.id().hashCode(), lanes.size())).offer(event);
        }
    }

    private void handle(MapEvent event) {
        if (!endpoint.actions().contains(event.action())) {
            return;
        }
        try {
            endpoint.method().invoke(event);
        } catch (Throwable e) {
            fail(event, e);
        }
    }

    private void fail(MapEvent event, Throwable failure) {
        String message = "listener '" + id + "' (" + endpoint.method() + ") failed on " + event;
        try {
            settings.errorHandler().handleError(event, new GenosListenerExecutionException(id, message, failure));
        } catch (Throwable e) {
            // An error too: the thread would end, and events would wait for it for ever.
            logger.error("The error handler of listener '{}' failed on {}", id, event, e);
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
            throw endpoint.method().invalid(e);
        }
    }

    /** Takes no more events. What is returned waits for those taken before. */
    Stopping beginStop() {
        lifecycle.lock();
        try {
            Session current = session;
            session = null;
            List<Lane> lanes = current == null ? List.of() : current.lanes();
            if (current != null) {
                current.subscription().close();
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

        private final List<Lane> lanes;
        private final long deadline;

        private Stopping(List<Lane> lanes, long deadline) {
            this.lanes = lanes;
            this.deadline = deadline;
        }

        void await() {
            if (lanes.stream().anyMatch(Lane::isCurrentThread)) {
                return;
            }
            try {
                for (Lane lane : lanes) {
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

    @Override
    public String toString() {
        return "listener '" + id + "' (" + endpoint.method() + ")";
    }
}

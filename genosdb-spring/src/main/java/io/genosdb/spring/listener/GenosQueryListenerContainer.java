package io.genosdb.spring.listener;

import io.genosdb.live.Action;
import io.genosdb.live.ConflatingQueue;
import io.genosdb.live.MapEvent;
import io.genosdb.live.Subscription;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosOperations;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The live query and the threads behind one {@link GenosListener}.
 *
 * @since 0.1
 */
public final class GenosQueryListenerContainer extends GenosListenerContainer {

    private final Endpoint endpoint;

    /** What is listened to, and by whom. */
    record Endpoint(ListenerMethod method, GenosOperations operations, Query query, Set<Action> actions) {}

    GenosQueryListenerContainer(String id, GenosListenerContainerFactory.Settings settings, Endpoint endpoint) {
        super(id, settings);
        this.endpoint = endpoint;
    }

    /**
     * What is listened to.
     *
     * @return the query
     */
    public Query getQuery() {
        return endpoint.query();
    }

    @Override
    Session open() {
        return open(this::handle, Conflating::new, this::subscribe);
    }

    @Override
    InvalidGenosListenerException invalid(RuntimeException reason) {
        return endpoint.method().invalid(reason);
    }

    private Runnable subscribe(List<Lane<MapEvent>> lanes) {
        Subscription subscription = endpoint.operations().map(endpoint.query(), event -> accept(event, lanes));
        return subscription::close;
    }

    private void accept(MapEvent event, List<Lane<MapEvent>> lanes) {
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
        String message = "listener '" + getId() + "' (" + endpoint.method() + ") failed on " + event;
        try {
            settings()
                    .errorHandler()
                    .handleError(event, new GenosListenerExecutionException(getId(), message, failure));
        } catch (Throwable e) {
            // An error too: the thread would end, and events would wait for it for ever.
            logger.error("The error handler of listener '{}' failed on {}", getId(), event, e);
        }
    }

    @Override
    public String toString() {
        return "listener '" + getId() + "' (" + endpoint.method() + ")";
    }

    /** At most one event for each node waits. */
    private static final class Conflating implements LaneQueue<MapEvent> {

        private final ConflatingQueue queue = new ConflatingQueue();

        @Override
        public boolean offer(MapEvent event) {
            queue.offer(event);
            return true;
        }

        @Override
        public @Nullable MapEvent poll() {
            return queue.poll();
        }

        @Override
        public int size() {
            return queue.size();
        }
    }
}

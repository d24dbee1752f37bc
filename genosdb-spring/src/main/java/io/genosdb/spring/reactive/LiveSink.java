package io.genosdb.spring.reactive;

import io.genosdb.live.Action;
import io.genosdb.live.ConflatingQueue;
import io.genosdb.live.MapEvent;
import io.genosdb.live.Subscription;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosOperations;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.FluxSink;

/** Between a live query and one subscriber: hands on what was asked for, and conflates the rest. */
final class LiveSink {

    private final FluxSink<MapEvent> sink;
    private final int maxPending;

    /** Guarded by itself. */
    private final ConflatingQueue waiting = new ConflatingQueue();

    /** How often somebody wanted to drain since it was last begun; one at a time does. */
    private final AtomicInteger wanted = new AtomicInteger();

    /** Those that wait and are of the initial result. Guarded by {@link #waiting}. */
    private final Set<String> initial = new HashSet<>();

    LiveSink(FluxSink<MapEvent> sink, int maxPending) {
        this.sink = sink;
        this.maxPending = maxPending;
    }

    void open(GenosOperations operations, Query query) {
        sink.onRequest(requested -> drain());
        Subscription subscription = operations.map(query, this::accept);
        // Closes at once where the subscriber has gone meanwhile.
        sink.onDispose(subscription::close);
    }

    private void accept(MapEvent event) {
        if (sink.isCancelled()) {
            return;
        }
        synchronized (waiting) {
            waiting.offer(event);
            if (event.action() == Action.INITIAL) {
                initial.add(event.id());
            } else if (event.action() == Action.REMOVED) {
                // Cancels the one that waits: neither is handed on.
                initial.remove(event.id());
            }
        }
        drain();
        if (pendingChanges() > maxPending) {
            sink.error(Exceptions.failWithOverflow(
                    "the subscriber is too slow: more than " + maxPending + " changes wait for it"));
        }
    }

    private int pendingChanges() {
        synchronized (waiting) {
            return waiting.size() - initial.size();
        }
    }

    private void drain() {
        if (wanted.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        while (seen != 0) {
            handOn();
            seen = wanted.addAndGet(-seen);
        }
    }

    private void handOn() {
        while (sink.requestedFromDownstream() > 0 && !sink.isCancelled()) {
            MapEvent event = poll();
            if (event == null) {
                return;
            }
            sink.next(event);
        }
    }

    private @Nullable MapEvent poll() {
        synchronized (waiting) {
            MapEvent event = waiting.poll();
            if (event != null) {
                initial.remove(event.id());
            }
            return event;
        }
    }
}

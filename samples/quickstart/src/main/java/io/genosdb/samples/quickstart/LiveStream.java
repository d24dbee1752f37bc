package io.genosdb.samples.quickstart;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.live.Action;
import io.genosdb.live.MapEvent;
import io.genosdb.live.MapListener;
import io.genosdb.value.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter.DataWithMediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * A live query on its way to one browser. Events go into a mailbox and leave it on another thread, so that a browser
 * behind a slow line delays nobody else. What piles up meanwhile is kept once per node, and there is a bound on that.
 */
final class LiveStream implements MapListener {

    private static final Map<String, String> NOTHING = Map.of();

    private final SseEmitter emitter;
    private final Executor executor;
    private final int capacity;
    private final Map<String, MapEvent> mailbox = new LinkedHashMap<>();
    private boolean sending;
    private boolean pinged;
    private boolean closed;
    private Runnable whenClosed = () -> {};

    /**
     * Makes a stream.
     *
     * @param emitter the connection
     * @param executor runs one task of this stream at a time, which may block while the browser doesn't read
     * @param capacity how many nodes may wait in the mailbox before the stream gives up
     */
    LiveStream(SseEmitter emitter, Executor executor, int capacity) {
        this.emitter = emitter;
        this.executor = executor;
        this.capacity = capacity;
        this.sending = true; // Until the start: the result is to leave as a whole.
    }

    /** As the page gets a node. */
    record LiveNode(String id, @Nullable JsonObject value, List<String> edges, HybridTimestamp timestamp) {}

    /**
     * Sends what is in the mailbox as the complete result, and from then on what comes.
     *
     * @param cleanUp is run once when the stream ends, whoever ends it
     */
    void start(Runnable cleanUp) {
        synchronized (this) {
            whenClosed = cleanUp;
            if (closed) {
                cleanUp.run();
                return;
            }
        }
        executor.execute(() -> {
            var events = event("reset", NOTHING);
            take().forEach(it -> events.addAll(event(it)));
            events.addAll(event("ready", NOTHING));
            send(events);
            sendRest();
        });
    }

    /** A sign of life, so that both sides notice a dead line. */
    synchronized void ping() {
        pinged = true;
        wake();
    }

    @Override
    public synchronized void onEvent(MapEvent next) {
        if (closed) {
            return;
        }
        MapEvent before = mailbox.get(next.id());
        MapEvent merged = before == null ? next : merge(before, next);
        if (merged == null) {
            mailbox.remove(next.id());
        } else {
            mailbox.put(next.id(), merged);
        }
        if (mailbox.size() > capacity) {
            close(); // The browser comes back and gets the result from the start.
        } else {
            wake();
        }
    }

    /** One event that takes the browser as far as both would. */
    private static @Nullable MapEvent merge(MapEvent before, MapEvent next) {
        boolean isNew = before.action() == Action.INITIAL || before.action() == Action.ADDED;
        if (next.action() == Action.REMOVED) {
            return isNew ? null : next;
        }
        Action action = isNew ? before.action() : Action.UPDATED;
        return new MapEvent(action, next.id(), next.value(), next.edges(), next.timestamp());
    }

    private void wake() {
        if (!sending && !closed) {
            sending = true;
            executor.execute(this::sendRest);
        }
    }

    private void sendRest() {
        while (true) {
            var events = new LinkedHashSet<DataWithMediaType>();
            synchronized (this) {
                if (closed || (mailbox.isEmpty() && !pinged)) {
                    sending = false;
                    return;
                }
                if (pinged) {
                    events.addAll(event("ping", NOTHING));
                    pinged = false;
                }
            }
            take().forEach(it -> events.addAll(event(it)));
            send(events);
        }
    }

    private synchronized List<MapEvent> take() {
        var events = List.copyOf(mailbox.values());
        mailbox.clear();
        return events;
    }

    private static Set<DataWithMediaType> event(MapEvent it) {
        return event(
                it.action().name().toLowerCase(Locale.ROOT),
                new LiveNode(it.id(), it.value(), it.edges(), it.timestamp()));
    }

    private static Set<DataWithMediaType> event(String name, Object data) {
        return SseEmitter.event().name(name).data(data).build();
    }

    private void send(Set<DataWithMediaType> events) {
        try {
            emitter.send(events);
        } catch (IOException | IllegalStateException e) {
            // The browser has gone, which is how most streams end.
            close();
        }
    }

    /** Ends the stream. The browser, if it is still there, connects again. */
    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            mailbox.clear();
        }
        emitter.complete();
        whenClosed.run();
    }
}

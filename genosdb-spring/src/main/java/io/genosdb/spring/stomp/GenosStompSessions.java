package io.genosdb.spring.stomp;

import io.genosdb.sync.transport.TokenBucket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.handler.WebSocketHandlerDecoratorFactory;

/**
 * The sessions of all STOMP endpoints: bounds their number, keeps their writes from blocking threads, and frees what a
 * session holds when its connection ends, however that happens. Thread-safe.
 *
 * @since 0.1
 */
public final class GenosStompSessions implements WebSocketHandlerDecoratorFactory {

    private final StompLimits limits;
    private final LongSupplier nanos;
    private final StompCounters counters = new StompCounters();
    private final Map<String, StompSession> sessions = new ConcurrentHashMap<>();
    private final Semaphore places;

    /**
     * Makes an empty registry.
     *
     * @param limits what each client may take
     */
    public GenosStompSessions(StompLimits limits) {
        this(limits, System::nanoTime);
    }

    /**
     * Makes an empty registry with a clock of its own.
     *
     * @param limits what each client may take
     * @param nanos a clock in nanoseconds, like {@link System#nanoTime}, by which request rates are measured
     */
    public GenosStompSessions(StompLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
        this.places = new Semaphore(limits.maxSessions());
    }

    /**
     * What each client may take.
     *
     * @return the limits
     */
    public StompLimits limits() {
        return limits;
    }

    /**
     * How the clients are doing.
     *
     * @return a snapshot
     */
    public StompStatistics statistics() {
        int subscriptions = 0;
        long pending = 0;
        for (StompSession session : sessions.values()) {
            subscriptions += session.subscriptionCount();
            pending += session.pending();
        }
        return counters.snapshot(sessions.size(), subscriptions, pending);
    }

    StompCounters counters() {
        return counters;
    }

    @Nullable
    StompSession find(@Nullable String id) {
        return id == null ? null : sessions.get(id);
    }

    /** Ends all live queries. The connections are left to whoever made them. */
    void endAll() {
        sessions.values().forEach(StompSession::end);
    }

    @Override
    public WebSocketHandler decorate(WebSocketHandler handler) {
        return new Registration(handler);
    }

    private final class Registration extends WebSocketHandlerDecorator {

        private Registration(WebSocketHandler delegate) {
            super(delegate);
        }

        @Override
        public void afterConnectionEstablished(WebSocketSession webSocket) throws Exception {
            if (!places.tryAcquire()) {
                counters.rejectedSession();
                webSocket.close(CloseStatus.SERVICE_OVERLOAD.withReason(
                        "too many sessions: at most " + limits.maxSessions() + " (genosdb.stomp.limits.sessions)"));
                return;
            }
            var bucket = new TokenBucket(limits.requestsPerSecond(), limits.burst(), nanos);
            var session = new StompSession(webSocket, limits, bucket, counters);
            sessions.put(session.id(), session);
            super.afterConnectionEstablished(session.socket());
        }

        @Override
        public void afterConnectionClosed(WebSocketSession webSocket, CloseStatus status) throws Exception {
            StompSession session = sessions.remove(webSocket.getId());
            if (session == null) {
                return;
            }
            places.release();
            session.end();
            super.afterConnectionClosed(webSocket, status);
        }
    }
}

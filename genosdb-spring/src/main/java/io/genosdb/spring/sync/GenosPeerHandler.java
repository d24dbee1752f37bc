package io.genosdb.spring.sync;

import io.genosdb.sync.SyncEngine;
import io.genosdb.sync.transport.TransportThreads;
import io.genosdb.sync.transport.WebSocketPeers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.BinaryWebSocketHandler;

/**
 * The end of WebSocket connections that other replicas dial. A frame is a binary message of at most 64 KiB. A frame is dealt
 * with on the container's thread, which reads no further meanwhile; what is sent is taken when the connection has room, and
 * blocks neither the container's threads nor those that write to the database.
 *
 * <p>Asks for no proof itself: that is the shared secret's part, with which the database was opened. Thread-safe.
 *
 * @since 0.1
 */
public final class GenosPeerHandler extends BinaryWebSocketHandler implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(GenosPeerHandler.class);

    /** So many may be about to prove what they are, besides those that have: strangers take no replica's place. */
    private static final int MOST_HANDSHAKES = 64;

    private static final long CLOSE_LIMIT_SECONDS = 12;

    private final SyncEngine engine;
    private final int maxConnections;
    private final Duration sendTimeLimit;
    private final Executor workers;
    private final Semaphore places;
    private final Semaphore handshakes = new Semaphore(MOST_HANDSHAKES);
    private final AtomicBoolean full = new AtomicBoolean();
    private final Map<String, PeerSession> sessions = new ConcurrentHashMap<>();
    private volatile boolean running = true;

    /**
     * Makes a handler.
     *
     * @param engine what talks over the connections
     * @param maxConnections most connected replicas at once; more are turned away. 64 more connections may be in their
     *     handshake
     * @param sendTimeLimit how long a frame may take to be sent before the connection is given up
     * @param threads what runs besides the container's threads. Not closed here
     */
    public GenosPeerHandler(SyncEngine engine, int maxConnections, Duration sendTimeLimit, TransportThreads threads) {
        if (maxConnections < 1 || sendTimeLimit.isNegative() || sendTimeLimit.isZero()) {
            throw new IllegalArgumentException("there is at least one connection, and some time to send: "
                    + maxConnections + ", " + sendTimeLimit);
        }
        this.engine = engine;
        this.maxConnections = maxConnections;
        this.sendTimeLimit = sendTimeLimit;
        this.workers = threads.workers();
        this.places = new Semaphore(maxConnections);
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession webSocket) throws Exception {
        if (!running) {
            webSocket.close(CloseStatus.SERVICE_RESTARTED);
            return;
        }
        if (places.availablePermits() == 0 || !handshakes.tryAcquire()) {
            tellOfTurningAway(webSocket);
            webSocket.close(tooMany());
            return;
        }
        PeerSession session;
        try {
            webSocket.setBinaryMessageSizeLimit(WebSocketPeers.MAX_FRAME_BYTES);
            session = new PeerSession(webSocket, sendTimeLimit, workers, handshakes);
        } catch (RuntimeException e) {
            // It may be closed already.
            handshakes.release();
            throw e;
        }
        sessions.put(webSocket.getId(), session);
        try {
            session.begin(engine::connect);
        } catch (RuntimeException e) {
            forget(webSocket, "this replica takes no connection");
            throw e;
        }
        if (!webSocket.isOpen()) {
            forget(webSocket, "the WebSocket connection was closed before it began");
        } else if (!running) {
            // Stopped meanwhile, which this session was not there to hear.
            session.close(CloseStatus.GOING_AWAY);
        }
    }

    /** Gives who has proved what it is a place among the replicas, where there is one. */
    private void settle(WebSocketSession webSocket, PeerSession session) {
        if (!session.holds(handshakes) || !session.isEstablished()) {
            return;
        }
        if (!places.tryAcquire()) {
            tellOfTurningAway(webSocket);
            session.close(tooMany());
        } else if (!session.take(places)) {
            places.release();
        }
    }

    private CloseStatus tooMany() {
        return CloseStatus.SERVICE_OVERLOAD.withReason("too many peers: at most " + maxConnections);
    }

    /** Once, until there is room again: who is turned away comes again and again. */
    private void tellOfTurningAway(WebSocketSession webSocket) {
        String text = "A peer at {} was turned away: {} are connected of {}, and {} more greet";
        int connected = maxConnections - places.availablePermits();
        int greeting = MOST_HANDSHAKES - handshakes.availablePermits();
        if (full.compareAndSet(false, true)) {
            logger.warn(text, webSocket.getRemoteAddress(), connected, maxConnections, greeting);
        } else {
            logger.debug(text, webSocket.getRemoteAddress(), connected, maxConnections, greeting);
        }
    }

    private void forget(WebSocketSession webSocket, String reason) {
        PeerSession session = sessions.remove(webSocket.getId());
        if (session != null) {
            session.take(null);
            if (handshakes.availablePermits() > MOST_HANDSHAKES / 2 && places.availablePermits() > maxConnections / 2) {
                full.set(false);
            }
            session.ended(reason);
        }
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession webSocket, BinaryMessage message) {
        PeerSession session = sessions.get(webSocket.getId());
        if (session != null) {
            ByteBuffer payload = message.getPayload();
            byte[] frame = new byte[payload.remaining()];
            payload.get(frame);
            session.receive(frame);
            settle(webSocket, session);
        }
    }

    @Override
    public void handleTransportError(WebSocketSession webSocket, Throwable exception) {
        logger.debug("The connection of a peer at {} failed", webSocket.getRemoteAddress(), exception);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession webSocket, CloseStatus status) {
        forget(webSocket, "the WebSocket connection was closed with status " + status.getCode());
    }

    /**
     * How many connections there are, those in their handshake included.
     *
     * @return a number of connections
     */
    public int connections() {
        return sessions.size();
    }

    @Override
    public void start() {
        running = true;
    }

    /** Ends the connections after what they still have to send, 12 seconds at most, and turns new ones away. Waits for that. */
    @Override
    public void stop() {
        close().join();
    }

    @Override
    public void stop(Runnable callback) {
        var unused = close().whenComplete((nothing, failure) -> callback.run());
    }

    private CompletableFuture<Void> close() {
        running = false;
        var ends = new ArrayList<CompletableFuture<Void>>();
        sessions.values().forEach(session -> {
            session.close(CloseStatus.GOING_AWAY);
            ends.add(session.end());
        });
        return CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new))
                .orTimeout(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failure -> {
                    logger.warn("Connections of peers did not end in time: {}", failure.toString());
                    return null;
                });
    }

    /**
     * When to stop, relative to others.
     *
     * @return a phase in which requests have ended and the web server still runs
     */
    @Override
    public int getPhase() {
        return GenosPeers.PHASE;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

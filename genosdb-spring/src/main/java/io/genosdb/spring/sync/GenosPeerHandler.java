package io.genosdb.spring.sync;

import io.genosdb.sync.SyncEngine;
import io.genosdb.sync.transport.TransportThreads;
import io.genosdb.sync.transport.WebSocketPeers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
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

    private final SyncEngine engine;
    private final int maxConnections;
    private final Duration sendTimeLimit;
    private final Executor workers;
    private final Semaphore places;
    private final Map<String, PeerSession> sessions = new ConcurrentHashMap<>();
    private volatile boolean running = true;

    /**
     * Makes a handler.
     *
     * @param engine what talks over the connections
     * @param maxConnections most connections at once; more are turned away
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
        if (!places.tryAcquire()) {
            logger.warn(
                    "A peer at {} was turned away: {} are connected, which is the most there may be",
                    webSocket.getRemoteAddress(),
                    maxConnections);
            webSocket.close(CloseStatus.SERVICE_OVERLOAD.withReason("too many peers: at most " + maxConnections));
            return;
        }
        webSocket.setBinaryMessageSizeLimit(WebSocketPeers.MAX_FRAME_BYTES);
        var session = new PeerSession(webSocket, sendTimeLimit, workers);
        sessions.put(webSocket.getId(), session);
        session.begin(engine::connect);
    }

    @Override
    protected void handleBinaryMessage(WebSocketSession webSocket, BinaryMessage message) {
        PeerSession session = sessions.get(webSocket.getId());
        if (session != null) {
            ByteBuffer payload = message.getPayload();
            byte[] frame = new byte[payload.remaining()];
            payload.get(frame);
            session.receive(frame);
        }
    }

    @Override
    public void handleTransportError(WebSocketSession webSocket, Throwable exception) {
        logger.debug("The connection of a peer at {} failed", webSocket.getRemoteAddress(), exception);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession webSocket, CloseStatus status) {
        PeerSession session = sessions.remove(webSocket.getId());
        if (session != null) {
            places.release();
            session.ended("the WebSocket connection was closed with status " + status.getCode());
        }
    }

    /**
     * How many peers are connected here.
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

    /** Ends the connections, and turns new ones away. */
    @Override
    public void stop() {
        running = false;
        sessions.values().forEach(session -> session.close(CloseStatus.GOING_AWAY));
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

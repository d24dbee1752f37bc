package io.genosdb.spring.relay;

import io.genosdb.rtc.nostr.NostrKeys;
import io.genosdb.rtc.relay.Relay;
import io.genosdb.rtc.relay.RelayStatus;
import io.genosdb.sync.transport.TransportThreads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/**
 * The WebSocket connections of a relay's clients. A message is dealt with on the container's thread, which reads no further from
 * that client meanwhile; what is sent to clients that do not read waits, within bounds, and holds no thread. Idle clients are
 * asked every 25 seconds whether they are there, so that proxies leave their connections open, and given up after 80 seconds of
 * silence. Thread-safe.
 *
 * @since 0.1
 */
public final class GenosRelayHandler extends TextWebSocketHandler implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(GenosRelayHandler.class);
    private static final Duration PING_INTERVAL = Duration.ofSeconds(25);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(80);

    /** After requests have ended, and before the web server does, as Boot has them. */
    private static final int PHASE = DEFAULT_PHASE - 1536;

    private final Relay relay;
    private final Duration sendTimeLimit;
    private final int sendBufferSize;
    private final Executor workers;
    private final ScheduledExecutorService scheduler;
    private final LongSupplier ticker;
    private final Map<String, RelayConnection> connections = new ConcurrentHashMap<>();
    private @Nullable Future<?> pings;
    private volatile boolean running;

    /**
     * Makes a handler, which has to be started.
     *
     * @param relay what the clients talk to
     * @param sendTimeLimit how long a message may take to be written before a client is given up
     * @param sendBufferSize how many bytes may wait for a client that does not read, before it is given up
     * @param threads run what is not on the container's threads. Not closed here
     */
    public GenosRelayHandler(Relay relay, Duration sendTimeLimit, int sendBufferSize, TransportThreads threads) {
        this(relay, sendTimeLimit, sendBufferSize, threads.workers(), threads.scheduler(), System::nanoTime);
    }

    GenosRelayHandler(
            Relay relay,
            Duration sendTimeLimit,
            int sendBufferSize,
            Executor workers,
            ScheduledExecutorService scheduler,
            LongSupplier ticker) {
        if (sendTimeLimit.toMillis() < 1 || sendBufferSize < 1) {
            throw new IllegalArgumentException(
                    "there is some time to send, and some room: " + sendTimeLimit + ", " + sendBufferSize);
        }
        this.relay = relay;
        this.sendTimeLimit = sendTimeLimit;
        this.sendBufferSize = sendBufferSize;
        this.workers = workers;
        this.scheduler = scheduler;
        this.ticker = ticker;
    }

    /**
     * How the relay is doing.
     *
     * @return a snapshot
     */
    public RelayStatus status() {
        return relay.status();
    }

    Relay relay() {
        return relay;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession webSocket) throws Exception {
        if (!running) {
            webSocket.close(CloseStatus.SERVICE_RESTARTED);
            return;
        }
        webSocket.setTextMessageSizeLimit(relay.limits().maxMessageChars());
        var connection = new RelayConnection(webSocket, sendTimeLimit, sendBufferSize, ticker);
        connections.put(webSocket.getId(), connection);
        connection.open(relay);
        if (!webSocket.isOpen()) {
            forget(webSocket);
        } else if (!running) {
            // Stopped meanwhile, which this connection was not there to hear.
            connection.close(CloseStatus.GOING_AWAY);
        }
    }

    @Override
    protected void handleTextMessage(WebSocketSession webSocket, TextMessage message) {
        RelayConnection connection = connections.get(webSocket.getId());
        if (connection != null) {
            connection.receive(message.getPayload());
        }
    }

    @Override
    protected void handlePongMessage(WebSocketSession webSocket, PongMessage message) {
        RelayConnection connection = connections.get(webSocket.getId());
        if (connection != null) {
            connection.heard();
        }
    }

    @Override
    public void afterConnectionClosed(WebSocketSession webSocket, CloseStatus status) {
        forget(webSocket);
    }

    private void forget(WebSocketSession webSocket) {
        RelayConnection connection = connections.remove(webSocket.getId());
        if (connection != null) {
            connection.ended();
        }
    }

    private void check() {
        connections.values().forEach(connection -> connection.check(LONGEST_SILENCE.toNanos()));
    }

    @Override
    public synchronized void start() {
        if (!running) {
            running = true;
            if (!NostrKeys.problem().isEmpty()) {
                LOG.error("The relay refuses all events: {}", NostrKeys.problem());
            }
            long interval = PING_INTERVAL.toMillis();
            pings = scheduler.scheduleWithFixedDelay(
                    () -> workers.execute(this::check), interval, interval, TimeUnit.MILLISECONDS);
        }
    }

    /** Ends the connections, so that the clients look for another relay, and turns new ones away. */
    @Override
    public synchronized void stop() {
        running = false;
        if (pings != null) {
            pings.cancel(false);
            pings = null;
        }
        connections.values().forEach(connection -> connection.close(CloseStatus.GOING_AWAY));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /**
     * When to stop, relative to others.
     *
     * @return a phase in which requests have ended and the web server still runs
     */
    @Override
    public int getPhase() {
        return PHASE;
    }
}

package io.genosdb.spring.sync;

import io.genosdb.sync.Link;
import io.genosdb.sync.PeerConnection;
import io.genosdb.sync.transport.FramePump;
import io.genosdb.sync.transport.WebSocketPeers;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.standard.StandardWebSocketSession;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;

/** One connection that a peer dialled. */
final class PeerSession implements Link, FramePump.Sink {

    private static final Logger logger = LoggerFactory.getLogger(GenosPeerHandler.class);

    /** How long Tomcat may take over the frame that ends a connection, on our thread. Others have limits of their own. */
    private static final String TOMCAT_CLOSE_LIMIT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

    private final WebSocketSession webSocket;
    private final String remote;
    private final FramePump pump;
    private final RemoteEndpoint.Async asynchronous;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final AtomicReference<@Nullable CloseStatus> closing = new AtomicReference<>();
    private final AtomicReference<@Nullable Semaphore> place;
    private volatile @Nullable PeerConnection connection;

    /** Makes a session that holds a place, which it gives back when it has ended. */
    PeerSession(WebSocketSession webSocket, Duration sendTimeLimit, Executor workers, Semaphore held) {
        this.webSocket = webSocket;
        this.place = new AtomicReference<>(held);
        InetSocketAddress address = webSocket.getRemoteAddress();
        this.remote = address == null ? "unknown" : address.getHostString() + ":" + address.getPort();
        this.pump = new FramePump(this, workers);
        this.asynchronous = asynchronous(webSocket, sendTimeLimit.toMillis());
    }

    private static RemoteEndpoint.Async asynchronous(WebSocketSession webSocket, long limitMillis) {
        if (!(WebSocketSessionDecorator.unwrap(webSocket) instanceof StandardWebSocketSession standard)) {
            throw new IllegalArgumentException("not a session of jakarta.websocket: " + webSocket);
        }
        Session session = standard.getNativeSession();
        session.getUserProperties().put(TOMCAT_CLOSE_LIMIT, limitMillis);
        RemoteEndpoint.Async async = session.getAsyncRemote();
        async.setSendTimeout(limitMillis);
        return async;
    }

    void begin(Function<Link, PeerConnection> engine) {
        PeerConnection connected = engine.apply(this);
        connection = connected;
        pump.start(connected::nextFrame);
    }

    void receive(byte[] frame) {
        PeerConnection connected = connection;
        if (connected != null) {
            connected.receive(frame);
        }
    }

    void ended(String reason) {
        pump.stop();
        PeerConnection connected = connection;
        if (connected != null) {
            connected.closed(reason);
        }
        end.complete(null);
    }

    /** Completes when nothing more happens. */
    CompletableFuture<Void> end() {
        return end;
    }

    /** Whether the peer has proved what it is. */
    boolean isEstablished() {
        PeerConnection connected = connection;
        return connected != null && connected.isEstablished();
    }

    /** Takes a place instead of the one that was held; {@code null} gives it up. Returns false where none was held any more. */
    boolean take(@Nullable Semaphore next) {
        Semaphore before = place.getAndUpdate(held -> held == null ? null : next);
        if (before != null) {
            before.release();
        }
        return before != null;
    }

    /** Whether the place that it holds is one of these. */
    boolean holds(Semaphore places) {
        return place.get() == places;
    }

    @Override
    public String transport() {
        return "websocket";
    }

    @Override
    public String remote() {
        return remote;
    }

    @Override
    public boolean isOutgoing() {
        return false;
    }

    @Override
    public int maxFrameBytes() {
        return WebSocketPeers.MAX_FRAME_BYTES;
    }

    @Override
    public boolean isCompressed() {
        return true;
    }

    @Override
    public CompletableFuture<?> send(byte[] frame) {
        var sent = new CompletableFuture<Void>();
        asynchronous.sendBinary(ByteBuffer.wrap(frame), result -> {
            if (result.isOK()) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(result.getException());
            }
        });
        return sent;
    }

    @Override
    public void wake() {
        pump.wake();
    }

    @Override
    public void close() {
        close(CloseStatus.NORMAL);
    }

    void close(CloseStatus status) {
        closing.compareAndSet(null, status);
        pump.finish();
    }

    @Override
    public void finished() {
        CloseStatus status = closing.get();
        closeNow(status == null ? CloseStatus.NORMAL : status);
    }

    @Override
    public void failed(Throwable cause) {
        logger.debug("Sending to a peer at {} failed", remote, cause);
        closeNow(CloseStatus.SESSION_NOT_RELIABLE);
    }

    private void closeNow(CloseStatus status) {
        try {
            webSocket.close(status);
        } catch (IOException | RuntimeException e) {
            logger.debug("Closing the connection of a peer at {} failed", remote, e);
        }
    }
}

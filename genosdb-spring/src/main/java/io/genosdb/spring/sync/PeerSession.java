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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.BinaryMessage;
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
    private final RemoteEndpoint.@Nullable Async asynchronous;
    private final AtomicReference<@Nullable CloseStatus> closing = new AtomicReference<>();
    private volatile @Nullable PeerConnection connection;

    PeerSession(WebSocketSession webSocket, Duration sendTimeLimit, Executor workers) {
        this.webSocket = webSocket;
        InetSocketAddress address = webSocket.getRemoteAddress();
        this.remote = address == null ? "unknown" : address.getHostString() + ":" + address.getPort();
        this.pump = new FramePump(this, workers);
        this.asynchronous = asynchronous(webSocket, sendTimeLimit.toMillis());
    }

    private static RemoteEndpoint.@Nullable Async asynchronous(WebSocketSession webSocket, long limitMillis) {
        if (WebSocketSessionDecorator.unwrap(webSocket) instanceof StandardWebSocketSession standard) {
            Session session = standard.getNativeSession();
            session.getUserProperties().put(TOMCAT_CLOSE_LIMIT, limitMillis);
            RemoteEndpoint.Async async = session.getAsyncRemote();
            async.setSendTimeout(limitMillis);
            return async;
        }
        return null;
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
        if (asynchronous != null) {
            asynchronous.sendBinary(ByteBuffer.wrap(frame), result -> {
                if (result.isOK()) {
                    sent.complete(null);
                } else {
                    sent.completeExceptionally(result.getException());
                }
            });
            return sent;
        }
        try {
            webSocket.sendMessage(new BinaryMessage(frame));
            sent.complete(null);
        } catch (IOException e) {
            sent.completeExceptionally(e);
        }
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

package io.genosdb.spring.websocket;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.standard.StandardWebSocketSession;
import org.springframework.web.socket.handler.SessionLimitExceededException;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;

/**
 * A session whose writes never block the thread that sends: what the socket does not take waits here. So a client that does
 * not read holds no thread of the outbound channel, on whatever executor the application has put that.
 *
 * <p>Thread-safe. Its monitor guards the queue and is not held while the socket is written or closed.
 *
 * @since 0.1
 */
public final class NonBlockingSession extends WebSocketSessionDecorator implements SendHandler {

    private static final Logger LOG = LoggerFactory.getLogger(NonBlockingSession.class);

    private final RemoteEndpoint.Async remote;
    private final int bufferSize;
    private final SessionListener listener;
    private final Queue<WebSocketMessage<?>> waiting = new ArrayDeque<>(0);
    private int waitingBytes;
    private boolean sending;
    private boolean pumping;
    private @Nullable CloseStatus closing;

    /** Hears when the socket has taken all, or takes nothing more. */
    public interface SessionListener {

        /** All is written that was sent. Called by whoever wrote the last of it. */
        void onIdle();

        /**
         * A message could not be written, or not in time. The session is closed afterwards.
         *
         * @param failure why
         */
        void onStuck(Throwable failure);
    }

    private NonBlockingSession(
            WebSocketSession delegate,
            Session socket,
            Duration sendTimeLimit,
            int bufferSize,
            SessionListener listener) {
        super(delegate);
        this.remote = socket.getAsyncRemote();
        this.remote.setSendTimeout(sendTimeLimit.toMillis());
        this.bufferSize = bufferSize;
        this.listener = listener;
    }

    /**
     * Decorates a session.
     *
     * @param session the session
     * @param sendTimeLimit how long a message may take to be written
     * @param bufferSize how many bytes may wait, as {@link WebSocketMessage#getPayloadLength} counts them
     * @param listener hears how the writing goes
     * @return the decorated session, or the session itself where its container has no such writes
     */
    public static WebSocketSession around(
            WebSocketSession session, Duration sendTimeLimit, int bufferSize, SessionListener listener) {
        if (WebSocketSessionDecorator.unwrap(session) instanceof StandardWebSocketSession standard) {
            return new NonBlockingSession(session, standard.getNativeSession(), sendTimeLimit, bufferSize, listener);
        }
        return session;
    }

    /**
     * Whether nothing waits to be written.
     *
     * @param session a session
     * @return true if all is written, or if the session is none that was decorated
     */
    public static boolean isIdle(WebSocketSession session) {
        return !(session instanceof NonBlockingSession nonBlocking) || nonBlocking.isIdle();
    }

    private synchronized boolean isIdle() {
        return !sending && waiting.isEmpty();
    }

    /**
     * Sends a message. Never waits for a text or bytes to be written, and drops them where the session is being closed.
     *
     * @param message the message
     * @throws SessionLimitExceededException if too much waits already
     */
    @Override
    public void sendMessage(WebSocketMessage<?> message) throws IOException {
        if (!(message instanceof TextMessage || message instanceof BinaryMessage)) {
            super.sendMessage(message);
            return;
        }
        synchronized (this) {
            if (closing != null) {
                return;
            }
            if (waitingBytes > bufferSize) {
                throw new SessionLimitExceededException(
                        waitingBytes + " bytes wait for a client that does not read", CloseStatus.SESSION_NOT_RELIABLE);
            }
            waiting.add(message);
            waitingBytes += message.getPayloadLength();
        }
        pump();
    }

    /** Writes what waits, one message after the other, until one is not taken at once. */
    private void pump() {
        synchronized (this) {
            if (pumping) {
                return;
            }
            pumping = true;
        }
        WebSocketMessage<?> next = next();
        while (next != null) {
            write(next);
            next = next();
        }
    }

    private synchronized @Nullable WebSocketMessage<?> next() {
        WebSocketMessage<?> next = sending ? null : waiting.poll();
        if (next == null) {
            pumping = false;
        } else {
            sending = true;
            waitingBytes -= next.getPayloadLength();
        }
        return next;
    }

    private void write(WebSocketMessage<?> message) {
        try {
            if (message instanceof TextMessage text) {
                remote.sendText(text.getPayload(), this);
            } else if (message instanceof BinaryMessage binary) {
                remote.sendBinary(binary.getPayload(), this);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** By a thread of the container, or inside {@link #write} where the socket takes all at once. */
    @Override
    public void onResult(SendResult result) {
        if (!result.isOK()) {
            fail(result.getException());
            return;
        }
        CloseStatus status;
        boolean idle;
        synchronized (this) {
            sending = false;
            idle = waiting.isEmpty();
            status = idle ? closing : null;
        }
        if (status != null) {
            closeNow(status);
        } else if (idle) {
            listener.onIdle();
        } else {
            pump();
        }
    }

    private void fail(Throwable failure) {
        CloseStatus status;
        synchronized (this) {
            status = closing == null ? CloseStatus.SESSION_NOT_RELIABLE : closing;
            closing = status;
            sending = false;
            discard();
        }
        listener.onStuck(failure);
        closeNow(status);
    }

    /** Closes when all is written that was sent before, which takes as long as the time limit of a send at most. */
    @Override
    public void close(CloseStatus status) throws IOException {
        synchronized (this) {
            if (closing != null) {
                return;
            }
            closing = status;
            if (status.equalsCode(CloseStatus.SESSION_NOT_RELIABLE)) {
                discard();
            }
            if (sending || !waiting.isEmpty()) {
                return;
            }
        }
        super.close(status);
    }

    private void discard() {
        waiting.clear();
        waitingBytes = 0;
    }

    private void closeNow(CloseStatus status) {
        try {
            super.close(status);
        } catch (IOException | RuntimeException e) {
            LOG.debug("Closing WebSocket session {} failed", getId(), e);
        }
    }
}

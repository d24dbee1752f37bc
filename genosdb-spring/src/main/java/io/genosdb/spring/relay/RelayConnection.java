package io.genosdb.spring.relay;

import io.genosdb.rtc.relay.Disconnect;
import io.genosdb.rtc.relay.Relay;
import io.genosdb.rtc.relay.RelaySession;
import io.genosdb.rtc.relay.RelaySink;
import io.genosdb.spring.websocket.NonBlockingSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

/** The WebSocket of one client of the relay. */
final class RelayConnection implements RelaySink, NonBlockingSession.SessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(RelayConnection.class);

    private final WebSocketSession webSocket;
    private final LongSupplier ticker;
    private volatile @Nullable RelaySession session;
    private volatile long heardAt;

    RelayConnection(WebSocketSession webSocket, Duration sendTimeLimit, int sendBufferSize, LongSupplier ticker) {
        this.webSocket = NonBlockingSession.around(webSocket, sendTimeLimit, sendBufferSize, this);
        this.ticker = ticker;
        this.heardAt = ticker.getAsLong();
    }

    void open(Relay relay) {
        InetSocketAddress address = webSocket.getRemoteAddress();
        session = relay.open(address == null ? "unknown" : address.getHostString() + ":" + address.getPort(), this);
    }

    void receive(String message) {
        heard();
        RelaySession opened = session;
        if (opened != null) {
            opened.receive(message);
        }
    }

    void heard() {
        heardAt = ticker.getAsLong();
    }

    @Override
    public void send(String message) {
        try {
            webSocket.sendMessage(new TextMessage(message));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void disconnect(Disconnect cause) {
        close(
                switch (cause) {
                    case FULL -> CloseStatus.SERVICE_OVERLOAD.withReason("too many clients");
                    case FLOODING -> CloseStatus.POLICY_VIOLATION.withReason("rate-limited: too many messages");
                    case SLOW -> CloseStatus.SESSION_NOT_RELIABLE.withReason("slow consumer");
                });
    }

    /** Asks whether the client is still there, unless messages are on their way to it, and gives up who has long been silent. */
    void check(long silenceNanos) {
        if (ticker.getAsLong() - heardAt > silenceNanos) {
            ended();
            close(CloseStatus.SESSION_NOT_RELIABLE.withReason("no answer"));
        } else if (NonBlockingSession.isIdle(webSocket)) {
            try {
                webSocket.sendMessage(new PingMessage());
            } catch (IOException | RuntimeException e) {
                LOG.debug("A client of the relay could not be asked whether it is there", e);
            }
        }
    }

    void close(CloseStatus status) {
        try {
            webSocket.close(status);
        } catch (IOException | RuntimeException e) {
            LOG.debug("The connection of a client of the relay could not be closed", e);
        }
    }

    /** The connection is no more. */
    void ended() {
        RelaySession opened = session;
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public void onIdle() {}

    @Override
    public void onStuck(Throwable failure) {
        LOG.debug("A client of the relay could not be written to", failure);
        RelaySession opened = session;
        if (opened != null && failure instanceof SocketTimeoutException) {
            opened.tooSlow();
        } else {
            ended();
        }
    }
}

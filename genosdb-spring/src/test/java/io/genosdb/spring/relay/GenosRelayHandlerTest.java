package io.genosdb.spring.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.rtc.relay.Relay;
import io.genosdb.rtc.relay.RelayLimits;
import io.genosdb.sync.transport.TransportThreads;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/** Connections over time, which is the test's. */
class GenosRelayHandlerTest {

    private final Relay relay = new Relay(RelayLimits.DEFAULTS, InstantSource.system(), () -> 0);
    private final List<Runnable> scheduled = new ArrayList<>();
    private long nanos;
    private final GenosRelayHandler handler =
            new GenosRelayHandler(relay, Duration.ofSeconds(1), 1_000, Runnable::run, scheduler(), () -> nanos);

    /** Remembers what is to be done again and again, until that is cancelled. */
    private ScheduledExecutorService scheduler() {
        return proxy(ScheduledExecutorService.class, (scheduler, method, arguments) -> {
            Runnable task = (Runnable) arguments[0];
            scheduled.add(task);
            return proxy(ScheduledFuture.class, (future, call, nothing) -> scheduled.remove(task));
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** A client's end of a WebSocket. */
    private final class Client {

        private final List<WebSocketMessage<?>> received = new ArrayList<>();
        private CloseStatus closed;
        private final WebSocketSession session = proxy(WebSocketSession.class, (self, method, arguments) -> {
            switch (method.getName()) {
                case "getId" -> {
                    return "client" + System.identityHashCode(this);
                }
                case "isOpen" -> {
                    return closed == null;
                }
                case "sendMessage" -> received.add((WebSocketMessage<?>) arguments[0]);
                case "close" -> closed = (CloseStatus) arguments[0];
                default -> {}
            }
            return null;
        });

        Client connect() throws Exception {
            handler.afterConnectionEstablished(session);
            return this;
        }
    }

    private void pass(int seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
        List.copyOf(scheduled).forEach(Runnable::run);
    }

    @Test
    void asksSilentClientsWhetherTheyAreThereAndGivesUpThoseThatAreNot() throws Exception {
        handler.start();
        var dead = new Client().connect();
        var idle = new Client().connect();
        var talking = new Client().connect();

        for (int i = 0; i < 4; i++) {
            pass(25);
            handler.handleMessage(idle.session, new PongMessage());
            handler.handleMessage(talking.session, new TextMessage("[\"CLOSE\",\"s\"]"));
        }

        assertThat(dead.received).hasSize(3).hasOnlyElementsOfType(PingMessage.class);
        assertThat(dead.closed).isNotNull();
        assertThat(idle.closed).isNull();
        assertThat(talking.closed).isNull();
        assertThat(idle.received).hasSize(4);
        // Its place is free, whether or not its socket ever ends.
        assertThat(relay.status().connections()).isEqualTo(2);
    }

    @Test
    void endsConnectionsWhenItStopsAndTakesNoneAfterwards() throws Exception {
        handler.start();
        handler.start();
        assertThat(scheduled).hasSize(1);
        var client = new Client().connect();

        handler.stop();
        handler.afterConnectionClosed(client.session, CloseStatus.GOING_AWAY);

        assertThat(client.closed).isEqualTo(CloseStatus.GOING_AWAY);
        assertThat(scheduled).isEmpty();
        assertThat(relay.status().connections()).isZero();
        assertThat(new Client().connect().closed).isEqualTo(CloseStatus.SERVICE_RESTARTED);
        handler.start();
        assertThat(new Client().connect().closed).isNull();
    }

    @Test
    void refusesLimitsThatAreNone() {
        try (var threads = new TransportThreads("test")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GenosRelayHandler(relay, Duration.ZERO, 1, threads));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GenosRelayHandler(relay, Duration.ofSeconds(1), 0, threads));
        }
    }
}

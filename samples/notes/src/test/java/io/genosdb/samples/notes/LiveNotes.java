package io.genosdb.samples.notes;

import static org.awaitility.Awaitility.await;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The live list of notes as somebody sees it. */
final class LiveNotes implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String QUERY = "/genosdb/map/notes";

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Map<String, String> titles = new ConcurrentHashMap<>();
    private final CompletableFuture<String> refusal = new CompletableFuture<>();
    private final StompSession session;

    private LiveNotes(Visitor visitor, Map<String, String> headers)
            throws ExecutionException, InterruptedException, TimeoutException {
        var handshake = new WebSocketHttpHeaders();
        handshake.set("Cookie", visitor.cookieHeader());
        headers.forEach(handshake::set);
        String url = "ws://" + visitor.origin().getAuthority() + "/genosdb/stomp";
        session = new WebSocketStompClient(new StandardWebSocketClient())
                .connectAsync(url, handshake, new Refusals(refusal))
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Connects, and follows the notes. */
    static LiveNotes of(Visitor visitor) {
        LiveNotes live = connect(visitor);
        live.session.subscribe(QUERY, new Bodies(live::hear));
        return live;
    }

    private static LiveNotes connect(Visitor visitor) {
        try {
            return new LiveNotes(visitor, Map.of());
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Why a page of another origin is not connected, although the browser sends the cookies along. */
    static String originRefusal(Visitor visitor, String origin) {
        try {
            new LiveNotes(visitor, Map.of("Origin", origin)).close();
            return "";
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Why a subscription is refused. */
    static String refusal(Visitor visitor, String destination, Map<String, String> headers) {
        try (LiveNotes live = connect(visitor)) {
            var subscribe = new StompHeaders();
            subscribe.setDestination(destination);
            headers.forEach(subscribe::set);
            live.session.subscribe(subscribe, new Bodies(live::hear));
            return live.refusal
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }

    /** Why a request is refused. */
    static String sendRefusal(Visitor visitor, String destination, String body) {
        try (LiveNotes live = connect(visitor)) {
            live.session.send(destination, body.getBytes(StandardCharsets.UTF_8));
            return live.refusal
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }

    /** Follows something else, too. */
    void listen(String destination) {
        session.subscribe(destination, new Bodies(this::hear));
    }

    private void hear(String body) {
        heard.add(body);
        JsonNode event = JsonMapper.shared().readTree(body);
        String id = event.get("id").asString();
        if (event.get("action").asString().equals("removed")) {
            titles.remove(id);
        } else {
            titles.put(id, event.get("value").get("title").asString());
        }
    }

    /** All events, as they came. */
    List<String> heard() {
        return heard;
    }

    void awaitTitle(String id, String title) {
        await(title).atMost(PATIENCE).until(() -> title.equals(titles.get(id)));
    }

    void awaitGone(String id) {
        await(id).atMost(PATIENCE).until(() -> !titles.containsKey(id));
    }

    @Override
    public void close() {
        try {
            if (session.isConnected()) {
                session.disconnect();
            }
        } catch (MessageDeliveryException e) {
            // After an ERROR frame the server closes the connection, and may do so in this moment.
        }
    }

    private record Bodies(Consumer<String> listener) implements StompFrameHandler {
        @Override
        public Type getPayloadType(StompHeaders headers) {
            return byte[].class;
        }

        @Override
        public void handleFrame(StompHeaders headers, @Nullable Object payload) {
            listener.accept(new String((byte[]) payload, StandardCharsets.UTF_8));
        }
    }

    private static final class Refusals extends StompSessionHandlerAdapter {

        private final CompletableFuture<String> refusal;

        private Refusals(CompletableFuture<String> refusal) {
            this.refusal = refusal;
        }

        @Override
        public Type getPayloadType(StompHeaders headers) {
            return byte[].class;
        }

        /** Of an ERROR frame. */
        @Override
        public void handleFrame(StompHeaders headers, @Nullable Object payload) {
            refusal.complete(String.valueOf(headers.getFirst("message")));
        }

        @Override
        public void handleTransportError(StompSession session, Throwable error) {
            refusal.complete(String.valueOf(error));
        }

        @Override
        public void handleException(
                StompSession session,
                @Nullable StompCommand command,
                StompHeaders headers,
                byte[] payload,
                Throwable error) {
            refusal.complete(String.valueOf(error));
        }
    }
}

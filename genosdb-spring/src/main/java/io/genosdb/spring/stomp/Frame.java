package io.genosdb.spring.stomp;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.live.MapEvent;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** A frame on its way to a client. Its bytes are made when its turn comes, so what waits costs little. */
sealed interface Frame {

    MimeType JSON = MimeTypeUtils.APPLICATION_JSON;
    byte[] EMPTY = {};

    /** The headers, without those that tell the session. */
    StompHeaderAccessor headers();

    byte[] body();

    /** A step of the result of a live query. */
    record Event(String subscription, String destination, MapEvent event) implements Frame {

        @Override
        public StompHeaderAccessor headers() {
            var headers = message(subscription, destination);
            describe(event, headers);
            return headers;
        }

        @Override
        public byte[] body() {
            return json(event).canonicalBytes();
        }

        static void describe(MapEvent event, NativeMessageHeaderAccessor headers) {
            headers.setNativeHeader("action", action(event));
            headers.setNativeHeader("node", event.id());
        }

        private static String action(MapEvent event) {
            return event.action().name().toLowerCase(Locale.ROOT);
        }

        static JsonObject json(MapEvent event) {
            var members = new LinkedHashMap<String, JsonValue>();
            members.put("action", new JsonString(action(event)));
            JsonObject value = event.value();
            members.putAll(node(event.id(), value == null ? JsonNull.NULL : value, event.edges(), event.timestamp()));
            return JsonObject.of(members);
        }
    }

    /** The answer to a request that named itself. */
    record Reply(
            String subscription, String request, @Nullable StompErrorCode error, JsonObject content) implements Frame {

        static final String DESTINATION = "/genosdb/replies";

        @Override
        public StompHeaderAccessor headers() {
            var headers = message(subscription, DESTINATION);
            headers.setNativeHeader("request", request);
            headers.setNativeHeader("status", error == null ? "ok" : "error");
            if (error != null) {
                headers.setNativeHeader("code", error.text());
            }
            return headers;
        }

        @Override
        public byte[] body() {
            return content.canonicalBytes();
        }
    }

    /** The answer to a request that asked for a receipt. */
    record Receipt(String id) implements Frame {

        @Override
        public StompHeaderAccessor headers() {
            var headers = StompHeaderAccessor.create(StompCommand.RECEIPT);
            headers.setReceiptId(id);
            return headers;
        }

        @Override
        public byte[] body() {
            return EMPTY;
        }
    }

    /** The last frame of a connection. */
    record Refusal(StompRequestException refusal, @Nullable String receipt) implements Frame {

        @Override
        public StompHeaderAccessor headers() {
            var headers = StompHeaderAccessor.create(StompCommand.ERROR);
            headers.setMessage(String.valueOf(refusal.getMessage()));
            headers.setNativeHeader("code", refusal.code().text());
            headers.setContentType(JSON);
            if (receipt != null) {
                headers.setReceiptId(receipt);
            }
            return headers;
        }

        @Override
        public byte[] body() {
            return json(refusal).canonicalBytes();
        }

        static JsonObject json(StompRequestException refusal) {
            var members = new LinkedHashMap<String, JsonValue>();
            members.put("code", new JsonString(refusal.code().text()));
            members.put("message", new JsonString(String.valueOf(refusal.getMessage())));
            String place = refusal.place();
            if (place != null) {
                members.put("place", new JsonString(place));
            }
            return JsonObject.of(members);
        }
    }

    private static StompHeaderAccessor message(String subscription, String destination) {
        var headers = StompHeaderAccessor.create(StompCommand.MESSAGE);
        headers.setSubscriptionId(subscription);
        headers.setDestination(destination);
        headers.setContentType(JSON);
        return headers;
    }

    /** A node as JSON: the members that events and replies share. */
    static Map<String, JsonValue> node(String id, JsonValue value, List<String> edges, HybridTimestamp timestamp) {
        var members = new LinkedHashMap<String, JsonValue>();
        members.put("id", new JsonString(id));
        members.put("value", value);
        members.put("edges", JsonArray.of(edges.stream().map(JsonString::new).toList()));
        members.put("timestamp", timestamp(timestamp));
        return members;
    }

    /** 16 hexadecimal digits, as {@link io.genosdb.spring.convert.GenosJacksonModule} writes them. */
    static JsonString timestamp(HybridTimestamp timestamp) {
        return new JsonString(timestamp.toHex());
    }
}

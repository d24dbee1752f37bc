package io.genosdb.spring.stomp;

import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.support.MessageHeaderAccessor;

/** A frame that a client has sent to one of our destinations. Nothing in it is to be trusted. */
final class ClientFrame {

    private static final int MAX_HEADERS = 64;
    private static final String PARAMETER = "param-";

    private final SimpMessageHeaderAccessor headers;
    private final Object payload;

    ClientFrame(Message<?> message) {
        var accessor = MessageHeaderAccessor.getAccessor(message, SimpMessageHeaderAccessor.class);
        this.headers = accessor == null ? SimpMessageHeaderAccessor.wrap(message) : accessor;
        this.payload = message.getPayload();
    }

    SimpMessageType type() {
        SimpMessageType type = headers.getMessageType();
        return type == null ? SimpMessageType.OTHER : type;
    }

    @Nullable
    String sessionId() {
        return headers.getSessionId();
    }

    @Nullable
    Principal user() {
        return headers.getUser();
    }

    String destination() {
        String destination = headers.getDestination();
        return destination == null ? "" : destination;
    }

    @Nullable
    String subscription() {
        return headers.getSubscriptionId();
    }

    /** The client's name for this request, under which it wants the answer as a message. */
    @Nullable
    String request() {
        return header("request");
    }

    @Nullable
    String receipt() {
        return header("receipt");
    }

    /** As the STOMP specification wants it: of a header that is there twice, the first counts. */
    @Nullable
    String header(String name) {
        return headers.getFirstNativeHeader(name);
    }

    /** What the client gives for the parameters of a query. */
    Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        nativeHeaders().forEach((name, values) -> {
            if (name.startsWith(PARAMETER)) {
                parameters.put(name.substring(PARAMETER.length()), values.get(0));
            }
        });
        return parameters;
    }

    private Map<String, List<String>> nativeHeaders() {
        Map<String, List<String>> all = headers.toNativeHeaderMap();
        return all == null ? Map.of() : all;
    }

    /** That there are no other headers than these. */
    void checkNativeHeaders(Set<String> names) {
        for (String name : nativeHeaders().keySet()) {
            if (!names.contains(name)) {
                throw malformed("headers", destination() + " knows " + new TreeSet<>(names));
            }
        }
    }

    void checkHeaders(int maxLength) {
        Map<String, List<String>> all = nativeHeaders();
        if (all.size() > MAX_HEADERS) {
            throw malformed(null, "a frame has at most " + MAX_HEADERS + " headers");
        }
        all.forEach((name, values) -> {
            for (String value : values) {
                if (name.length() + (value == null ? 0 : value.length()) > maxLength) {
                    throw malformed(
                            name.length() > 100 ? name.substring(0, 100) + "..." : name,
                            "a header has at most " + maxLength + " characters, name included");
                }
            }
        });
        if (header("transaction") != null) {
            throw malformed("transaction", "there are no transactions at " + destination());
        }
        String acknowledgement = header("ack");
        if (acknowledgement != null && !acknowledgement.equals("auto")) {
            throw malformed("ack", "only auto is possible at " + destination());
        }
    }

    /** The body: an object with no other members than these. */
    JsonObject body(Set<String> members) {
        JsonObject body = parse();
        body.forEach((name, value) -> {
            if (!members.contains(name)) {
                throw malformed("body", "unknown member; " + destination() + " knows " + new TreeSet<>(members));
            }
        });
        return body;
    }

    private JsonObject parse() {
        try {
            if (payload instanceof byte[] bytes && JsonValue.parse(bytes) instanceof JsonObject object) {
                return object;
            }
        } catch (InvalidValueException e) {
            throw malformed("body", String.valueOf(e.getMessage()));
        }
        throw malformed("body", "needs a JSON object");
    }

    static StompRequestException malformed(@Nullable String place, String message) {
        return new StompRequestException(StompErrorCode.MALFORMED, place, message);
    }
}

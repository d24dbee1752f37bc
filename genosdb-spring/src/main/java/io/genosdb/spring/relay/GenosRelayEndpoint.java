package io.genosdb.spring.relay;

import io.genosdb.rtc.relay.Disconnect;
import io.genosdb.rtc.relay.Refusal;
import io.genosdb.rtc.relay.RelayLimits;
import io.genosdb.rtc.relay.RelayStatus;
import io.genosdb.value.JsonValue;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;
import org.springframework.web.socket.server.support.OriginHandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/**
 * The path of a relay: a WebSocket handshake connects a client, and a {@code GET} tells how the relay is doing, or what it is
 * and takes where {@code application/nostr+json} is accepted (NIP-11). Thread-safe.
 *
 * @since 0.1
 */
public final class GenosRelayEndpoint extends WebSocketHttpRequestHandler {

    private static final String INFORMATION = "application/nostr+json";
    private static final int FIRST_KIND = 20_000;
    private static final int LAST_KIND = 29_999;

    private final GenosRelayHandler handler;

    /**
     * Makes an endpoint.
     *
     * @param handler the connections
     * @param allowedOriginPatterns from which pages browsers may connect, as in {@code https://*.example.org}; empty for pages
     *     of the same origin only
     */
    public GenosRelayEndpoint(GenosRelayHandler handler, List<String> allowedOriginPatterns) {
        super(handler, new Uncompressed());
        this.handler = handler;
        var origins = new OriginHandshakeInterceptor();
        origins.setAllowedOriginPatterns(allowedOriginPatterns);
        setHandshakeInterceptors(List.of(origins));
    }

    /** What is sent is encrypted, or short: to deflate it costs 300 KB a connection and gains nothing. */
    private static final class Uncompressed extends DefaultHandshakeHandler {

        @Override
        protected List<WebSocketExtension> filterRequestedExtensions(
                ServerHttpRequest request, List<WebSocketExtension> requested, List<WebSocketExtension> supported) {
            return List.of();
        }
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            super.handleRequest(request, response);
        } else if (!List.of("GET", "HEAD").contains(request.getMethod())) {
            response.setHeader("Allow", "GET, HEAD");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else if (acceptsInformation(request)) {
            response.setHeader("Access-Control-Allow-Origin", "*");
            write(response, INFORMATION, information());
        } else {
            response.setStatus(
                    handler.isRunning() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            write(response, "application/json", health());
        }
    }

    private static boolean acceptsInformation(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains(INFORMATION);
    }

    private static void write(HttpServletResponse response, String type, Map<String, Object> content)
            throws IOException {
        byte[] body = JsonValue.of(content).canonicalBytes();
        response.setContentType(type);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Vary", "Accept");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private Map<String, Object> health() {
        RelayStatus status = handler.status();
        return Map.of(
                "status", handler.isRunning() ? "UP" : "OUT_OF_SERVICE",
                "connections", status.connections(),
                "maxConnections", handler.relay().limits().maxConnections(),
                "subscriptions", status.subscriptions(),
                "events", Map.of("received", status.received(), "delivered", status.delivered()),
                "refused", named(status.refused(), Refusal::code),
                "disconnected", named(status.disconnected(), Disconnect::code));
    }

    private static <E> Map<String, Long> named(Map<E, Long> counts, Function<E, String> name) {
        var named = new HashMap<String, Long>();
        counts.forEach((constant, count) -> named.put(name.apply(constant), count));
        return named;
    }

    private Map<String, Object> information() {
        RelayLimits limits = handler.relay().limits();
        long skew = limits.maxClockSkew().toSeconds();
        return Map.of(
                "name", "GenosDB",
                "description", "Passes ephemeral events on, and keeps none",
                "supported_nips", List.of(1, 11),
                "limitation",
                        Map.of(
                                "max_message_length",
                                limits.maxMessageChars(),
                                "max_subscriptions",
                                limits.maxSubscriptions(),
                                "created_at_lower_limit",
                                skew,
                                "created_at_upper_limit",
                                skew,
                                "auth_required",
                                false,
                                "payment_required",
                                false,
                                "restricted_writes",
                                false),
                "retention", List.of(Map.of("kinds", List.of(List.of(FIRST_KIND, LAST_KIND)), "time", 0)));
    }
}

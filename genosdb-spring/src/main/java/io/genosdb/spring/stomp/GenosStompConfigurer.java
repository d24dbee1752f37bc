package io.genosdb.spring.stomp;

import java.util.List;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketTransportRegistration;

/**
 * Brings the database into {@code @EnableWebSocketMessageBroker}: an endpoint, and what {@link GenosStompHandler} needs of
 * the channels. Configures no broker. Frames of one session are handled in the order in which they come, those for other
 * destinations too.
 *
 * @since 0.1
 */
public final class GenosStompConfigurer implements WebSocketMessageBrokerConfigurer {

    private final GenosStompSessions sessions;
    private final String path;
    private final List<String> allowedOriginPatterns;

    /**
     * Makes a configurer.
     *
     * @param sessions the sessions
     * @param path the path of the WebSocket endpoint
     * @param allowedOriginPatterns from which pages browsers may connect, as in {@code https://*.example.org}; empty for
     *     pages of the same origin only
     */
    public GenosStompConfigurer(GenosStompSessions sessions, String path, List<String> allowedOriginPatterns) {
        this.sessions = sessions;
        this.path = path;
        this.allowedOriginPatterns = List.copyOf(allowedOriginPatterns);
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.setPreserveReceiveOrder(true);
        var endpoint = registry.addEndpoint(path);
        if (!allowedOriginPatterns.isEmpty()) {
            endpoint.setAllowedOriginPatterns(allowedOriginPatterns.toArray(String[]::new));
        }
    }

    @Override
    public void configureWebSocketTransport(WebSocketTransportRegistration registration) {
        registration.addDecoratorFactory(sessions);
    }

    @Override
    public void configureClientInboundChannel(ChannelRegistration registration) {
        registration.interceptors(new InboundInterceptor(sessions));
    }

    @Override
    public void configureClientOutboundChannel(ChannelRegistration registration) {
        registration.interceptors(new OutboundInterceptor(sessions));
    }
}

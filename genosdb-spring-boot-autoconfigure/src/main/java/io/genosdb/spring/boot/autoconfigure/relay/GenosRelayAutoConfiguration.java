package io.genosdb.spring.boot.autoconfigure.relay;

import io.genosdb.rtc.relay.Relay;
import io.genosdb.spring.boot.autoconfigure.GenosSyncAutoConfiguration;
import io.genosdb.spring.relay.GenosRelayEndpoint;
import io.genosdb.spring.relay.GenosRelayHandler;
import io.genosdb.sync.transport.TransportThreads;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;

/**
 * Auto-configuration of the embedded relay: a web application with WebSockets at which the peers of rooms find each other. Needs no
 * database.
 *
 * @since 0.1
 */
@AutoConfiguration(after = GenosSyncAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(
        value = {Relay.class, GenosRelayHandler.class, WebSocketHandlerMapping.class},
        name = {"org.springframework.web.servlet.HandlerMapping", "jakarta.websocket.server.ServerContainer"})
@ConditionalOnBooleanProperty(name = "genosdb.relay.embedded.enabled")
@EnableConfigurationProperties(GenosRelayProperties.class)
public final class GenosRelayAutoConfiguration {

    /** Made by Spring. */
    GenosRelayAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    TransportThreads genosTransportThreads() {
        return new TransportThreads("genosdb-relay");
    }

    @Bean
    @ConditionalOnMissingBean
    Relay genosRelay(GenosRelayProperties properties) {
        return new Relay(properties.limits().toLimits(), InstantSource.system(), System::nanoTime);
    }

    @Bean
    @ConditionalOnMissingBean
    GenosRelayHandler genosRelayHandler(Relay relay, GenosRelayProperties properties, TransportThreads threads) {
        GenosRelayProperties.Limits limits = properties.limits();
        int buffer = Math.toIntExact(limits.sendBuffer().toBytes());
        return new GenosRelayHandler(relay, limits.sendTime(), buffer, threads);
    }

    @Bean
    static LazyInitializationExcludeFilter genosRelayLazyInitializationExcludeFilter() {
        return LazyInitializationExcludeFilter.forBeanTypes(GenosRelayHandler.class);
    }

    @Bean
    @ConditionalOnMissingBean(name = "genosRelayHandlerMapping")
    WebSocketHandlerMapping genosRelayHandlerMapping(GenosRelayHandler handler, GenosRelayProperties properties) {
        var endpoint = new GenosRelayEndpoint(handler, properties.allowedOriginPatterns());
        var mapping = new WebSocketHandlerMapping();
        mapping.setUrlMap(Map.of(properties.path(), endpoint));
        mapping.setOrder(1);
        return mapping;
    }
}

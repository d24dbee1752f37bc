package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.sync.GenosPeers;
import io.genosdb.sync.transport.TransportThreads;
import io.genosdb.sync.transport.WebSocketPeers;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;

/**
 * Auto-configuration of sync over WebSocket, for the databases of the properties: dials the peers that are named, and lets
 * peers connect to a web application. What is on is decided when the application starts, not when its beans are written ahead
 * of time, since secrets are not known then.
 *
 * @since 0.1
 */
@AutoConfiguration(after = GenosAutoConfiguration.class)
@ConditionalOnClass({GenosDatabase.class, GenosTemplate.class})
@ConditionalOnBean({GenosDatabases.class, DatabaseFactory.class})
public final class GenosSyncAutoConfiguration {

    static final String HTTP_CLIENT = "genosPeerHttpClient";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Made by Spring. */
    GenosSyncAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    TransportThreads genosTransportThreads() {
        return new TransportThreads("genosdb-peers");
    }

    /**
     * Not for anything else: an application replaces it to trust certificates of its own or to go by a proxy. Not made where
     * nobody is dialled. Not closed, since later JDKs would wait for its connections without a limit; these end by themselves.
     */
    @Bean(name = HTTP_CLIENT, defaultCandidate = false, destroyMethod = "")
    @Lazy
    @ConditionalOnMissingBean(name = HTTP_CLIENT)
    HttpClient genosPeerHttpClient() {
        return HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    }

    @Bean
    @ConditionalOnMissingBean
    GenosPeers genosPeers(
            GenosDatabases databases,
            DatabaseFactory factory,
            @Qualifier(HTTP_CLIENT) ObjectProvider<HttpClient> client,
            TransportThreads threads) {
        var addresses = new HashMap<GenosDatabase, List<URI>>();
        databases.asMap().forEach((name, database) -> {
            GenosProperties.Sync sync = factory.sync(database);
            if (sync != null && sync.enabled()) {
                addresses.put(database, sync.peers());
            }
        });
        var random = new SecureRandom();
        return new GenosPeers(
                addresses,
                (database, peers) -> new WebSocketPeers(
                        database.sync(), peers, client.getObject(), threads, InstantSource.system(), random));
    }

    @Bean
    static LazyInitializationExcludeFilter genosPeersLazyInitializationExcludeFilter() {
        return LazyInitializationExcludeFilter.forBeanTypes(GenosPeers.class);
    }

    /** Where there is a web server with WebSockets. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass(
            value = WebSocketHandlerMapping.class,
            name = {"org.springframework.web.servlet.HandlerMapping", "jakarta.websocket.server.ServerContainer"})
    static class Server {

        @Bean
        @ConditionalOnMissingBean
        PeerEndpoints genosPeerEndpoints(GenosDatabases databases, DatabaseFactory factory, TransportThreads threads) {
            return new PeerEndpoints(databases, factory, threads);
        }

        @Bean
        static LazyInitializationExcludeFilter genosPeerEndpointsLazyInitializationExcludeFilter() {
            return LazyInitializationExcludeFilter.forBeanTypes(PeerEndpoints.class);
        }

        @Bean
        @ConditionalOnMissingBean(name = "genosPeerHandlerMapping")
        WebSocketHandlerMapping genosPeerHandlerMapping(PeerEndpoints endpoints) {
            return endpoints.mapping();
        }
    }
}

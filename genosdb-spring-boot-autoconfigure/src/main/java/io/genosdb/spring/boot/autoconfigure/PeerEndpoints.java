package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.sync.GenosPeerHandler;
import io.genosdb.sync.transport.TransportThreads;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.socket.server.support.OriginHandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/** The endpoints at which peers connect, by path: one for each database that has a secret or is open to everybody. */
final class PeerEndpoints implements SmartLifecycle {

    private static final Logger logger = LoggerFactory.getLogger(PeerEndpoints.class);
    private static final String PATH = "/genosdb/peer";
    private static final int PHASE = DEFAULT_PHASE - 1536;

    private final Map<String, GenosPeerHandler> handlers = new LinkedHashMap<>();
    private volatile boolean running;

    PeerEndpoints(GenosDatabases databases, DatabaseFactory factory, TransportThreads threads) {
        databases.asMap().forEach((name, database) -> {
            GenosProperties.Sync sync = factory.sync(database);
            if (sync != null && isServed(sync, database)) {
                serve(name, database, sync, threads);
            }
        });
    }

    /** The database is asked for its secret, not the properties, since the application may have opened it with another one. */
    private static boolean isServed(GenosProperties.Sync sync, GenosDatabase database) {
        Boolean enabled = sync.server().enabled();
        return sync.enabled() && (enabled == null ? database.sync().isAuthenticated() : enabled);
    }

    private void serve(String name, GenosDatabase database, GenosProperties.Sync sync, TransportThreads threads) {
        GenosProperties.Server server = sync.server();
        String path = path(name, server);
        String prefix = SharedDirectoryException.propertyPrefix(name) + "sync.";
        var handler = new GenosPeerHandler(database.sync(), server.maxConnections(), server.sendTime(), threads);
        if (handlers.putIfAbsent(path, handler) != null) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix + "server.path", path, "Peers of another database connect at this path.");
        }
        if (!database.sync().isAuthenticated()) {
            logger.warn(
                    "Everybody who reaches {} can read and write the database '{}': set {}secret",
                    path,
                    database.name(),
                    prefix);
        }
    }

    private static String path(String name, GenosProperties.Server server) {
        if (server.path() != null) {
            return server.path();
        }
        return name.equals(GenosDatabases.DEFAULT_NAME) ? PATH : PATH + "/" + name;
    }

    Map<String, GenosPeerHandler> handlers() {
        return handlers;
    }

    /** Refuses pages of other sites, which a browser would let connect. */
    WebSocketHandlerMapping mapping() {
        var requests = new LinkedHashMap<String, Object>();
        handlers.forEach((path, handler) -> {
            var request = new WebSocketHttpRequestHandler(handler);
            request.setHandshakeInterceptors(List.of(new OriginHandshakeInterceptor()));
            requests.put(path, request);
        });
        var mapping = new WebSocketHandlerMapping();
        mapping.setUrlMap(requests);
        mapping.setOrder(1);
        return mapping;
    }

    @Override
    public void start() {
        handlers.values().forEach(GenosPeerHandler::start);
        running = true;
    }

    @Override
    public void stop() {
        close().join();
    }

    @Override
    public void stop(Runnable callback) {
        var unused = close().whenComplete((nothing, failure) -> callback.run());
    }

    /** All of them at once; each takes some seconds at most. */
    private CompletableFuture<Void> close() {
        running = false;
        return CompletableFuture.allOf(handlers.values().stream()
                .map(handler -> {
                    var end = new CompletableFuture<Void>();
                    handler.stop(() -> end.complete(null));
                    return end;
                })
                .toArray(CompletableFuture<?>[]::new));
    }

    /** After requests have ended, and before the web server does. */
    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

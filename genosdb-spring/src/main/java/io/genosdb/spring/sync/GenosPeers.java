package io.genosdb.spring.sync;

import io.genosdb.GenosDatabase;
import io.genosdb.sync.transport.DialStatus;
import io.genosdb.sync.transport.WebSocketPeers;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.springframework.context.SmartLifecycle;

/**
 * The addresses of peers that an application dials for its databases, as long as its context runs: begins after the web
 * server, and ends before it. Thread-safe.
 *
 * @since 0.1
 */
public final class GenosPeers implements SmartLifecycle {

    private final Map<GenosDatabase, List<URI>> addresses;
    private final BiFunction<GenosDatabase, List<URI>, WebSocketPeers> transport;
    private final Map<GenosDatabase, WebSocketPeers> dialled = new ConcurrentHashMap<>();
    private volatile boolean running;

    /**
     * Dials nothing before it is started.
     *
     * @param addresses the addresses for each database
     * @param transport begins to dial
     */
    public GenosPeers(
            Map<GenosDatabase, List<URI>> addresses, BiFunction<GenosDatabase, List<URI>, WebSocketPeers> transport) {
        this.addresses = Map.copyOf(addresses);
        this.transport = transport;
    }

    /**
     * How it stands with the addresses of a database.
     *
     * @param database a database
     * @return a snapshot; empty where nothing is dialled
     */
    public List<DialStatus> status(GenosDatabase database) {
        WebSocketPeers peers = dialled.get(database);
        return peers == null ? List.of() : peers.status();
    }

    @Override
    public void start() {
        running = true;
        addresses.forEach((database, uris) -> {
            if (!uris.isEmpty()) {
                dialled.computeIfAbsent(database, it -> transport.apply(it, uris));
            }
        });
    }

    /** Ends the connections, after what they still have to send. */
    @Override
    public void stop() {
        running = false;
        dialled.values().forEach(WebSocketPeers::close);
        dialled.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

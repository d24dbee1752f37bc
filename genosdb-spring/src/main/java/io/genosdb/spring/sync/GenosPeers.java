package io.genosdb.spring.sync;

import io.genosdb.GenosDatabase;
import io.genosdb.sync.transport.DialStatus;
import io.genosdb.sync.transport.WebSocketPeers;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.springframework.context.SmartLifecycle;

/**
 * The addresses of peers that an application dials for its databases, as long as its context runs: begins after the web
 * server, and ends before it but after the requests that are running when the application stops, so that peers hear of what
 * these write. Thread-safe.
 *
 * @since 0.1
 */
public final class GenosPeers implements SmartLifecycle {

    /** Between the end of requests ({@code DEFAULT_PHASE - 1024}) and that of the web server (- 2048), as Boot has them. */
    static final int PHASE = DEFAULT_PHASE - 1536;

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

    /** Ends the connections, after what they still have to send. Waits for all of them together, 12 seconds at most. */
    @Override
    public void stop() {
        close().join();
    }

    @Override
    public void stop(Runnable callback) {
        var unused = close().whenComplete((nothing, failure) -> callback.run());
    }

    private CompletableFuture<Void> close() {
        running = false;
        try {
            return CompletableFuture.allOf(
                    dialled.values().stream().map(WebSocketPeers::closeAsync).toArray(CompletableFuture<?>[]::new));
        } finally {
            dialled.clear();
        }
    }

    /**
     * When to stop, relative to others.
     *
     * @return a phase in which requests have ended and the web server still runs
     */
    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

package io.genosdb.sync.transport;

import io.genosdb.sync.SyncEngine;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to replicas whose addresses are known, over WebSocket. Each address is dialled until it answers, at growing
 * intervals of half a second to 30 seconds, and again when the connection ends. Thread-safe.
 *
 * @since 0.1
 */
public final class WebSocketPeers implements AutoCloseable {

    /** The largest frame, which is one binary message, in bytes. */
    public static final int MAX_FRAME_BYTES = 64 * 1024;

    private static final Logger logger = LoggerFactory.getLogger(WebSocketPeers.class);
    private static final long CLOSE_LIMIT_SECONDS = 12;

    private final List<Dial> dials;

    /**
     * Begins to dial.
     *
     * @param engine what talks over the connections
     * @param peers the addresses; one that is there twice is dialled once
     * @param client makes the connections; decides which certificates are trusted. Not closed here
     * @param threads what runs besides the client's own threads. Not closed here
     * @param clock the time of day, for {@link #status}
     * @param random spreads the attempts of many replicas; thread-safe
     * @throws IllegalArgumentException if an address is none, which the message explains. Nothing is dialled then
     */
    public WebSocketPeers(
            SyncEngine engine,
            Collection<URI> peers,
            HttpClient client,
            TransportThreads threads,
            InstantSource clock,
            RandomGenerator random) {
        peers.forEach(WebSocketPeers::check);
        var surroundings = new Dial.Surroundings(engine, client, threads, clock);
        this.dials = peers.stream()
                .distinct()
                .map(uri -> new Dial(uri, surroundings, random))
                .toList();
        dials.forEach(Dial::attempt);
    }

    /**
     * An address as people may see it.
     *
     * @param address an address, of a peer or a relay, usable or not
     * @return the address without what may be secret in it: user, query and fragment
     */
    public static String shown(String address) {
        return address.replaceAll("//[^/]*@", "//***@").replaceAll("[?#].*", "");
    }

    /**
     * Checks an address.
     *
     * @param peer the address of a peer
     * @throws IllegalArgumentException if it is none, which the message explains
     */
    public static void check(URI peer) {
        String scheme = peer.getScheme() == null ? "" : peer.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("ws") && !scheme.equals("wss")) {
            throw new IllegalArgumentException("A peer's address begins with 'ws://', or 'wss://' for TLS.");
        }
        if (peer.getHost() == null) {
            throw new IllegalArgumentException(
                    "A peer's address names a host, of letters, digits, dots and dashes: 'wss://host:port/genosdb/peer'.");
        }
        if (peer.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "A peer's address holds no user and password; peers know each other by the shared secret.");
        }
        if (peer.getFragment() != null) {
            throw new IllegalArgumentException("A peer's address has no fragment ('#').");
        }
        String path = peer.getPath();
        if (path == null || path.isEmpty() || path.equals("/")) {
            throw new IllegalArgumentException(
                    "A peer's address has a path, '/genosdb/peer' where nothing else is set.");
        }
    }

    /**
     * How it stands with each address.
     *
     * @return a snapshot, in the order of the addresses
     */
    public List<DialStatus> status() {
        return dials.stream().map(Dial::status).toList();
    }

    /**
     * Dials no more, and begins to end the connections, after what they still have to send. Does not wait.
     *
     * @return completes when all have ended, or after 12 seconds; never with an exception
     */
    public CompletableFuture<Void> closeAsync() {
        var ends = dials.stream().map(Dial::close).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(ends)
                .orTimeout(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failure -> {
                    logger.warn("Connections to peers did not end in time: {}", failure.toString());
                    return null;
                });
    }

    /** Dials no more, and ends the connections: after what they still have to send, or after 10 seconds. Waits for that. */
    @Override
    public void close() {
        try {
            closeAsync().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            logger.warn("Connections to peers did not end", e);
        }
    }
}

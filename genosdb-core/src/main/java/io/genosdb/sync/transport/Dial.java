package io.genosdb.sync.transport;

import io.genosdb.sync.PeerConnection;
import io.genosdb.sync.SyncEngine;
import io.genosdb.sync.wire.ErrorCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One address: dialled until there is a connection, and again when that has ended. Its monitor guards it. */
final class Dial {

    private static final int MOST_TOLD = 8;
    private static final Logger logger = LoggerFactory.getLogger(WebSocketPeers.class);
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

    /** A connection of this age was a success, whatever becomes of it. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    /** When to dial a peer again that will hardly have changed meanwhile. */
    private static final Duration RECONSIDER = Duration.ofSeconds(30);

    /** When to look again whether the other link to a peer is still there, which costs nothing. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** What is the same for all addresses. */
    record Surroundings(SyncEngine engine, HttpClient client, TransportThreads threads, InstantSource clock) {}

    private final URI uri;
    private final String address;
    private final Surroundings surroundings;
    private final Backoff backoff;

    private DialStatus.State state = DialStatus.State.CONNECTING;
    private @Nullable String error;
    private @Nullable Instant nextAttempt;
    private @Nullable WebSocketLink link;
    private @Nullable CompletableFuture<WebSocket> handshake;
    private @Nullable Future<?> timer;
    /** What was logged since a connection last lived. */
    private final Set<String> told = new HashSet<>();

    private @Nullable PeerConnection before;
    private boolean closed;

    Dial(URI uri, Surroundings surroundings, RandomGenerator random) {
        this.uri = uri;
        this.address = uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
        this.surroundings = surroundings;
        this.backoff = new Backoff(random);
    }

    synchronized DialStatus status() {
        return new DialStatus(address, state, error, nextAttempt);
    }

    synchronized void attempt() {
        if (closed) {
            return;
        }
        state = DialStatus.State.CONNECTING;
        nextAttempt = null;
        var attempted =
                new WebSocketLink(address, surroundings.engine()::connect, surroundings.threads(), new LinkObserver());
        link = attempted;
        try {
            handshake = surroundings
                    .client()
                    .newWebSocketBuilder()
                    .connectTimeout(HANDSHAKE_LIMIT)
                    .buildAsync(uri, attempted);
        } catch (RuntimeException e) {
            handshake = CompletableFuture.failedFuture(e);
        }
        var unused = handshake.whenCompleteAsync(
                (opened, failure) -> {
                    if (failure != null) {
                        ended(reason(failure), null, null);
                    }
                },
                surroundings.threads().workers());
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof WebSocketHandshakeException refusal && refusal.getResponse() != null
                ? "it answered with HTTP status " + refusal.getResponse().statusCode()
                        + hint(refusal.getResponse().statusCode())
                : WebSocketLink.describe(failure);
    }

    private static String hint(int status) {
        if (status == 404) {
            return "; peers are answered where a secret is set, at the path that is set there, behind the application's"
                    + " context path";
        }
        if (status == 401 || status == 403) {
            return "; something before the endpoint wants a login, which peers have not: permit its path there";
        }
        return status >= 300 && status < 400
                ? "; redirects are not followed. It may lead to a login, which peers have not: permit the endpoint's path"
                        + " there"
                : "";
    }

    private final class LinkObserver implements WebSocketLink.Observer {

        @Override
        public void opened() {
            Dial.this.opened();
        }

        @Override
        public void ended(String reason, @Nullable PeerConnection connection) {
            if (connection == null) {
                Dial.this.ended(reason, null, null);
            } else {
                String told = connection.reason().isEmpty() ? reason : connection.reason();
                Dial.this.ended(told, connection.failure(), connection);
            }
        }
    }

    private synchronized void opened() {
        state = DialStatus.State.CONNECTED;
        error = null;
        schedule(this::stable, STABLE);
    }

    private synchronized void stable() {
        if (state == DialStatus.State.CONNECTED) {
            backoff.reset();
            if (!told.isEmpty()) {
                logger.info("Connected to peer {} again", address);
                told.clear();
            }
        }
    }

    private synchronized void ended(String reason, @Nullable ErrorCode code, @Nullable PeerConnection connection) {
        if (timer != null) {
            timer.cancel(false);
        }
        link = null;
        handshake = null;
        if (closed) {
            return;
        }
        boolean wasConnected = state == DialStatus.State.CONNECTED;
        state = state(code);
        error = WebSocketLink.printable(reason);
        tell(wasConnected);
        before = connection;
        switch (state) {
            case SELF -> nextAttempt = null;
            // The other link may be about to be proved, on this side.
            case DUPLICATE -> lookLater();
            case REFUSED -> attemptIn(RECONSIDER);
            default -> attemptIn(backoff.next());
        }
    }

    private void attemptIn(Duration delay) {
        nextAttempt = surroundings.clock().instant().plus(delay);
        schedule(this::attempt, delay);
    }

    /** Of two links that one side dialled the newer one is kept: dialling would only replace the other. */
    private void lookLater() {
        nextAttempt = null;
        schedule(this::look, LOOK);
    }

    private synchronized void look() {
        if (closed) {
            return;
        }
        if (before != null && surroundings.engine().isReplaced(before)) {
            lookLater();
        } else {
            attempt();
        }
    }

    private static DialStatus.State state(@Nullable ErrorCode code) {
        if (code == null) {
            return DialStatus.State.AWAY;
        }
        return switch (code) {
            case SELF -> DialStatus.State.SELF;
            case DUPLICATE -> DialStatus.State.DUPLICATE;
            case VERSION, DATABASE, SECRET, IDENTITY, POLICY, FORGED -> DialStatus.State.REFUSED;
            default -> DialStatus.State.AWAY;
        };
    }

    /** Once for each trouble, and for a few of them, until a connection has lived. */
    private void tell(boolean wasConnected) {
        if (told.size() >= MOST_TOLD || !told.add(state + ": " + error)) {
            logger.debug("Peer {}: {}", address, error);
            return;
        }
        switch (state) {
            case SELF -> logger.info("Peer {} is not dialled again: {}", address, error);
            case DUPLICATE -> logger.debug("Peer {}: {}", address, error);
            // The engine has told.
            case REFUSED -> logger.debug("No sync with peer {}: {}", address, error);
            default -> {
                if (wasConnected) {
                    logger.info("The connection to peer {} ended and is made again: {}", address, error);
                } else {
                    logger.warn("No connection to peer {} yet, it is dialled until there is one: {}", address, error);
                }
            }
        }
    }

    private void schedule(Runnable task, Duration delay) {
        try {
            timer = surroundings.threads().scheduler().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            logger.debug("Peer {} is not dialled any more: the threads are closed", address);
        }
    }

    /** Dials no more and ends the connection. */
    CompletableFuture<Void> close() {
        WebSocketLink open;
        boolean connected;
        synchronized (this) {
            closed = true;
            nextAttempt = null;
            if (timer != null) {
                timer.cancel(false);
            }
            open = link;
            if (handshake == null || open == null) {
                return CompletableFuture.completedFuture(null);
            }
            if (state == DialStatus.State.CONNECTING) {
                handshake.cancel(true);
            }
            connected = state == DialStatus.State.CONNECTED;
        }
        open.close();
        return connected ? open.end() : CompletableFuture.completedFuture(null);
    }
}

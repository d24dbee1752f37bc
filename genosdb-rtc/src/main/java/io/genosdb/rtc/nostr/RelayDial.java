package io.genosdb.rtc.nostr;

import io.genosdb.room.RoomStatus;
import io.genosdb.room.RoomStatus.RelayState;
import io.genosdb.sync.transport.Backoff;
import io.genosdb.sync.transport.TransportThreads;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One relay: dialled until there is a connection, and again when that has ended. Its monitor guards it. */
final class RelayDial implements RelaySocket.Observer {

    private static final Logger logger = LoggerFactory.getLogger(Relays.class);
    private static final String SUBSCRIPTION = "room";
    private static final int MAX_REASON_CHARS = 200;

    /** What is the same for all relays. */
    record Surroundings(
            HttpClient client,
            TransportThreads threads,
            InstantSource clock,
            RandomGenerator random,
            Relays.Listener listener,
            RelayTimes times) {}

    private final int relay;
    private final URI uri;
    private final Surroundings surroundings;
    private final Backoff backoff;
    private final Backoff refusals;

    private RelayState state = RelayState.CONNECTING;
    private String reason = "";
    private Set<String> topics = Set.of();
    private @Nullable RelaySocket socket;
    private @Nullable CompletableFuture<WebSocket> handshake;
    private @Nullable Future<?> timer;
    private CompletableFuture<Void> calls = CompletableFuture.completedFuture(null);
    private boolean isSpared;
    private boolean isAskedAgain;
    private boolean isTold;
    private boolean closed;

    RelayDial(int relay, URI uri, Surroundings surroundings) {
        this.relay = relay;
        this.uri = uri;
        this.surroundings = surroundings;
        this.backoff = new Backoff(surroundings.random());
        this.refusals = new Backoff(surroundings.random());
    }

    synchronized RoomStatus.Relay status() {
        return new RoomStatus.Relay(uri.toString(), state, reason);
    }

    synchronized void attempt() {
        if (closed || state == RelayState.SET_ASIDE) {
            return;
        }
        state = RelayState.CONNECTING;
        var attempted = new RelaySocket(
                this, this::inTurn, surroundings.threads(), surroundings.times().ping());
        socket = attempted;
        try {
            handshake = surroundings
                    .client()
                    .newWebSocketBuilder()
                    .connectTimeout(surroundings.times().handshake())
                    .buildAsync(uri, attempted);
        } catch (RuntimeException e) {
            handshake = CompletableFuture.failedFuture(e);
        }
        var unused = handshake.whenComplete((opened, failure) -> {
            if (failure != null) {
                inTurn(() -> ended(attempted, describe(failure)));
            }
        });
    }

    /** Runs what has to do with this relay, by one thread after the other. */
    private synchronized void inTurn(Runnable task) {
        calls = calls.thenRunAsync(task, surroundings.threads().workers()).exceptionally(failure -> {
            if (!(failure.getCause() instanceof RejectedExecutionException)) {
                logger.error("What relay {} brought could not be dealt with", uri, failure);
            }
            return null;
        });
    }

    @Override
    public void opened(RelaySocket opened) {
        synchronized (this) {
            if (opened != socket) {
                opened.close("closed before it was open");
                return;
            }
            state = RelayState.CONNECTED;
            reason = "";
            ask();
            var unused = schedule(() -> stable(opened), surroundings.times().stable());
        }
        surroundings.listener().connected(relay);
    }

    private synchronized void stable(RelaySocket connected) {
        if (connected == socket) {
            backoff.reset();
            isTold = false;
        }
    }

    synchronized void subscribe(Set<String> asked) {
        boolean wasAsking = !topics.isEmpty();
        topics = asked;
        if (!asked.isEmpty()) {
            ask();
        } else if (wasAsking) {
            send(new ClientMessage.Close(SUBSCRIPTION));
        }
    }

    private synchronized void ask() {
        if (!topics.isEmpty()) {
            long now = surroundings.clock().instant().getEpochSecond();
            send(new ClientMessage.Request(SUBSCRIPTION, List.of(Topics.filter(topics, now))));
        }
    }

    synchronized boolean isPublishing() {
        return state == RelayState.CONNECTED && !isSpared;
    }

    synchronized void send(ClientMessage message) {
        if (state == RelayState.CONNECTED && socket != null && !socket.send(NostrCodec.encode(message))) {
            logger.debug("Relay {} reads slowly: a message to it was dropped", uri);
        }
    }

    @Override
    public void received(RelaySocket from, String text) {
        synchronized (this) {
            if (from != socket || state != RelayState.CONNECTED) {
                return;
            }
        }
        try {
            received(NostrCodec.decodeRelay(text));
        } catch (MalformedNostrException e) {
            logger.debug("Relay {} sent something that is passed over: {}", uri, e.getMessage());
        }
    }

    private void received(RelayMessage message) {
        if (message instanceof RelayMessage.Event event) {
            Topics.topic(event.event(), asked())
                    .ifPresent(topic -> surroundings
                            .listener()
                            .received(relay, topic, event.event().content()));
        } else if (message instanceof RelayMessage.Ok ok) {
            answered(ok);
        } else if (message instanceof RelayMessage.Closed refused
                && refused.subscription().equals(SUBSCRIPTION)) {
            refused(refused.text());
        } else {
            logger.debug("Relay {} said {}", uri, printable(message.toString()));
        }
    }

    private synchronized Set<String> asked() {
        return topics;
    }

    private synchronized void answered(RelayMessage.Ok ok) {
        if (!ok.accepted()) {
            refusedEvent(ok.text());
        } else if (!isSpared) {
            refusals.reset();
            reason = "";
        }
    }

    private synchronized void refusedEvent(String text) {
        switch (Refusal.of(text)) {
            case NONE -> {}
            case FOR_NOW -> {
                if (!isSpared) {
                    reason = "spared for a while: " + printable(text);
                    isSpared = true;
                    var unused = schedule(this::spareNoMore, refusals.next());
                }
            }
            case FOR_GOOD -> setAside(text);
        }
    }

    private synchronized void spareNoMore() {
        isSpared = false;
    }

    private synchronized void refused(String text) {
        if (topics.isEmpty() || isAskedAgain) {
            return;
        }
        if (Refusal.of(text) == Refusal.FOR_GOOD) {
            setAside(text);
        } else {
            reason = "asked again soon: " + printable(text);
            isAskedAgain = true;
            var unused = schedule(this::askAgain, refusals.next());
        }
    }

    private synchronized void askAgain() {
        isAskedAgain = false;
        ask();
    }

    private void setAside(String text) {
        RelaySocket open = socket;
        if (open != null) {
            state = RelayState.SET_ASIDE;
            reason = printable(text);
            logger.info("Relay {} is not used any more, since it refuses to serve: {}", uri, reason);
            open.close(reason);
        }
    }

    @Override
    public void ended(RelaySocket from, String why) {
        boolean wasConnected;
        synchronized (this) {
            if (from != socket) {
                return;
            }
            socket = null;
            handshake = null;
            wasConnected = state != RelayState.CONNECTING;
            if (state != RelayState.SET_ASIDE) {
                state = RelayState.WAITING;
                reason = printable(why);
                tell();
                timer = schedule(this::attempt, backoff.next());
            }
        }
        if (wasConnected) {
            surroundings.listener().disconnected(relay);
        }
    }

    /** Once for each time without a relay. */
    private void tell() {
        if (isTold) {
            logger.debug("Relay {} is not there: {}", uri, reason);
        } else {
            isTold = true;
            logger.info("Relay {} is not there, it is dialled until it is: {}", uri, reason);
        }
    }

    synchronized void retryNow() {
        if (state == RelayState.WAITING && timer != null && timer.cancel(false)) {
            backoff.reset();
            attempt();
        } else if (state == RelayState.CONNECTED && socket != null) {
            socket.probe();
        }
    }

    private @Nullable Future<?> schedule(Runnable task, Duration delay) {
        try {
            return surroundings.threads().scheduler().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            logger.debug("Relay {} is not dialled any more: the threads are closed", uri);
            return null;
        }
    }

    synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (handshake != null) {
            handshake.cancel(true);
        }
        RelaySocket open = socket;
        socket = null;
        if (open != null) {
            open.close("closed here");
        }
    }

    /** Why there is no connection, in a line: the client's exceptions often say nothing themselves. */
    static String describe(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        if (cause instanceof WebSocketHandshakeException refusal && refusal.getResponse() != null) {
            return "it answered with HTTP status " + refusal.getResponse().statusCode();
        }
        if (cause instanceof HttpTimeoutException) {
            return "nobody answered in time";
        }
        if (cause instanceof ConnectException && cause.getMessage() == null) {
            return cause.getCause() instanceof UnresolvedAddressException
                    ? "the name of the host is not known"
                    : "nobody listens there";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** What others say, short and without anything that would break a line of a log. */
    private static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= MAX_REASON_CHARS ? line : line.substring(0, MAX_REASON_CHARS);
    }
}

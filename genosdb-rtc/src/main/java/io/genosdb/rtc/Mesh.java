package io.genosdb.rtc;

import io.genosdb.room.Payload;
import io.genosdb.room.PeerEvent;
import io.genosdb.room.RoomException;
import io.genosdb.room.RoomPeer;
import io.genosdb.room.RoomStatus;
import io.genosdb.rtc.signal.RoomIdentity;
import io.genosdb.rtc.signal.SignalEffect;
import io.genosdb.rtc.signal.Signalling;
import io.genosdb.rtc.transport.IceCandidate;
import io.genosdb.rtc.transport.PeerChannel;
import io.genosdb.rtc.transport.PeerTransport;
import io.genosdb.rtc.wire.MessageEncoder;
import io.genosdb.rtc.wire.OutgoingMessage;
import io.genosdb.rtc.wire.PeerHello;
import io.genosdb.rtc.wire.ReassemblyBudget;
import io.genosdb.rtc.wire.RoomSecret;
import io.genosdb.rtc.wire.RoomSession;
import io.genosdb.rtc.wire.SessionEffect;
import io.genosdb.rtc.wire.SessionLimits;
import io.genosdb.sync.SyncEngine;
import io.genosdb.value.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stay in a room, under one identifier: it drives the signalling, which says with whom to connect, and a session over each
 * connection, and does what they decide. Both are state machines; here are their inputs and the effects.
 *
 * <p>Used by the thread of the room only. Threads of the transport and of the relays hand over, and never wait.
 */
final class Mesh implements RelayNetwork.Listener {

    private static final Logger logger = LoggerFactory.getLogger(RtcRooms.class);

    /** So much may wait here to be looked at, of one peer, before it counts as a flood. */
    private static final long MOST_WAITING_BYTES = 32L << 20;

    /** So much the unfinished messages of all peers may take together. */
    private static final long MOST_REASSEMBLED_BYTES = 256L << 20;

    /** How long a goodbye may take to get out. */
    private static final long GOODBYE_MILLIS = 1_500;

    /** How long the last frames of the sync may take to get out. */
    private static final long FAREWELL_MILLIS = 3_000;

    private static final long LOOK_MILLIS = 20;

    /** What a mesh tells. Called by the thread of the room. */
    interface Observer {

        void happened(PeerEvent event, RoomPeer peer);

        void received(RoomPeer peer, String channel, Payload payload, @Nullable JsonValue metadata, int bytes);

        void progressed(RoomPeer peer, String channel, double fraction, @Nullable JsonValue metadata);
    }

    /** What a mesh works with. */
    record Surroundings(
            RoomIdentity identity,
            PeerHello hello,
            PeerTransport transport,
            RelayNetwork.Factory relays,
            @Nullable SyncEngine sync,
            Clockwork loop,
            Executor workers,
            RandomGenerator random,
            Observer observer,
            RoomTraffic traffic) {}

    private final RoomIdentity identity;
    private final PeerTransport transport;
    private final @Nullable SyncEngine engine;
    private final Clockwork loop;
    private final Surroundings surroundings;
    private final Observer observer;
    private final Signalling signalling;
    private final RelayNetwork relays;
    private final Presences presences = new Presences();
    private final RoomSecret secret;
    private final MessageEncoder encoder;
    private final ReassemblyBudget budget = new ReassemblyBudget(MOST_REASSEMBLED_BYTES);

    private final Map<Long, Connection> connections = new LinkedHashMap<>();

    /** The connection in use with each peer that is in the room. */
    private final Map<String, Connection> inUse = new TreeMap<>();

    private record Ping(Connection connection, CompletableFuture<Duration> answer) {}

    private final Map<Long, Ping> pings = new HashMap<>();
    private long lastPing;
    private long wakeAt = Long.MAX_VALUE;
    private boolean leaving;
    private boolean left;

    private volatile List<RoomPeer> peers = List.of();
    private volatile int seen;

    Mesh(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.identity = surroundings.identity();
        this.transport = surroundings.transport();
        this.engine = surroundings.sync();
        this.loop = surroundings.loop();
        this.observer = surroundings.observer();
        this.secret = new RoomSecret(identity.password(), identity.appId(), identity.roomId());
        this.encoder = new MessageEncoder(secret.token());
        this.signalling = new Signalling(identity, surroundings.random());
        this.relays = surroundings.relays().open(this);
        relays.subscribe(signalling.topics());
        settle();
    }

    // What others read.

    List<RoomPeer> peers() {
        return peers;
    }

    int seen() {
        return seen;
    }

    List<RoomStatus.Relay> relays() {
        return relays.status();
    }

    /** Everybody who is about. */
    List<RoomPeer> about() {
        return presences.all().stream().map(this::describe).toList();
    }

    private RoomPeer describe(String peer) {
        Connection connection = inUse.get(peer);
        RoomPeer active = connection == null ? null : connection.active();
        return active == null ? new RoomPeer(peer, "", false) : active;
    }

    // What relays bring.

    @Override
    public void connected(int relay) {
        input(() -> signalling.relayConnected(relay, loop.now()));
    }

    @Override
    public void disconnected(int relay) {
        input(() -> signalling.relayLost(relay, loop.now()));
    }

    @Override
    public void received(int relay, String topic, String content) {
        input(() -> signalling.received(relay, topic, content, loop.now()));
    }

    private void input(Runnable action) {
        loop.execute(() -> {
            if (!left) {
                action.run();
                settle();
            }
        });
    }

    // What the transport brings.

    private final class LinkEvents implements PeerChannel.Events {

        private final Connection connection;

        private LinkEvents(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void described(PeerChannel channel, String description) {
            input(() -> signalling.described(connection.link(), description, loop.now()));
        }

        @Override
        public void gathered(PeerChannel channel, IceCandidate candidate) {
            input(() -> signalling.gathered(connection.link(), candidate, loop.now()));
        }

        @Override
        public void opened(PeerChannel channel) {
            input(() -> signalling.opened(connection.link(), loop.now()));
        }

        @Override
        public void received(PeerChannel channel, byte[] message) {
            surroundings.traffic().bytesIn(message.length);
            if (connection.waiting().addAndGet(message.length) > MOST_WAITING_BYTES) {
                channel.close("the peer sends more than this side can take in");
                return;
            }
            input(() -> {
                connection.waiting().addAndGet(-message.length);
                Mesh.this.received(connection, message);
            });
        }

        @Override
        public void writable(PeerChannel channel) {
            input(() -> connection.outbound().writable());
        }

        @Override
        public void worn(PeerChannel channel) {
            input(() -> signalling.replace(connection.link(), loop.now()));
        }

        @Override
        public void closed(PeerChannel channel, String reason) {
            input(() -> Mesh.this.closed(connection, reason));
        }
    }

    private void received(Connection connection, byte[] message) {
        RoomSession session = connection.session();
        if (session == null) {
            connection.keep(message);
        } else {
            session.received(message, loop.now());
        }
    }

    private void closed(Connection connection, String reason) {
        if (connections.remove(connection.link()) == null) {
            return;
        }
        logger.debug("{}: the connection with {} ended: {}", identity.roomId(), connection.peer(), reason);
        connection.outbound().close();
        deactivated(connection, reason);
        signalling.closed(connection.link(), loop.now());
    }

    // What the state machines decide.

    /** Does what was decided, and what follows from that, and sees to it that time goes on. */
    private void settle() {
        boolean more = true;
        while (more) {
            more = false;
            for (SignalEffect effect : signalling.effects()) {
                more = true;
                perform(effect);
            }
            for (Connection connection : List.copyOf(connections.values())) {
                more |= settle(connection);
            }
        }
        wakeInTime();
    }

    private boolean settle(Connection connection) {
        RoomSession session = connection.session();
        if (session == null) {
            return false;
        }
        List<SessionEffect> effects = session.effects();
        effects.forEach(effect -> perform(connection, effect));
        return !effects.isEmpty();
    }

    private void wakeInTime() {
        long next = Math.min(signalling.nextTick(), loop.now() + Presences.SILENCE_MILLIS / 10);
        for (Connection connection : connections.values()) {
            RoomSession session = connection.session();
            if (session != null) {
                next = Math.min(next, session.nextTick());
            }
        }
        if (next < wakeAt) {
            long due = next;
            wakeAt = due;
            loop.executeIn(Math.max(0, due - loop.now()), () -> wake(due));
        }
    }

    /** Not where another timer, for an earlier time, has taken this one's place meanwhile. */
    private void wake(long due) {
        if (!left && due == wakeAt) {
            wakeAt = Long.MAX_VALUE;
            tick();
        }
    }

    private void tick() {
        long now = loop.now();
        signalling.tick(now);
        for (Connection connection : List.copyOf(connections.values())) {
            RoomSession session = connection.session();
            if (session != null) {
                session.tick(now);
            }
        }
        inUse.keySet().forEach(peer -> presences.seen(peer, now));
        presences.takeLost(now).forEach(this::lost);
        settle();
    }

    private void perform(SignalEffect effect) {
        if (effect instanceof SignalEffect.Publish publish) {
            relays.publish(publish.relay(), publish.topic(), publish.content());
        } else if (effect instanceof SignalEffect.Offer offer) {
            connect(offer.link(), offer.peer(), transport::offer);
        } else if (effect instanceof SignalEffect.Answer answer) {
            connect(answer.link(), answer.peer(), events -> transport.answer(answer.sdp(), events));
        } else if (effect instanceof SignalEffect.Accept accept) {
            withChannel(accept.link(), channel -> channel.accept(accept.sdp()));
        } else if (effect instanceof SignalEffect.Add add) {
            withChannel(add.link(), channel -> channel.add(add.candidate()));
        } else if (effect instanceof SignalEffect.Close close) {
            withChannel(close.link(), channel -> channel.close(close.reason()));
        } else if (effect instanceof SignalEffect.Connected connected) {
            begin(connected.link());
        } else if (effect instanceof SignalEffect.Seen sign) {
            seen(sign.peer());
        } else if (effect instanceof SignalEffect.Failed failed) {
            logger.debug("{}: no connection with {}: {}", identity.roomId(), failed.peer(), failed.reason());
        }
    }

    private interface Dial {
        PeerChannel dial(PeerChannel.Events events);
    }

    private void connect(long link, String peer, Dial dial) {
        var connection = new Connection(link, peer);
        connections.put(link, connection);
        PeerChannel channel = dial.dial(new LinkEvents(connection));
        connection.attach(channel, new Outbound(channel, loop, surroundings.traffic()));
    }

    private void withChannel(long link, Consumer<PeerChannel> action) {
        Connection connection = connections.get(link);
        PeerChannel channel = connection == null ? null : connection.channel();
        if (channel != null) {
            action.accept(channel);
        }
    }

    /** The two have agreed on a connection. */
    private void begin(long link) {
        Connection connection = connections.get(link);
        if (connection == null || connection.session() != null) {
            return;
        }
        var session = new RoomSession(
                secret,
                identity.self(),
                connection.peer(),
                surroundings.hello(),
                SessionLimits.DEFAULTS,
                budget,
                surroundings.random());
        connection.session(session);
        long now = loop.now();
        session.opened(now);
        connection.takeEarly().forEach(message -> session.received(message, now));
    }

    private void perform(Connection connection, SessionEffect effect) {
        if (effect instanceof SessionEffect.Send send) {
            connection.outbound().control(send.message());
        } else if (effect instanceof SessionEffect.Sync frame) {
            synced(connection, frame.frame());
        } else if (effect instanceof SessionEffect.Message message) {
            surroundings.traffic().messageIn();
            observer.received(
                    active(connection),
                    message.channel(),
                    message.payload(),
                    message.metadata(),
                    sizeOf(message.payload()));
        } else if (effect instanceof SessionEffect.Progress progress) {
            observer.progressed(active(connection), progress.channel(), progress.fraction(), progress.metadata());
        } else if (effect instanceof SessionEffect.Active active) {
            activated(connection, active.hello());
        } else if (effect instanceof SessionEffect.HelloChanged changed) {
            describe(connection, changed.hello());
        } else if (effect instanceof SessionEffect.Inactive inactive) {
            inactive(connection, inactive);
        } else if (effect instanceof SessionEffect.Pong pong) {
            pong(pong);
        } else if (effect instanceof SessionEffect.Refused refused) {
            logger.debug("{}: dropped from {}: {}", identity.roomId(), connection.peer(), refused.reason());
        } else if (effect instanceof SessionEffect.Left) {
            connection.hasLeft();
        } else if (effect instanceof SessionEffect.Failed failed) {
            if (failed.wrongPassword()) {
                logger.warn("Room '{}': a peer has another password and is not let in", identity.roomId());
            }
            logger.debug("{}: {} is left alone: {}", identity.roomId(), connection.peer(), failed.reason());
            withChannel(connection.link(), channel -> channel.close(failed.reason()));
        }
    }

    private static int sizeOf(Payload payload) {
        // A JSON tree takes a multiple of its text; this is a bound on what waits, not an account.
        return payload instanceof Payload.Binary binary
                ? binary.bytes().length
                : payload instanceof Payload.Text text ? 2 * text.text().length() : 1_024;
    }

    private static RoomPeer active(Connection connection) {
        RoomPeer peer = connection.active();
        return peer == null ? new RoomPeer(connection.peer(), "", false) : peer;
    }

    // Who is there.

    private void seen(String peer) {
        if (presences.seen(peer, loop.now())) {
            seen = presences.size();
            observer.happened(PeerEvent.PEER_SEEN, describe(peer));
        }
    }

    private void lost(String peer) {
        seen = presences.size();
        observer.happened(PeerEvent.PEER_LOST, new RoomPeer(peer, "", false));
    }

    private void activated(Connection connection, PeerHello hello) {
        connection.active(new RoomPeer(connection.peer(), hello.type(), hello.syncs()));
        seen(connection.peer());
        signalling.returned(connection.peer(), loop.now());
        Connection before = inUse.put(connection.peer(), connection);
        publishPeers();
        if (before == null) {
            observer.happened(PeerEvent.PEER_JOIN, active(connection));
        } else if (before != connection) {
            connection.outbound().takeOver(before.outbound());
        }
        startSync(connection, hello);
    }

    private void describe(Connection connection, PeerHello hello) {
        if (connection.active() != null) {
            connection.active(new RoomPeer(connection.peer(), hello.type(), hello.syncs()));
            publishPeers();
            startSync(connection, hello);
        }
    }

    private void inactive(Connection connection, SessionEffect.Inactive inactive) {
        deactivated(connection, inactive.reason());
        if (inactive.goodbye()) {
            signalling.departed(connection.peer(), loop.now());
            if (presences.left(connection.peer())) {
                lost(connection.peer());
            }
        }
    }

    private void deactivated(Connection connection, String reason) {
        SyncSessions sync = connection.sync();
        if (sync != null) {
            sync.stop(reason);
            connection.sync(null);
        }
        failPings(connection);
        RoomPeer peer = connection.active();
        connection.active(null);
        if (peer != null && inUse.remove(connection.peer(), connection)) {
            replaceOrLeave(peer);
        }
    }

    /** Another connection with the peer may be in use as well, while one replaces the other. */
    private void replaceOrLeave(RoomPeer peer) {
        Connection other = connections.values().stream()
                .filter(candidate -> candidate.peer().equals(peer.id()) && candidate.active() != null)
                .max(Comparator.comparingLong(Connection::link))
                .orElse(null);
        if (other != null) {
            inUse.put(peer.id(), other);
        }
        publishPeers();
        if (other == null) {
            observer.happened(PeerEvent.PEER_LEAVE, peer);
        }
    }

    private void publishPeers() {
        peers = inUse.values().stream().map(Mesh::active).toList();
    }

    // Sync.

    private void startSync(Connection connection, PeerHello hello) {
        if (hello.syncs() && engine != null && surroundings.hello().syncs()) {
            sessions(connection, engine).start();
        }
    }

    private SyncSessions sessions(Connection connection, SyncEngine sync) {
        SyncSessions sessions = connection.sync();
        if (sessions == null) {
            sessions = new SyncSessions(
                    "room " + identity.roomId() + ", peer " + connection.peer(),
                    identity.self().compareTo(connection.peer()) < 0,
                    PeerChannel.MAX_MESSAGE_BYTES - MessageEncoder.SYNC_OVERHEAD,
                    sync,
                    new SyncWire(connection),
                    loop,
                    surroundings.workers(),
                    surroundings.random());
            connection.sync(sessions);
        }
        return sessions;
    }

    private void synced(Connection connection, byte[] message) {
        if (engine != null && connection.active() != null) {
            sessions(connection, engine).received(message);
        }
    }

    private final class SyncWire implements SyncSessions.Wire {

        private final Connection connection;

        private SyncWire(Connection connection) {
            this.connection = connection;
        }

        @Override
        public CompletableFuture<?> send(byte[] message) {
            return connection.active() == null
                    ? CompletableFuture.failedFuture(new RoomException("the peer is not in the room"))
                    : connection.outbound().frame(encoder.sync(message));
        }

        @Override
        public void misbehaved(String reason) {
            logger.debug("{}: {} {}", identity.roomId(), connection.peer(), reason);
            withChannel(connection.link(), channel -> channel.close("the peer " + reason));
        }
    }

    // What the application asks for.

    /** Sends a message to peers; completes when all have been sent it, or have left. */
    CompletableFuture<Void> send(
            Set<String> targets,
            String channel,
            Payload payload,
            @Nullable JsonValue metadata,
            ProgressOfPeer progress) {
        for (String target : targets) {
            if (!inUse.containsKey(target)) {
                return CompletableFuture.failedFuture(new RoomException(
                        "there is no peer '" + target + "' in the room; getPeers() says who is there"));
            }
        }
        OutgoingMessage message;
        try {
            message = encoder.encode(channel, payload, metadata);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(new RoomException(String.valueOf(e.getMessage())));
        }
        Collection<String> all = targets.isEmpty() ? List.copyOf(inUse.keySet()) : targets;
        var transmissions = new ArrayList<CompletableFuture<?>>();
        for (String target : all) {
            Connection connection = inUse.get(target);
            if (connection != null) {
                transmissions.add(
                        connection.outbound().transmit(message, fraction -> progress.accept(target, fraction)));
            }
        }
        return CompletableFuture.allOf(transmissions.toArray(CompletableFuture<?>[]::new));
    }

    /** Hears how much of a message a peer was sent. */
    @FunctionalInterface
    interface ProgressOfPeer {
        void accept(String peer, double fraction);
    }

    CompletableFuture<Duration> ping(String peer) {
        Connection connection = inUse.get(peer);
        RoomSession session = connection == null ? null : connection.session();
        if (connection == null || session == null) {
            return CompletableFuture.failedFuture(
                    new RoomException("there is no peer '" + peer + "' in the room; getPeers() says who is there"));
        }
        long id = ++lastPing;
        if (!session.ping(id, loop.now())) {
            return CompletableFuture.failedFuture(new RoomException(
                    "peer '" + peer + "' has too many pings to answer already; wait for the answers"));
        }
        var answer = new Ping(connection, new CompletableFuture<>());
        pings.put(id, answer);
        settle();
        return answer.answer();
    }

    private void pong(SessionEffect.Pong pong) {
        Ping ping = pings.remove(pong.id());
        if (ping != null) {
            ping.answer().complete(Duration.ofMillis(pong.millis()));
        }
    }

    private void failPings(Connection connection) {
        var failure = new RoomException("peer '" + connection.peer() + "' left before it answered the ping");
        pings.values().removeIf(ping -> {
            boolean isLost = ping.connection() == connection;
            if (isLost) {
                ping.answer().completeExceptionally(failure);
            }
            return isLost;
        });
    }

    // The end.

    /** Leaves the room: the sync sends what it has, then all are told. */
    CompletableFuture<Void> leave() {
        var done = new CompletableFuture<Void>();
        if (leaving) {
            done.complete(null);
            return done;
        }
        leaving = true;
        for (Connection connection : connections.values()) {
            SyncSessions sync = connection.sync();
            if (sync != null) {
                sync.finish();
            }
        }
        awaitSync(loop.now() + FAREWELL_MILLIS, done);
        return done;
    }

    private void awaitSync(long deadline, CompletableFuture<Void> done) {
        boolean isBusy =
                connections.values().stream().map(Connection::sync).anyMatch(sync -> sync != null && sync.isBusy());
        if (isBusy && loop.now() < deadline) {
            loop.executeIn(LOOK_MILLIS, () -> awaitSync(deadline, done));
        } else {
            sayGoodbye(done);
        }
    }

    private void sayGoodbye(CompletableFuture<Void> done) {
        long now = loop.now();
        for (Connection connection : connections.values()) {
            RoomSession session = connection.session();
            if (session != null) {
                session.leave(now);
            }
        }
        settle();
        awaitGoodbyes(now + GOODBYE_MILLIS, done);
    }

    private void awaitGoodbyes(long deadline, CompletableFuture<Void> done) {
        boolean isOut = connections.values().stream()
                .allMatch(connection ->
                        connection.isQuiet() && connection.outbound().isEmpty());
        if (!isOut && loop.now() < deadline) {
            loop.executeIn(LOOK_MILLIS, () -> awaitGoodbyes(deadline, done));
            return;
        }
        end();
        done.complete(null);
    }

    private void end() {
        left = true;
        relays.close();
        for (Connection connection : List.copyOf(connections.values())) {
            connection.outbound().close();
            deactivated(connection, "this peer left the room");
            withChannel(connection.link(), channel -> channel.close("this peer left the room"));
        }
        connections.clear();
        presences.all().forEach(peer -> {
            presences.left(peer);
            lost(peer);
        });
    }
}

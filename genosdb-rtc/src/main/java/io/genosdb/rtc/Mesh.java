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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

    /** So much of what relays brought may wait here; beyond it they are flooded, and nothing more of it is noted. */
    private static final long MOST_WAITING_SIGNAL_BYTES = 8L << 20;

    /** What something that waits here takes besides its bytes. */
    private static final int TASK_OVERHEAD = 128;

    /** A peer that says much, but nothing to a ping, has been asked for nothing. */
    private static final long PING_MILLIS = 30_000;

    /** How long a goodbye may take to get out. */
    private static final long GOODBYE_MILLIS = 1_500;

    /** How long the last frames of the sync may take to get out. */
    private static final long FAREWELL_MILLIS = 3_000;

    /** Relays are not dialled out of turn more often. */
    private static final long RETRY_MILLIS = 10_000;

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

    private record Ping(Connection connection, long sent, CompletableFuture<Duration> answer) {}

    private final Map<Long, Ping> pings = new HashMap<>();
    private long lastPing;
    private long wakeAt = Long.MAX_VALUE;

    /** What relays brought and was not looked at yet, in bytes. Changed by their threads too. */
    private final AtomicLong waitingSignals = new AtomicLong();

    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private long relaysRetriedAt;
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
        this.relaysRetriedAt = loop.now() - RETRY_MILLIS;
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

    /** What unfinished messages take, of all peers together. */
    long unfinishedBytes() {
        return budget.heldBytes();
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
        input(() -> {
            signalling.relayConnected(relay, loop.now());
            retryRelays();
        });
    }

    @Override
    public void disconnected(int relay) {
        input(() -> signalling.relayLost(relay, loop.now()));
    }

    @Override
    public void received(int relay, String topic, String content) {
        long bytes = TASK_OVERHEAD + 2L * content.length();
        if (waitingSignals.addAndGet(bytes) > MOST_WAITING_SIGNAL_BYTES) {
            waitingSignals.addAndGet(-bytes);
            return;
        }
        input(() -> {
            waitingSignals.addAndGet(-bytes);
            signalling.received(relay, topic, content, loop.now());
        });
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
            long bytes = (long) TASK_OVERHEAD + message.length;
            if (connection.waiting().addAndGet(bytes) > MOST_WAITING_BYTES) {
                channel.close("the peer sends more than this side can take in");
                return;
            }
            input(() -> {
                connection.waiting().addAndGet(-bytes);
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
        RoomSession session = connection.session();
        if (session != null) {
            // What it had of unfinished messages counts against all of the room.
            session.closed(reason);
        }
        if (connection.active() != null) {
            retryRelays();
        }
        deactivated(connection, reason);
        connection.outbound().close();
        signalling.closed(connection.link(), loop.now());
    }

    /** A relay that is back, or a peer that is gone, may mean that the network is another one. */
    private void retryRelays() {
        long now = loop.now();
        if (now - relaysRetriedAt >= RETRY_MILLIS) {
            relaysRetriedAt = now;
            relays.retryNow();
        }
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
        inUse.keySet().forEach(peer -> presences.stays(peer, now));
        presences.takeLost(now).forEach(this::lost);
        failPings(ping -> now - ping.sent() > PING_MILLIS, "has not answered the ping");
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
        try {
            PeerChannel channel = dial.dial(new LinkEvents(connection));
            connection.attach(channel, new Outbound(channel, loop, surroundings.traffic()));
        } catch (RuntimeException e) {
            logger.warn("{}: no connection could be made", identity.roomId(), e);
            connections.remove(link);
            signalling.closed(link, loop.now());
        }
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
            if (!leaving) {
                observer.received(
                        active(connection), message.channel(), message.payload(), message.metadata(), sizeOf(message));
            }
        } else if (effect instanceof SessionEffect.Progress progress) {
            if (!leaving) {
                observer.progressed(active(connection), progress.channel(), progress.fraction(), progress.metadata());
            }
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

    /** A bound on what waits, not an account: a JSON tree takes a multiple of its text. */
    private static int sizeOf(SessionEffect.Message message) {
        return message.payload() instanceof Payload.Json ? 1_024 + 4 * message.bytes() : 2 * message.bytes();
    }

    private static RoomPeer active(Connection connection) {
        RoomPeer peer = connection.active();
        return peer == null ? new RoomPeer(connection.peer(), "", false) : peer;
    }

    // Who is there.

    /** Not of what follows on leaving: the application is told of that at once, and may join again meanwhile. */
    private void happened(PeerEvent event, RoomPeer peer) {
        if (!leaving) {
            observer.happened(event, peer);
        }
    }

    private void seen(String peer) {
        if (presences.seen(peer, loop.now())) {
            appeared(peer);
        }
    }

    private void appeared(String peer) {
        seen = presences.size();
        happened(PeerEvent.PEER_SEEN, describe(peer));
    }

    private void lost(String peer) {
        seen = presences.size();
        happened(PeerEvent.PEER_LOST, new RoomPeer(peer, "", false));
    }

    private void activated(Connection connection, PeerHello hello) {
        connection.active(new RoomPeer(connection.peer(), hello.type(), hello.syncs()));
        signalling.returned(connection.peer(), loop.now());
        Connection before = inUse.put(connection.peer(), connection);
        publishPeers();
        if (presences.linked(connection.peer(), loop.now())) {
            appeared(connection.peer());
        }
        if (before == null) {
            happened(PeerEvent.PEER_JOIN, active(connection));
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
            connection.outbound().abandon();
        }
        // Who says goodbye over one connection and stays on another one has not left.
        if (inactive.goodbye() && !inUse.containsKey(connection.peer())) {
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
        failPings(ping -> ping.connection() == connection, "left before it answered the ping");
        RoomPeer peer = connection.active();
        connection.active(null);
        if (peer != null && inUse.remove(connection.peer(), connection)) {
            replaceOrLeave(peer, connection);
        }
    }

    /** Another connection with the peer may be in use as well, while one replaces the other. */
    private void replaceOrLeave(RoomPeer peer, Connection ended) {
        Connection other = connections.values().stream()
                .filter(candidate -> candidate.peer().equals(peer.id()) && candidate.active() != null)
                .max(Comparator.comparingLong(Connection::link))
                .orElse(null);
        if (other != null) {
            inUse.put(peer.id(), other);
            other.outbound().takeOver(ended.outbound());
        }
        publishPeers();
        if (other == null) {
            happened(PeerEvent.PEER_LEAVE, peer);
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
        RoomPeer peer = connection.active();
        // A peer may try even though one of the two has said that it does not.
        if (engine != null && surroundings.hello().syncs() && peer != null && peer.syncs()) {
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
        public byte[] binding() {
            PeerChannel channel = connection.channel();
            return channel == null ? new byte[0] : channel.binding();
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
        var answer = new Ping(connection, loop.now(), new CompletableFuture<>());
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

    private void failPings(Predicate<Ping> which, String reason) {
        pings.values().removeIf(ping -> {
            boolean isLost = which.test(ping);
            if (isLost) {
                ping.answer()
                        .completeExceptionally(
                                new RoomException("peer '" + ping.connection().peer() + "' " + reason));
            }
            return isLost;
        });
    }

    // The end.

    /** Leaves the room: the sync sends what it has, then all are told. */
    CompletableFuture<Void> leave() {
        if (leaving) {
            return gone;
        }
        inUse.values().forEach(connection -> happened(PeerEvent.PEER_LEAVE, active(connection)));
        presences.all().forEach(this::lost);
        leaving = true;
        // Whatever fails on the way, it comes to an end.
        loop.executeIn(FAREWELL_MILLIS + GOODBYE_MILLIS + 10 * LOOK_MILLIS, this::abandon);
        for (Connection connection : connections.values()) {
            SyncSessions sync = connection.sync();
            if (sync != null) {
                sync.finish();
            }
        }
        awaitSync(loop.now() + FAREWELL_MILLIS);
        return gone;
    }

    private void awaitSync(long deadline) {
        boolean isBusy =
                connections.values().stream().map(Connection::sync).anyMatch(sync -> sync != null && sync.isBusy());
        if (isBusy && loop.now() < deadline) {
            loop.executeIn(LOOK_MILLIS, () -> awaitSync(deadline));
        } else {
            sayGoodbye();
        }
    }

    private void sayGoodbye() {
        long now = loop.now();
        for (Connection connection : connections.values()) {
            RoomSession session = connection.session();
            if (session != null) {
                session.leave(now);
            }
        }
        settle();
        awaitGoodbyes(now + GOODBYE_MILLIS);
    }

    private void awaitGoodbyes(long deadline) {
        boolean isOut = connections.values().stream()
                .allMatch(connection ->
                        connection.isQuiet() && connection.outbound().isEmpty());
        if (!isOut && loop.now() < deadline) {
            loop.executeIn(LOOK_MILLIS, () -> awaitGoodbyes(deadline));
            return;
        }
        abandon();
    }

    /** Ends what is left of the stay, at once. Idempotent. */
    void abandon() {
        if (!left) {
            try {
                end();
            } finally {
                gone.complete(null);
            }
        }
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
    }
}

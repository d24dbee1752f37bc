package io.genosdb.room;

import io.genosdb.sync.SyncEngine;
import io.genosdb.sync.transport.InMemoryLinks;
import io.genosdb.value.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A room of {@link InMemoryRooms}, as one of its peers sees it. */
final class InMemoryRoom implements Room {

    private static final Logger logger = LoggerFactory.getLogger(InMemoryRooms.class);
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID_LENGTH = 20;

    /** Where peers are together. Its monitor guards who is there and what they know of each other. */
    static final class Place {

        private final String name;
        private final Map<String, InMemoryRoom> present = new TreeMap<>();

        Place(String name) {
            this.name = name;
        }
    }

    private final Place place;
    private final String type;
    private final SyncEngine sync;
    private final InMemoryLinks links;
    private final Deliveries deliveries;
    private final Map<PeerEvent, List<Consumer<RoomPeer>>> listeners = new EnumMap<>(PeerEvent.class);
    private final Map<String, InMemoryChannel> channels = new ConcurrentHashMap<>();
    private volatile String self = "";

    // Guarded by the place.
    private final Map<String, Meeting> meetings = new HashMap<>();
    private boolean closed;

    InMemoryRoom(Place place, String type, SyncEngine sync, InMemoryLinks links, Executor executor) {
        this.place = place;
        this.type = type;
        this.sync = sync;
        this.links = links;
        this.deliveries = new Deliveries(executor);
        for (PeerEvent event : PeerEvent.values()) {
            listeners.put(event, new CopyOnWriteArrayList<>());
        }
    }

    @Override
    public String name() {
        return place.name;
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public List<RoomPeer> getPeers() {
        synchronized (place) {
            return isPresent() ? others().stream().map(InMemoryRoom::asPeer).toList() : List.of();
        }
    }

    private boolean isPresent() {
        return place.present.get(self) == this;
    }

    private Collection<InMemoryRoom> others() {
        var others = new ArrayList<InMemoryRoom>(place.present.values());
        others.remove(this);
        return others;
    }

    private RoomPeer asPeer() {
        return new RoomPeer(self, type, true);
    }

    @Override
    public Registration on(PeerEvent event, Consumer<RoomPeer> listener) {
        List<Consumer<RoomPeer>> registered = listenersOf(event);
        synchronized (place) {
            if (event == PeerEvent.PEER_JOIN || event == PeerEvent.PEER_SEEN) {
                getPeers().forEach(peer -> deliveries.add(() -> listener.accept(peer)));
            }
            registered.add(listener);
        }
        return () -> registered.remove(listener);
    }

    private List<Consumer<RoomPeer>> listenersOf(PeerEvent event) {
        return listeners.getOrDefault(event, List.of());
    }

    private void tell(PeerEvent event, RoomPeer peer) {
        listenersOf(event).forEach(listener -> deliveries.add(() -> listener.accept(peer)));
    }

    @Override
    public Channel channel(String name) {
        return channels.computeIfAbsent(RoomLimits.checkChannelName(name), key -> new InMemoryChannel(key, this::send));
    }

    private CompletableFuture<Void> send(String channel, Payload payload, SendOptions options) {
        if (size(payload) > RoomLimits.MAX_MESSAGE_BYTES) {
            return refusal("a message has at most " + RoomLimits.MAX_MESSAGE_BYTES + " bytes; send it in parts");
        }
        synchronized (place) {
            if (!isPresent()) {
                return refusal("this peer has left room '" + name() + "'; join() again");
            }
            for (String target : options.targets()) {
                if (!place.present.containsKey(target) || target.equals(self)) {
                    return refusal("peer '" + target + "' is not in room '" + name() + "'");
                }
            }
            var message = new ChannelMessage(channel, asPeer(), payload, options.metadata());
            others().stream()
                    .filter(other -> isMeant(other, options.targets()))
                    .forEach(other -> send(message, other, options.progress()));
        }
        return CompletableFuture.completedFuture(null);
    }

    private static long size(Payload payload) {
        if (payload instanceof Payload.Binary binary) {
            return binary.bytes().length;
        }
        return payload instanceof Payload.Text text
                ? text.text().getBytes(StandardCharsets.UTF_8).length
                : ((Payload.Json) payload).value().canonicalBytes().length;
    }

    private static boolean isMeant(InMemoryRoom other, Set<String> targets) {
        return targets.isEmpty() || targets.contains(other.self);
    }

    private void send(ChannelMessage message, InMemoryRoom receiver, @Nullable ProgressListener progress) {
        JsonValue metadata = message.metadata();
        String to = receiver.self;
        if (progress != null) {
            deliveries.add(() -> progress.onProgress(1, to, metadata));
        }
        InMemoryChannel channel = receiver.channels.get(message.channel());
        if (channel != null) {
            channel.listeners().forEach(listener -> receiver.deliveries.add(() -> listener.accept(message)));
        }
    }

    private static <T> CompletableFuture<T> refusal(String reason) {
        return CompletableFuture.failedFuture(new RoomException(reason));
    }

    @Override
    public CompletableFuture<Duration> ping(String peer) {
        long start = System.nanoTime();
        synchronized (place) {
            InMemoryRoom asked = isPresent() ? place.present.get(peer) : null;
            if (asked == null || asked == this) {
                return refusal("peer '" + peer + "' is not in room '" + name() + "'");
            }
            var answer = new CompletableFuture<Duration>();
            asked.deliveries.add(() -> answer.complete(Duration.ofNanos(System.nanoTime() - start)));
            return answer;
        }
    }

    @Override
    public void join() {
        synchronized (place) {
            if (closed) {
                throw new IllegalStateException("room '" + name() + "' is closed, as its database is");
            }
            if (isPresent()) {
                return;
            }
            self = newId();
            others().forEach(this::meet);
            place.present.put(self, this);
        }
    }

    private static String newId() {
        var id = new StringBuilder(ID_LENGTH);
        ThreadLocalRandom.current()
                .ints(ID_LENGTH, 0, ALPHABET.length())
                .forEach(index -> id.append(ALPHABET.charAt(index)));
        return id.toString();
    }

    private void meet(InMemoryRoom other) {
        var meeting = new Meeting();
        meetings.put(other.self, meeting);
        other.meetings.put(self, meeting);
        welcome(other.asPeer());
        other.welcome(asPeer());
        deliveries.executor.execute(() -> meeting.open(links, sync, other.sync));
    }

    private void welcome(RoomPeer peer) {
        tell(PeerEvent.PEER_SEEN, peer);
        tell(PeerEvent.PEER_JOIN, peer);
    }

    private void farewell(RoomPeer peer) {
        Meeting meeting = meetings.remove(peer.id());
        if (meeting != null) {
            deliveries.executor.execute(meeting::close);
        }
        tell(PeerEvent.PEER_LEAVE, peer);
        tell(PeerEvent.PEER_LOST, peer);
    }

    @Override
    public CompletableFuture<Void> leave() {
        depart();
        return CompletableFuture.completedFuture(null);
    }

    private void depart() {
        synchronized (place) {
            if (isPresent()) {
                place.present.remove(self);
                others().forEach(other -> {
                    other.farewell(asPeer());
                    farewell(other.asPeer());
                });
            }
        }
    }

    @Override
    public RoomStatus status() {
        synchronized (place) {
            List<RoomPeer> peers = getPeers();
            return new RoomStatus(
                    name(), self, type, isPresent(), "", peers, peers.size(), List.of(), RoomStatus.Traffic.NONE);
        }
    }

    @Override
    public void close() {
        synchronized (place) {
            // The sync ends its links itself, after the last it has to send.
            others().forEach(other -> other.meetings.remove(self));
            meetings.clear();
            closed = true;
            depart();
        }
    }

    /** The link over which two replicas sync, from when they meet until one of them leaves. */
    private static final class Meeting {

        private InMemoryLinks.@Nullable Connection connection;
        private boolean ended;

        synchronized void open(InMemoryLinks links, SyncEngine one, SyncEngine other) {
            if (!ended) {
                try {
                    connection = links.connect(one, other);
                } catch (IllegalStateException e) {
                    logger.debug("Two peers of a room don't sync", e);
                }
            }
        }

        synchronized void close() {
            ended = true;
            if (connection != null) {
                connection.close();
            }
        }
    }

    /** What listeners are told, one thing after the other. */
    private static final class Deliveries {

        private final Executor executor;

        // Guarded by this.
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private boolean running;

        Deliveries(Executor executor) {
            this.executor = executor;
        }

        synchronized void add(Runnable delivery) {
            waiting.add(delivery);
            if (!running) {
                running = true;
                executor.execute(this::run);
            }
        }

        private void run() {
            for (Runnable delivery = next(); delivery != null; delivery = next()) {
                try {
                    delivery.run();
                } catch (RuntimeException e) {
                    logger.error("A listener of a room failed", e);
                }
            }
        }

        private synchronized @Nullable Runnable next() {
            Runnable delivery = waiting.poll();
            running = delivery != null;
            return delivery;
        }
    }
}

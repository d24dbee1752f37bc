package io.genosdb.rtc;

import io.genosdb.room.Channel;
import io.genosdb.room.ChannelMessage;
import io.genosdb.room.Payload;
import io.genosdb.room.PeerEvent;
import io.genosdb.room.ProgressListener;
import io.genosdb.room.Room;
import io.genosdb.room.RoomException;
import io.genosdb.room.RoomLimits;
import io.genosdb.room.RoomPeer;
import io.genosdb.room.RoomStatus;
import io.genosdb.room.SendOptions;
import io.genosdb.rtc.signal.RoomIdentity;
import io.genosdb.value.JsonValue;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room over WebRTC. All that happens in it happens on one thread, its {@link RoomLoop}; what listeners are told, they are told
 * on another, one thing after the other. Each stay in the room is a {@link Mesh} of its own, under a new identifier: others may
 * still believe the old one to be there.
 */
final class RtcRoom implements Room {

    private static final Logger logger = LoggerFactory.getLogger(RtcRooms.class);

    /** Beyond this, what comes for listeners that are slower is dropped. */
    private static final long MOST_UNDELIVERED_BYTES = 128L << 20;

    /** What a message that waits takes besides its bytes. */
    private static final long MESSAGE_OVERHEAD = 256;

    private static final long CLOSE_LIMIT_SECONDS = 6;

    /** What differs between one room and another, and where it gets its stays from. */
    interface Setting {

        /** Another identity, of the same room, for each stay. */
        RoomIdentity newIdentity();

        Mesh begin(RoomIdentity identity, Mesh.Observer observer, RoomTraffic traffic);

        /** Why nobody can be met; empty where that is not so. */
        String problem();

        /** The room is closed. */
        void release();
    }

    private final String name;
    private final String type;
    private final RoomLoop loop;
    private final Setting setting;
    private final SerialTasks deliveries;

    /** What waits for futures goes on here: neither the room nor a listener waits for it. */
    private final SerialTasks answers;

    private final Map<PeerEvent, List<Registered<Consumer<RoomPeer>>>> listeners = new EnumMap<>(PeerEvent.class);
    private final Map<String, RtcChannel> channels = new ConcurrentHashMap<>();
    private final RoomTraffic traffic = new RoomTraffic();

    private volatile String self = "";
    private volatile @Nullable Mesh mesh;

    // Used by the thread of the room only: the stays that still say goodbye, and when all have.
    private final Set<Mesh> ending = new HashSet<>();
    private CompletableFuture<Void> goodbyes = CompletableFuture.completedFuture(null);

    // Changed under this.
    private boolean joined;
    private volatile boolean closed;

    RtcRoom(String name, String type, RoomLoop loop, Setting setting, Executor workers) {
        this.name = name;
        this.type = type;
        this.loop = loop;
        this.setting = setting;
        this.deliveries = new SerialTasks(workers, MOST_UNDELIVERED_BYTES);
        this.answers = new SerialTasks(workers, Long.MAX_VALUE);
        for (PeerEvent event : PeerEvent.values()) {
            listeners.put(event, new CopyOnWriteArrayList<>());
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public List<RoomPeer> getPeers() {
        Mesh stay = mesh;
        return stay == null ? List.of() : stay.peers();
    }

    @Override
    public Registration on(PeerEvent event, Consumer<RoomPeer> listener) {
        List<Registered<Consumer<RoomPeer>>> all = listenersOf(event);
        var registered = new Registered<>(listener, all);
        loop.execute(() -> {
            there(event).forEach(peer -> tell(registered, event, peer));
            all.add(registered);
            if (!registered.isOpen()) {
                registered.close();
            }
        });
        return registered;
    }

    private List<Registered<Consumer<RoomPeer>>> listenersOf(PeerEvent event) {
        List<Registered<Consumer<RoomPeer>>> registered = listeners.get(event);
        if (registered == null) {
            throw new IllegalArgumentException("no such event: " + event);
        }
        return registered;
    }

    /** Of whom a listener that comes late is told. */
    private List<RoomPeer> there(PeerEvent event) {
        Mesh stay = mesh;
        if (stay == null) {
            return List.of();
        }
        return switch (event) {
            case PEER_JOIN -> stay.peers();
            case PEER_SEEN -> stay.about();
            case PEER_LEAVE, PEER_LOST -> List.of();
        };
    }

    /** Never dropped: who heard of a coming hears of the going. Each takes a handshake or minutes, so few can wait. */
    private void tell(Registered<Consumer<RoomPeer>> registered, PeerEvent event, RoomPeer peer) {
        deliver(0, () -> {
            try {
                if (registered.isOpen()) {
                    registered.listener().accept(peer);
                }
            } catch (RuntimeException e) {
                logger.error("A listener of room '{}' failed at {} of {}", name, event, peer.id(), e);
            }
        });
    }

    private void deliver(long bytes, Runnable delivery) {
        if (deliveries.offer(bytes, delivery)) {
            return;
        }
        long dropped = traffic.dropped();
        if (Long.bitCount(dropped) == 1) {
            logger.warn(
                    "Listeners of room '{}' are slower than what comes; {} messages were dropped so far",
                    name,
                    dropped);
        }
    }

    @Override
    public Channel channel(String channelName) {
        return channels.computeIfAbsent(
                RoomLimits.checkChannelName(channelName), key -> new RtcChannel(key, this::send));
    }

    private CompletableFuture<Void> send(String channelName, Payload payload, SendOptions options) {
        ProgressListener progress = options.progress();
        Mesh.ProgressOfPeer hears = progress == null
                ? (peer, fraction) -> {}
                : (peer, fraction) ->
                        deliver(MESSAGE_OVERHEAD, () -> progress.onProgress(fraction, peer, options.metadata()));
        return inStay(stay -> stay.send(options.targets(), channelName, payload, options.metadata(), hears));
    }

    @Override
    public CompletableFuture<Duration> ping(String peer) {
        return inStay(stay -> stay.ping(peer));
    }

    private interface Request<T> {
        CompletableFuture<T> make(Mesh stay);
    }

    private <T> CompletableFuture<T> inStay(Request<T> request) {
        var answer = new CompletableFuture<T>();
        boolean isTaken = loop.offer(() -> {
            var unused = answerOf(request).whenComplete((value, failure) -> settle(answer, value, failure));
        });
        if (!isTaken) {
            answer.completeExceptionally(absence());
        }
        return answer;
    }

    private <T> CompletableFuture<T> answerOf(Request<T> request) {
        Mesh stay = mesh;
        if (stay == null) {
            return CompletableFuture.failedFuture(absence());
        }
        try {
            return request.make(stay);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private RoomException absence() {
        return new RoomException(
                closed
                        ? "room '" + name + "' is closed, as its database is"
                        : "this peer has left room '" + name + "'; join() again");
    }

    private <T> void settle(CompletableFuture<T> answer, @Nullable T value, @Nullable Throwable failure) {
        var unused = answers.offer(0, () -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }

    @Override
    public synchronized void join() {
        if (closed) {
            throw new IllegalStateException("room '" + name + "' is closed, as its database is");
        }
        if (!joined) {
            joined = true;
            RoomIdentity identity = setting.newIdentity();
            self = identity.self();
            loop.execute(() -> mesh = setting.begin(identity, new Observer(), traffic));
        }
    }

    private final class Observer implements Mesh.Observer {

        @Override
        public void happened(PeerEvent event, RoomPeer peer) {
            listenersOf(event).forEach(listener -> tell(listener, event, peer));
        }

        @Override
        public void received(
                RoomPeer peer, String channelName, Payload payload, @Nullable JsonValue metadata, int bytes) {
            RtcChannel channel = channels.get(channelName);
            if (channel != null && channel.hasMessageListeners()) {
                var message = new ChannelMessage(channelName, peer, payload, metadata);
                deliver(MESSAGE_OVERHEAD + bytes, () -> channel.deliver(message));
            }
        }

        @Override
        public void progressed(RoomPeer peer, String channelName, double fraction, @Nullable JsonValue metadata) {
            RtcChannel channel = channels.get(channelName);
            if (channel != null && channel.hasProgressListeners()) {
                deliver(MESSAGE_OVERHEAD, () -> channel.progressed(fraction, peer.id(), metadata));
            }
        }
    }

    /** A stay that ends says goodbye on its own, while another one may begin. */
    @Override
    public CompletableFuture<Void> leave() {
        var done = new CompletableFuture<Void>();
        endStay(() -> settle(done, null, null));
        return done;
    }

    /** Ends the stay, if there is one, and runs something once all have said goodbye who still had to. */
    private synchronized void endStay(Runnable then) {
        joined = false;
        boolean isTaken = loop.offer(() -> {
            Mesh stay = mesh;
            mesh = null;
            if (stay != null) {
                ending.add(stay);
                goodbyes = CompletableFuture.allOf(goodbyes, stay.leave().thenRun(() -> ending.remove(stay)));
            }
            var unused = goodbyes.thenRun(then);
        });
        if (!isTaken) {
            then.run();
        }
    }

    @Override
    public RoomStatus status() {
        Mesh stay = mesh;
        return new RoomStatus(
                name,
                self,
                type,
                stay != null,
                setting.problem(),
                stay == null ? List.of() : stay.peers(),
                stay == null ? 0 : stay.seen(),
                stay == null ? List.of() : stay.relays(),
                traffic.status());
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        var told = new CountDownLatch(1);
        endStay(told::countDown);
        try {
            if (!told.await(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                logger.warn("Room '{}' was closed before its peers could be told", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.execute(() -> List.copyOf(ending).forEach(Mesh::abandon));
        loop.stop();
        setting.release();
    }
}

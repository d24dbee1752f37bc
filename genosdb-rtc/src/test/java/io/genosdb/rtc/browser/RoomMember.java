package io.genosdb.rtc.browser;

import io.genosdb.GenosDatabase;
import io.genosdb.room.Channel;
import io.genosdb.room.ChannelMessage;
import io.genosdb.room.Payload;
import io.genosdb.room.PeerEvent;
import io.genosdb.room.ProgressListener;
import io.genosdb.room.Room;
import io.genosdb.room.RoomPeer;
import io.genosdb.room.SendOptions;
import io.genosdb.rtc.RtcOptions;
import io.genosdb.rtc.RtcRooms;
import io.genosdb.rtc.transport.WebRtcOptions;
import io.genosdb.value.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A peer of ours: the room of a database in this JVM. */
final class RoomMember implements Member {

    private static final long PATIENCE_SECONDS = 90;
    private static final RtcRooms ROOMS = new RtcRooms(WebRtcOptions.DEFAULTS);

    private final Happenings happenings = new Happenings();
    private final Consumer<Happening> listener;
    private final AtomicLong bursts = new AtomicLong();
    private final Map<String, BlockingQueue<Payload>> echoes = new ConcurrentHashMap<>();
    private @Nullable GenosDatabase database;
    private volatile boolean bursting;

    RoomMember() {
        this.listener = happenings::add;
    }

    RoomMember(Consumer<Happening> listener) {
        this.listener = listener;
    }

    static double now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
    }

    Room room() {
        return Objects.requireNonNull(database).room();
    }

    GenosDatabase database() {
        return Objects.requireNonNull(database);
    }

    @Override
    public String self() {
        return room().self();
    }

    @Override
    public double join(Meeting meeting) {
        double at = now();
        if (database == null) {
            RtcOptions options = RtcOptions.of(meeting.relays())
                    .withAppId(meeting.appId())
                    .withPassword(meeting.password().isEmpty() ? null : meeting.password());
            database = GenosDatabase.builder(meeting.room())
                    .room(ROOMS.factory(options))
                    .open();
            listen(database.room());
        } else {
            database.room().join();
        }
        return at;
    }

    private void listen(Room room) {
        room.on(PeerEvent.PEER_JOIN, peer -> tell("join", peer.id(), Map.of()));
        room.on(PeerEvent.PEER_LEAVE, peer -> tell("leave", peer.id(), Map.of()));
        List.of("chat", "file").forEach(name -> room.channel(name).onMessage(this::received));
        room.channel("file").onProgress(progress("receiving"));
        room.channel("echo").onMessage(message -> {
            var unused = room.channel("echoed")
                    .send(message.payload(), options(message.peer().id(), message.metadata(), null));
        });
        room.channel("echoed").onMessage(message -> echoes(message.peer().id()).add(message.payload()));
        room.channel("burst").onMessage(message -> bursts.incrementAndGet());
    }

    private BlockingQueue<Payload> echoes(String peer) {
        return echoes.computeIfAbsent(peer, id -> new LinkedBlockingQueue<>());
    }

    private void tell(String event, String peer, Map<String, ?> more) {
        var details = new HashMap<String, Object>(more);
        details.put("peer", peer);
        listener.accept(new Happening(now(), event, details));
    }

    private void received(ChannelMessage message) {
        double at = now();
        var details = new HashMap<String, Object>();
        details.put("peer", message.peer().id());
        details.put("channel", message.channel());
        if (message.payload() instanceof Payload.Binary binary) {
            details.put("kind", "binary");
            details.put("size", (long) binary.bytes().length);
            details.put("sha256", TestBytes.sha256(binary.bytes()));
        } else if (message.payload() instanceof Payload.Text text) {
            details.put("kind", "text");
            details.put("data", text.text());
        } else if (message.payload() instanceof Payload.Json json) {
            details.put("kind", "json");
            details.put("data", json.value().toJava());
        }
        JsonValue metadata = message.metadata();
        if (metadata != null) {
            details.put("metadata", metadata.toJava());
        }
        listener.accept(new Happening(at, "message", details));
    }

    /** Tells of the first part, of each tenth and of the last. */
    private ProgressListener progress(String event) {
        var told = new ConcurrentHashMap<String, Double>();
        return (fraction, peer, metadata) -> {
            double last = told.getOrDefault(peer, 0.0);
            if (fraction < last) {
                last = 0;
            }
            if (last == 0 || fraction == 1 || fraction - last >= 0.1) {
                told.put(peer, fraction);
                tell(event, peer, Map.of("fraction", fraction));
            }
        };
    }

    @Override
    public double leave() {
        double at = now();
        join(room().leave());
        return at;
    }

    @Override
    public Set<String> peers() {
        return room().getPeers().stream().map(RoomPeer::id).collect(Collectors.toSet());
    }

    @Override
    public Happenings happenings() {
        return happenings;
    }

    @Override
    public double send(Object data, @Nullable String target, @Nullable Object metadata) {
        Payload payload = data instanceof String text ? new Payload.Text(text) : new Payload.Json(JsonValue.of(data));
        JsonValue extra = metadata == null ? null : JsonValue.of(metadata);
        double at = now();
        join(room().channel("chat").send(payload, options(target, extra, null)));
        return at;
    }

    @Override
    public double sendBytes(int size, @Nullable String target, @Nullable Object metadata) {
        var payload = new Payload.Binary(TestBytes.of(size));
        JsonValue extra = metadata == null ? null : JsonValue.of(metadata);
        double at = now();
        join(room().channel("file").send(payload, options(target, extra, progress("sending"))));
        return at;
    }

    private static SendOptions options(
            @Nullable String target, @Nullable JsonValue metadata, @Nullable ProgressListener progress) {
        return new SendOptions(target == null ? Set.of() : Set.of(target), metadata, progress);
    }

    @Override
    public List<Double> echoes(String peer, String kind, int count) {
        Payload payload = switch (kind) {
            case "json" -> new Payload.Json(JsonValue.of(Map.of("text", "hello", "number", 1)));
            case "text" -> new Payload.Text("hello");
            default -> new Payload.Binary(TestBytes.of(50_000));
        };
        JsonValue metadata = kind.equals("binary") ? JsonValue.of(Map.of("name", "some bytes")) : null;
        Channel echo = room().channel("echo");
        var times = new ArrayList<Double>();
        for (int i = 0; i < count; i++) {
            long at = System.nanoTime();
            CompletableFuture<Void> sent = echo.send(payload, options(peer, metadata, null));
            take(echoes(peer));
            join(sent);
            times.add((System.nanoTime() - at) / 1e6);
        }
        return times;
    }

    private static void take(BlockingQueue<Payload> answers) {
        try {
            if (answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) == null) {
                throw new AssertionError("No echo for " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void startBurst(@Nullable String target) {
        bursting = true;
        Payload payload = new Payload.Json(JsonValue.of(Map.of("text", "x".repeat(100))));
        Channel channel = room().channel("burst");
        var sender = new Thread(
                () -> {
                    var open = new Semaphore(1000); // As many as may be on their way.
                    while (bursting) {
                        open.acquireUninterruptibly();
                        var unused = channel.send(payload, options(target, null, null))
                                .whenComplete((sent, error) -> open.release());
                    }
                },
                "burst");
        sender.setDaemon(true);
        sender.start();
    }

    @Override
    public void stopBurst() {
        bursting = false;
    }

    @Override
    public long burstReceived() {
        return bursts.get();
    }

    @Override
    public double ping(String peer) {
        return join(room().ping(peer)).toNanos() / 1e6;
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException("It would take this JVM along; kill a RoomProcess");
    }

    @Override
    public void close() {
        bursting = false;
        if (database != null) {
            database.close();
        }
    }
}

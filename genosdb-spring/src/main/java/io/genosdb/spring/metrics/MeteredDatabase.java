package io.genosdb.spring.metrics;

import io.genosdb.GenosDatabase;
import io.genosdb.ListenerRegistration;
import io.genosdb.query.IndexDefinition;
import io.genosdb.query.IndexStatus;
import io.genosdb.room.RoomStatus;
import io.genosdb.sync.PeerStatus;
import io.genosdb.sync.SyncEngine;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The meters of one database. */
final class MeteredDatabase {

    private final List<ListenerRegistration> listeners = new CopyOnWriteArrayList<>();
    private final List<SyncEngine.Registration> sessions = new CopyOnWriteArrayList<>();
    private final String tag;
    private final GenosDatabase database;
    private final InstantSource clock;
    private @Nullable StatusSample sample;

    MeteredDatabase(String tag, GenosDatabase database, InstantSource clock) {
        this.tag = tag;
        this.database = database;
        this.clock = clock;
    }

    void bindTo(MeterRegistry registry) {
        listeners.add(database.onMerge(new MergeMeters(registry, tag, clock)));
        state(registry);
        intake(registry);
        storage(registry);
        live(registry);
        indexes(registry);
        sync(registry);
        if (database.hasRoom()) {
            room(registry);
        }
    }

    void close() {
        listeners.forEach(ListenerRegistration::close);
        listeners.clear();
        sessions.forEach(SyncEngine.Registration::close);
        sessions.clear();
    }

    private synchronized StatusSample sample() {
        Instant now = clock.instant();
        if (sample == null || !sample.holdsAt(now)) {
            sample = StatusSample.of(database, now);
        }
        return sample;
    }

    private void state(MeterRegistry registry) {
        gauge("genosdb.nodes", "Nodes", it -> it.status().nodes()).register(registry);
        gauge(
                        "genosdb.entries",
                        "Entries, retractions included",
                        it -> it.status().entries())
                .register(registry);
        TimeGauge.builder(
                        "genosdb.clock.ahead",
                        this,
                        TimeUnit.MILLISECONDS,
                        it -> it.sample().status().clockLead().toMillis())
                .description("How far the hybrid clock is ahead of the wall clock")
                .tag("database", tag)
                .register(registry);
    }

    private void intake(MeterRegistry registry) {
        gauge(
                        "genosdb.ops.parked",
                        "Entries of other replicas that are ahead of this one's clock and wait for their time",
                        it -> it.status().intake().parked())
                .register(registry);
        rejected("filtered", it -> it.status().intake().filtered()).register(registry);
        rejected("expired", it -> it.status().intake().expired()).register(registry);
    }

    private FunctionCounter.Builder<MeteredDatabase> rejected(String reason, ToLongFunction<StatusSample> count) {
        return counter(RejectionMeters.NAME, RejectionMeters.DESCRIPTION, count).tag("reason", reason);
    }

    private void storage(MeterRegistry registry) {
        gauge(
                        "genosdb.storage.pending",
                        "Entries that are not on disk yet",
                        it -> it.status().storage().pending())
                .register(registry);
        gauge(
                        "genosdb.storage.bytes",
                        "Space taken on disk",
                        it -> it.status().storage().bytes())
                .baseUnit("bytes")
                .register(registry);
        FunctionTimer.builder(
                        "genosdb.storage.flush",
                        this,
                        it -> it.sample().status().storage().flushes(),
                        it -> it.sample().status().storage().flushTime().toNanos(),
                        TimeUnit.NANOSECONDS)
                .description("Batches written to disk")
                .tag("database", tag)
                .register(registry);
        counter(
                        "genosdb.storage.flush.failures",
                        "Batches that the disk refused; each is tried again",
                        it -> it.status().storage().failedFlushes())
                .register(registry);
    }

    private void live(MeterRegistry registry) {
        subscriptions("filter", it -> it.status().live().filters()).register(registry);
        subscriptions("window", it -> it.status().live().windows()).register(registry);
        subscriptions("traversal", it -> it.status().live().traversals()).register(registry);
        gauge(
                        "genosdb.live.pending",
                        "Changes that live queries have not looked at yet, and events not delivered yet",
                        it -> it.status().live().pending())
                .register(registry);
        counter(
                        "genosdb.live.delivered",
                        "Events delivered to listeners",
                        it -> it.status().live().delivered())
                .register(registry);
        counter(
                        "genosdb.live.failures",
                        "Exceptions of listeners and of evaluations",
                        it -> it.status().live().failures())
                .register(registry);
    }

    private void sync(MeterRegistry registry) {
        sessions.add(database.sync().listen(new SessionMeters(registry, tag)));
        gauge(
                        "genosdb.peers",
                        "Connected replicas",
                        it -> it.sync().peers().stream()
                                .filter(PeerStatus::isConnected)
                                .count())
                .register(registry);
        gauge(
                        "genosdb.sync.queued",
                        "Entries that wait to be sent live, for all peers together",
                        it -> it.sync().peers().stream()
                                .mapToLong(PeerStatus::queued)
                                .sum())
                .register(registry);
        gauge(
                        "genosdb.sync.oplog",
                        "Entries that a peer that was away can catch up from",
                        it -> it.sync().opLogEntries())
                .register(registry);
        bytes("in", it -> it.sync().bytesIn()).register(registry);
        bytes("out", it -> it.sync().bytesOut()).register(registry);
    }

    private void room(MeterRegistry registry) {
        gauge(
                        "genosdb.room.peers",
                        "Peers of the room that messages go to",
                        it -> it.ofRoom(room -> room.peers().size()))
                .register(registry);
        gauge("genosdb.room.seen", "Peers that are about, linked or not", it -> it.ofRoom(RoomStatus::seen))
                .register(registry);
        for (RoomStatus.RelayState state : RoomStatus.RelayState.values()) {
            gauge(
                            "genosdb.room.relays",
                            "Relays where peers are looked for",
                            it -> it.ofRoom(room -> room.relays().stream()
                                    .filter(relay -> relay.state() == state)
                                    .count()))
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        traffic(registry, "in", RoomStatus.Traffic::messagesIn, RoomStatus.Traffic::bytesIn);
        traffic(registry, "out", RoomStatus.Traffic::messagesOut, RoomStatus.Traffic::bytesOut);
        counter(
                        "genosdb.room.dropped",
                        "What listeners of the room were not told of, since they were too slow",
                        it -> it.ofRoom(room -> room.traffic().dropped()))
                .register(registry);
    }

    private void traffic(
            MeterRegistry registry,
            String direction,
            ToLongFunction<RoomStatus.Traffic> messages,
            ToLongFunction<RoomStatus.Traffic> bytes) {
        counter(
                        "genosdb.room.messages",
                        "Messages of channels, from and to all peers",
                        it -> it.ofRoom(room -> messages.applyAsLong(room.traffic())))
                .tag("direction", direction)
                .register(registry);
        counter(
                        "genosdb.room.bytes",
                        "Bytes from and to all peers, the sync included",
                        it -> it.ofRoom(room -> bytes.applyAsLong(room.traffic())))
                .baseUnit("bytes")
                .tag("direction", direction)
                .register(registry);
    }

    private FunctionCounter.Builder<MeteredDatabase> bytes(String direction, ToLongFunction<StatusSample> count) {
        return counter("genosdb.sync.bytes", "Bytes of frames, from and to all peers", count)
                .baseUnit("bytes")
                .tag("direction", direction);
    }

    private Gauge.Builder<MeteredDatabase> subscriptions(String kind, ToDoubleFunction<StatusSample> value) {
        return gauge("genosdb.live.subscriptions", "Open live queries", value).tag("kind", kind);
    }

    /** By kind, not one by one: indexes build themselves for fields that users choose. */
    private void indexes(MeterRegistry registry) {
        for (IndexDefinition.Kind kind : IndexDefinition.Kind.values()) {
            String text = kind.name().toLowerCase(Locale.ROOT);
            gauge("genosdb.indexes", "Indexes", it -> it.indexes(kind).size())
                    .tag("kind", text)
                    .register(registry);
            gauge("genosdb.index.entries", "References from keys to nodes", it -> sum(it, kind, IndexStatus::entries))
                    .tag("kind", text)
                    .register(registry);
            gauge("genosdb.index.memory", "Memory of indexes, estimated", it -> sum(it, kind, IndexStatus::bytes))
                    .tag("kind", text)
                    .baseUnit("bytes")
                    .register(registry);
        }
    }

    private static long sum(StatusSample sample, IndexDefinition.Kind kind, ToLongFunction<IndexStatus> value) {
        return sample.indexes(kind).stream().mapToLong(value).sum();
    }

    private Gauge.Builder<MeteredDatabase> gauge(
            String name, String description, ToDoubleFunction<StatusSample> value) {
        return Gauge.builder(name, this, it -> value.applyAsDouble(it.sample()))
                .description(description)
                .tag("database", tag);
    }

    private FunctionCounter.Builder<MeteredDatabase> counter(
            String name, String description, ToLongFunction<StatusSample> count) {
        return FunctionCounter.builder(name, this, it -> count.applyAsLong(it.sample()))
                .description(description)
                .tag("database", tag);
    }
}

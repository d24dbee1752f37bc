package io.genosdb.spring.boot.health;

import io.genosdb.DatabaseStatus;
import io.genosdb.GenosDatabase;
import io.genosdb.room.RoomStatus;
import io.genosdb.storage.Recovery;
import io.genosdb.storage.StorageStatus;
import io.genosdb.storage.StorageType;
import io.genosdb.sync.transport.DialStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health of a graph database.
 *
 * <ul>
 *   <li>DOWN: the store is closed, or the disk refused the last batch.
 *   <li>OUT_OF_SERVICE: the store is being closed, or writes have been waiting for a disk that took none of them for longer
 *       than the indicator's patience. How long is seen from one check to the next.
 *   <li>UP otherwise, with warnings among the details for what an operator should look at. Peers that are away are no reason to
 *       be down: every replica works on its own.
 * </ul>
 *
 * Holds nothing secret. Thread-safe.
 *
 * @since 0.1
 */
public class GenosHealthIndicator extends AbstractHealthIndicator {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Supplier<DatabaseStatus> database;
    private final Supplier<SyncDetails> sync;
    private final Supplier<@Nullable RoomStatus> room;
    private final InstantSource clock;
    private @Nullable Backlog backlog;

    /**
     * Makes an indicator.
     *
     * @param database the database
     */
    public GenosHealthIndicator(GenosDatabase database) {
        this(database, List::of);
    }

    /**
     * Makes an indicator.
     *
     * @param database the database
     * @param addresses how it stands with the addresses of peers that are dialled for it
     */
    public GenosHealthIndicator(GenosDatabase database, Supplier<List<DialStatus>> addresses) {
        this(
                database::status,
                () -> new SyncDetails(database.sync().status(), addresses.get()),
                () -> database.hasRoom() ? database.room().status() : null,
                InstantSource.system());
    }

    GenosHealthIndicator(Supplier<DatabaseStatus> database, Supplier<SyncDetails> sync, InstantSource clock) {
        this(database, sync, () -> null, clock);
    }

    GenosHealthIndicator(
            Supplier<DatabaseStatus> database,
            Supplier<SyncDetails> sync,
            Supplier<@Nullable RoomStatus> room,
            InstantSource clock) {
        super("The health check of the graph database failed");
        this.database = database;
        this.sync = sync;
        this.room = room;
        this.clock = clock;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        DatabaseStatus status = database.get();
        StorageStatus storage = status.storage();
        Duration stalled = stalled(storage);
        builder.status(status(storage, stalled));
        if (stalled.compareTo(PATIENCE) >= 0) {
            builder.withDetail("stalledFor", stalled.toString());
        }
        builder.withDetail("database", status.name());
        builder.withDetail("nodes", status.nodes());
        builder.withDetail("storage", storageDetails(storage));
        builder.withDetail("clock", clockDetails(status));
        builder.withDetail("parkedEntries", status.intake().parked());
        SyncDetails peers = sync.get();
        builder.withDetail("sync", peers.toMap());
        var warnings = new ArrayList<String>(warnings(status));
        warnings.addAll(peers.warnings());
        RoomStatus met = room.get();
        if (met != null) {
            var details = new RoomDetails(met);
            builder.withDetail("room", details.toMap());
            warnings.addAll(details.warnings());
        }
        if (!warnings.isEmpty()) {
            builder.withDetail("warnings", warnings);
        }
    }

    private static Status status(StorageStatus storage, Duration stalled) {
        boolean closing = storage.closed() && storage.pending() > 0;
        if (storage.error() != null || (storage.closed() && !closing)) {
            return Status.DOWN;
        }
        return closing || stalled.compareTo(PATIENCE) >= 0 ? Status.OUT_OF_SERVICE : Status.UP;
    }

    /** For how long something has been waiting for the disk while the disk took nothing. */
    private synchronized Duration stalled(StorageStatus storage) {
        if (storage.pending() == 0) {
            backlog = null;
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        if (backlog == null || backlog.flushes() != storage.flushes()) {
            backlog = new Backlog(storage.flushes(), now);
        }
        return Duration.between(backlog.since(), now);
    }

    /** Writes wait for the disk, and this many batches had been written when that was first seen. */
    private record Backlog(long flushes, Instant since) {}

    private static Map<String, Object> storageDetails(StorageStatus storage) {
        var details = new LinkedHashMap<String, Object>();
        details.put("type", storage.engine().name().toLowerCase(Locale.ROOT));
        details.put("persistent", storage.directory() != null);
        put(details, "directory", storage.directory());
        details.put("encrypted", storage.encrypted());
        details.put("durability", storage.durability().name().toLowerCase(Locale.ROOT));
        details.put("pendingWrites", storage.pending());
        details.put("failedFlushes", storage.failedFlushes());
        put(details, "fallback", storage.fallback());
        put(details, "lastFlush", storage.lastFlush());
        put(details, "error", storage.closed() ? closedError(storage) : storage.error());
        if (storage.recovery() != null) {
            details.put("recovery", recoveryDetails(storage.recovery()));
        }
        return details;
    }

    private static String closedError(StorageStatus storage) {
        return storage.pending() == 0
                ? "the store is closed"
                : storage.pending() + " entries are not on disk, and the store is closed to others";
    }

    private static Map<String, Object> recoveryDetails(Recovery recovery) {
        var details = new LinkedHashMap<String, Object>();
        details.put("reason", recovery.reason());
        details.put("intactEntries", recovery.intact());
        details.put("lostEntries", recovery.lost() == Recovery.UNKNOWN ? "unknown" : recovery.lost());
        put(details, "damagedOriginal", recovery.kept());
        return details;
    }

    private static Map<String, Object> clockDetails(DatabaseStatus status) {
        var details = new LinkedHashMap<String, Object>();
        details.put("last", status.clock().toString());
        details.put("aheadOfWallClock", status.clockLead().toString());
        return details;
    }

    private static List<String> warnings(DatabaseStatus status) {
        StorageStatus storage = status.storage();
        // Who asked for memory knows that it is memory; a detail says so.
        boolean memoryWanted = storage.engine() == StorageType.MEMORY && storage.fallback() == null;
        var warnings = new ArrayList<String>(memoryWanted ? List.of() : storage.warnings());
        if (status.intake().parked() > 0) {
            warnings.add(status.intake().parked() + " entries of other replicas are ahead of this replica's clock and"
                    + " wait for their time; check the clocks");
        }
        return warnings;
    }

    private static void put(Map<String, Object> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value.toString());
        }
    }
}

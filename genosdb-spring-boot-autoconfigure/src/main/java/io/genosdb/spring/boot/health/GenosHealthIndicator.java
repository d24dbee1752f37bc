package io.genosdb.spring.boot.health;

import io.genosdb.DatabaseStatus;
import io.genosdb.GenosDatabase;
import io.genosdb.storage.Recovery;
import io.genosdb.storage.StorageStatus;
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
 * Health of a graph database: DOWN when its store is closed or takes no writes, UP otherwise, with warnings among the
 * details for what an operator should look at. Holds nothing secret.
 *
 * @since 0.1
 */
public class GenosHealthIndicator extends AbstractHealthIndicator {

    private final Supplier<DatabaseStatus> database;

    /**
     * Makes an indicator.
     *
     * @param database the database
     */
    public GenosHealthIndicator(GenosDatabase database) {
        this(database::status);
    }

    GenosHealthIndicator(Supplier<DatabaseStatus> database) {
        super("The health check of the graph database failed");
        this.database = database;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        DatabaseStatus status = database.get();
        StorageStatus storage = status.storage();
        boolean canWrite = !storage.closed() && storage.error() == null;
        builder.status(canWrite ? Status.UP : Status.DOWN);
        builder.withDetail("database", status.name());
        builder.withDetail("nodes", status.nodes());
        builder.withDetail("storage", storageDetails(storage));
        builder.withDetail("clock", clockDetails(status));
        builder.withDetail("parkedEntries", status.intake().parked());
        List<String> warnings = warnings(status);
        if (!warnings.isEmpty()) {
            builder.withDetail("warnings", warnings);
        }
    }

    private static Map<String, Object> storageDetails(StorageStatus storage) {
        var details = new LinkedHashMap<String, Object>();
        details.put("type", storage.engine().name().toLowerCase(Locale.ROOT));
        put(details, "directory", storage.directory());
        details.put("encrypted", storage.encrypted());
        details.put("durability", storage.durability().name().toLowerCase(Locale.ROOT));
        details.put("pendingWrites", storage.pending());
        details.put("failedFlushes", storage.failedFlushes());
        put(details, "fallback", storage.fallback());
        put(details, "lastFlush", storage.lastFlush());
        put(details, "error", storage.closed() ? "the store is closed" : storage.error());
        if (storage.recovery() != null) {
            details.put("recovery", recoveryDetails(storage.recovery()));
        }
        return details;
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
        var warnings = new ArrayList<>(status.storage().warnings());
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

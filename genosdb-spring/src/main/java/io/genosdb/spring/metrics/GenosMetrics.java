package io.genosdb.spring.metrics;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosDatabases;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Meters of graph databases. {@code docs/actuator-and-metrics.md} lists them.
 *
 * <p>The tag {@code database} is the name that a database shares with its replicas, so that the replicas of one database can
 * be compared; where two databases of one application share a name, it is the name under which the application knows them.
 * All other tags have a few fixed values. The state of a database is read at most once a second, however often and by
 * however many registries the meters are read.
 *
 * <p>Thread-safe. To be kept as long as the meters are wanted, since registries hold on to it weakly, and closed then.
 *
 * @since 0.1
 */
public final class GenosMetrics implements MeterBinder, AutoCloseable {

    private final List<MeteredDatabase> databases;

    /**
     * Meters of databases, by the system's clock.
     *
     * @param databases the open databases
     */
    public GenosMetrics(GenosDatabases databases) {
        this(databases, InstantSource.system());
    }

    /**
     * Meters of databases.
     *
     * @param databases the open databases
     * @param clock the time of day, against which the age of an entry of another replica is measured
     */
    public GenosMetrics(GenosDatabases databases, InstantSource clock) {
        this.databases = databases.asMap().entrySet().stream()
                .map(entry -> new MeteredDatabase(tag(entry, databases), entry.getValue(), clock))
                .toList();
    }

    private static String tag(Map.Entry<String, GenosDatabase> entry, GenosDatabases databases) {
        String name = entry.getValue().name();
        long sharing = databases.asMap().values().stream()
                .filter(database -> database.name().equals(name))
                .count();
        return sharing == 1 ? name : entry.getKey();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        databases.forEach(database -> database.bindTo(registry));
    }

    /** Stops counting. The meters stay in their registries as they are. */
    @Override
    public void close() {
        databases.forEach(MeteredDatabase::close);
    }
}

package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.DatabaseBuilder;
import io.genosdb.guard.GuardFactory;
import io.genosdb.spring.GenosDatabases;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;

/**
 * Gives the primary database its guard, where there is one, before other customizers. A guard guards one database: others that
 * would sync without one are not opened.
 */
final class GuardCustomizer implements GenosDatabaseBuilderCustomizer, Ordered {

    private final GenosProperties properties;
    private final ObjectProvider<GuardFactory> guard;

    GuardCustomizer(GenosProperties properties, ObjectProvider<GuardFactory> guard) {
        this.properties = properties;
        this.guard = guard;
    }

    @Override
    public void customize(DatabaseBuilder builder) {
        throw new IllegalStateException("a database has a guard by its name");
    }

    @Override
    public void customize(String database, DatabaseBuilder builder) {
        GuardFactory factory = guard.getIfAvailable();
        if (factory == null) {
            return;
        }
        if (isPrimary(database)) {
            builder.guard(factory);
        } else if (isReachable(database)) {
            throw new UnguardedDatabaseException(database);
        }
    }

    /** Whether a database is opened with a guard. */
    boolean isGuarded(String database) {
        return isPrimary(database) && guard.getIfAvailable() != null;
    }

    private boolean isPrimary(String database) {
        @Nullable String primary = properties.primary();
        return database.equals(primary == null ? GenosDatabases.DEFAULT_NAME : primary);
    }

    /** By other replicas; who has it in hand in the application is the application's business. */
    private boolean isReachable(String database) {
        GenosProperties.Database named = properties.databases().get(database);
        return named == null || named.sync().enabled() || named.rtc().enabled();
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}

package io.genosdb.spring;

import io.genosdb.GenosDatabase;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The graph databases of an application by their names: those under which the application knows them, which need not be
 * the names that they share with their replicas. Immutable; it does not own the databases and never closes them.
 *
 * @since 0.1
 */
public final class GenosDatabases {

    /** The name of the database that was given none: with Spring Boot, the one of the properties {@code genosdb.*}. */
    public static final String DEFAULT_NAME = "default";

    private final Map<String, GenosDatabase> databases;

    /**
     * Makes a registry.
     *
     * @param databases the open databases by name; copied
     */
    public GenosDatabases(Map<String, GenosDatabase> databases) {
        this.databases = Collections.unmodifiableMap(new TreeMap<>(databases));
    }

    /**
     * The database with a name.
     *
     * @param name the name
     * @return the database
     * @throws IllegalArgumentException if there is none with that name; the message lists those that there are
     */
    public GenosDatabase get(String name) {
        GenosDatabase database = databases.get(name);
        if (database == null) {
            throw new IllegalArgumentException("no database is named '" + name + "'; there are " + names());
        }
        return database;
    }

    /**
     * The names.
     *
     * @return the names, sorted
     */
    public Set<String> names() {
        return databases.keySet();
    }

    /**
     * The name of a database.
     *
     * @param database a database
     * @return the name under which this very object is held, or empty where it is not
     */
    public Optional<String> nameOf(@Nullable GenosDatabase database) {
        return databases.entrySet().stream()
                .filter(entry -> entry.getValue() == database)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * All of them.
     *
     * @return the databases by name, sorted by it; not to be changed
     */
    public Map<String, GenosDatabase> asMap() {
        return databases;
    }
}

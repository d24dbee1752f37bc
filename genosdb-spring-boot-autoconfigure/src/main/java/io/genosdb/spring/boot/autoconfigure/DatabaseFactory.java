package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosDatabases;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Opens the databases of the properties. The definitions of the beans name its methods, so that they can be written ahead of time. */
final class DatabaseFactory {

    private final Map<Path, String> directories = new ConcurrentHashMap<>();
    private final Map<GenosDatabase, GenosProperties.Sync> opened = new ConcurrentHashMap<>();
    private final GenosProperties properties;
    private final ObjectProvider<GenosDatabaseBuilderCustomizer> customizers;

    DatabaseFactory(GenosProperties properties, ObjectProvider<GenosDatabaseBuilderCustomizer> customizers) {
        this.properties = properties;
        this.customizers = customizers;
    }

    /**
     * Opens a database.
     *
     * @param key the name under which the application knows it
     * @throws SharedDirectoryException if another one of the application's databases has its directory
     */
    GenosDatabase open(String key) {
        var ofDatabase = propertiesOf(key);
        SyncValidation.check(key, ofDatabase.sync());
        var mapper = new PropertiesMapper(key, ofDatabase);
        claim(mapper.directory(), key);
        var builder = mapper.builder();
        customizers.orderedStream().forEach(customizer -> customizer.customize(key, builder));
        GenosDatabase database = builder.open();
        opened.put(database, ofDatabase.sync());
        return database;
    }

    /** How a database syncs; {@code null} for one that the application has opened itself. */
    GenosProperties.@Nullable Sync sync(GenosDatabase database) {
        return opened.get(database);
    }

    /** The properties of a database, by the name under which the application knows it. */
    GenosProperties.Database propertiesOf(String key) {
        if (key.equals(GenosDatabases.DEFAULT_NAME)) {
            return properties.top();
        }
        return Objects.requireNonNull(
                properties.databases().get(key),
                () -> "genosdb.databases." + key + " was there when the bean was defined and is not there any more");
    }

    /** A database in memory has no directory to claim. */
    private void claim(@Nullable Path directory, String key) {
        if (directory != null) {
            String other = directories.putIfAbsent(directory.toAbsolutePath().normalize(), key);
            if (other != null && !other.equals(key)) {
                throw new SharedDirectoryException(directory, other, key);
            }
        }
    }
}

package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.DatabaseBuilder;
import io.genosdb.GenosDatabase;
import io.genosdb.IdStrategy;
import io.genosdb.graph.ConflictPolicy;
import io.genosdb.graph.Limits;
import io.genosdb.query.IndexDefinition;
import io.genosdb.query.IndexOptions;
import io.genosdb.storage.StorageOptions;
import io.genosdb.sync.SyncOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From the properties of one database to its builder. */
final class PropertiesMapper {

    private final String name;
    private final GenosProperties.Database properties;

    /**
     * Maps.
     *
     * @param key the name under which the application knows the database: its name where the properties give none
     */
    PropertiesMapper(String key, GenosProperties.Database properties) {
        this.name = properties.name() == null ? key : properties.name();
        this.properties = properties;
    }

    DatabaseBuilder builder() {
        var builder = GenosDatabase.builder(name)
                .storage(storage())
                .limits(limits())
                .maxDrift(properties.clock().maxDrift())
                .retention(properties.retention())
                .indexes(indexes(properties.index()))
                .sync(sync(properties.sync()))
                .localSync(properties.sync().enabled() && properties.sync().local());
        if (properties.conflictPolicy() == GenosProperties.ConflictPolicy.FIELD_LEVEL) {
            builder.conflictPolicy(ConflictPolicy.FIELD_LEVEL);
        }
        if (properties.idStrategy() == GenosProperties.IdStrategy.CONTENT_HASH) {
            builder.idStrategy(IdStrategy.contentHash());
        }
        return builder;
    }

    /** Where the database is stored, or null in memory. */
    @Nullable
    Path directory() {
        return properties.storage().directoryOf(name);
    }

    private StorageOptions storage() {
        Path directory = directory();
        if (directory == null) {
            return StorageOptions.inMemory();
        }
        var storage = properties.storage();
        var options = StorageOptions.in(directory)
                .withType(storage.type())
                .withDurability(storage.durability())
                .withSaveDelay(storage.saveDelay())
                .withMaxPending(storage.maxPending());
        String password = storage.password();
        return password == null || password.isEmpty() ? options : options.withPassword(password.toCharArray());
    }

    private static SyncOptions sync(GenosProperties.Sync sync) {
        var defaults = SyncOptions.DEFAULTS;
        return new SyncOptions(
                sync.hasSecret() ? sync.secret() : null,
                sync.oplogSize(),
                defaults.window(),
                sync.verifyInterval(),
                defaults.silence());
    }

    private Limits limits() {
        var limits = properties.limits();
        int maxValueBytes = (int) Math.min(limits.maxValueSize().toBytes(), Integer.MAX_VALUE);
        return new Limits(maxValueBytes, limits.maxDepth(), limits.maxIdLength(), limits.maxEdges());
    }

    static IndexOptions indexes(GenosProperties.Index index) {
        var declared = new ArrayList<IndexDefinition>();
        declare(declared, index.hash(), IndexDefinition::hash);
        declare(declared, index.ordered(), IndexDefinition::ordered);
        declare(declared, index.prefix(), IndexDefinition::prefix);
        declare(declared, index.text(), IndexDefinition::text);
        return new IndexOptions(
                declared, index.auto(), index.memory().toBytes(), IndexOptions.DEFAULTS.expensiveRuns());
    }

    private static void declare(
            List<IndexDefinition> declared, List<String> fields, Function<String, IndexDefinition> definition) {
        fields.stream().map(definition).forEach(declared::add);
    }
}

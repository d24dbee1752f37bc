package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.DatabaseBuilder;
import io.genosdb.room.RoomFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;

/** Gives databases their rooms, before other customizers. */
final class RoomCustomizer implements GenosDatabaseBuilderCustomizer, Ordered {

    private final ObjectProvider<RoomFactory> own;
    private final ObjectProvider<RoomSource> source;
    private final ObjectProvider<DatabaseFactory> databases;
    private final GuardCustomizer guards;

    /**
     * Customizes nothing yet.
     *
     * @param own of the application, which takes the place of what properties say
     * @param source of the properties, where the library for it is there
     * @param guards knows which databases are guarded
     */
    RoomCustomizer(
            ObjectProvider<RoomFactory> own,
            ObjectProvider<RoomSource> source,
            ObjectProvider<DatabaseFactory> databases,
            GuardCustomizer guards) {
        this.own = own;
        this.source = source;
        this.databases = databases;
        this.guards = guards;
    }

    @Override
    public void customize(DatabaseBuilder builder) {
        throw new IllegalStateException("a database has a room by its name");
    }

    @Override
    public void customize(String database, DatabaseBuilder builder) {
        RoomFactory factory = own.getIfAvailable();
        if (factory != null) {
            builder.room(factory);
            return;
        }
        GenosProperties.Database properties = databases.getObject().propertiesOf(database);
        if (properties.rtc().enabled()) {
            String prefix = SharedDirectoryException.propertyPrefix(database);
            RoomSource rooms = source.getIfAvailable(() -> {
                throw new MissingRtcException(prefix + "rtc.enabled");
            });
            builder.room(rooms.room(prefix, properties, guards.isGuarded(database)));
        }
    }

    /** So that a customizer of the application can give another room. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}

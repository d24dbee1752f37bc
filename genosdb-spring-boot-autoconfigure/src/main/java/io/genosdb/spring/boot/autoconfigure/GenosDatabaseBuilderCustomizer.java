package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.DatabaseBuilder;

/**
 * Changes the builder of the database after the properties were applied to it and before the database is opened. Beans of
 * this type are called in their order, for every database that is opened from properties.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface GenosDatabaseBuilderCustomizer {

    /**
     * Changes the builder of whichever database.
     *
     * @param builder the builder
     */
    void customize(DatabaseBuilder builder);

    /**
     * Changes the builder of a database that is known by name. To be overridden where not all databases are meant.
     *
     * @param database the name under which the application knows the database:
     *     {@link io.genosdb.spring.GenosDatabases#DEFAULT_NAME} for that of the properties {@code genosdb.*}
     * @param builder the builder
     */
    default void customize(String database, DatabaseBuilder builder) {
        customize(builder);
    }
}

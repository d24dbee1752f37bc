package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.DatabaseBuilder;

/**
 * Changes the builder of the database after the properties were applied to it and before the database is opened. Beans of
 * this type are called in their order.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface GenosDatabaseBuilderCustomizer {

    /**
     * Changes the builder.
     *
     * @param builder the builder
     */
    void customize(DatabaseBuilder builder);
}

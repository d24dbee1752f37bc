package io.genosdb.spring.entity;

import io.genosdb.IdStrategy;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.mapping.GenosMappingContext;
import org.springframework.data.mapping.callback.EntityCallbacks;

/**
 * What a {@link Saving} needs.
 *
 * @param context what is known of the entities
 * @param converter makes the members
 * @param operations the database
 * @param callbacks called for every entity
 * @param idStrategy makes identifiers of new nodes
 */
record EntityWriter(
        GenosMappingContext context,
        GenosConverter converter,
        GenosOperations operations,
        EntityCallbacks callbacks,
        IdStrategy idStrategy) {}

package io.genosdb.spring.entity;

import io.genosdb.IdStrategy;
import io.genosdb.graph.Node;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.mapping.GenosMappingContext;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.data.mapping.callback.EntityCallbacks;

/**
 * What a {@link Saving} needs.
 *
 * @param context what is known of the entities
 * @param converter makes the members
 * @param operations takes the batch
 * @param nodes finds nodes
 * @param callbacks called for every entity
 * @param idStrategy makes identifiers of new nodes
 */
record EntityWriter(
        GenosMappingContext context,
        GenosConverter converter,
        GenosOperations operations,
        Function<String, Optional<Node>> nodes,
        EntityCallbacks callbacks,
        IdStrategy idStrategy) {}

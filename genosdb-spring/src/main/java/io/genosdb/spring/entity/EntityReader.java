package io.genosdb.spring.entity;

import io.genosdb.graph.Node;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosPersistentEntity;
import io.genosdb.spring.mapping.GenosPersistentProperty;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.data.mapping.callback.EntityCallbacks;
import org.springframework.data.mapping.model.EntityInstantiators;

/**
 * What a {@link Loading} needs.
 *
 * @param context what is known of the entities
 * @param converter makes the members
 * @param nodes finds targets
 * @param callbacks called for every entity
 * @param instantiators call constructors
 */
record EntityReader(
        GenosMappingContext context,
        GenosConverter converter,
        Function<String, Optional<Node>> nodes,
        EntityCallbacks callbacks,
        EntityInstantiators instantiators) {

    /** Whether a value is that of a node of a class. */
    static boolean isOf(GenosPersistentEntity<?> entity, JsonObject value) {
        return value.get(GenosMappingContext.TYPE_FIELD) instanceof JsonString type
                && type.value().equals(entity.getNodeType());
    }

    /** The node of a target, if it is there and of the class that the edge leads to. */
    Optional<Node> target(GenosPersistentProperty edge, String id) {
        GenosPersistentEntity<?> entity = context.getRequiredNode(edge.getActualType());
        return nodes.apply(id).filter(node -> isOf(entity, node.value()));
    }
}

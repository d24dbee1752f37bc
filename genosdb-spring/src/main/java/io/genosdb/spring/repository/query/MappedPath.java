package io.genosdb.spring.repository.query;

import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosPersistentEntity;
import io.genosdb.spring.mapping.GenosPersistentProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.core.PropertyPath;

/**
 * Where a property is found: the path of a field, and behind an edge what is to be found at its target.
 *
 * @param field the field's path in the value of the node
 * @param property the property that the field holds
 * @param identified the entity whose identifier the field holds, where it holds one
 * @param crossing what follows at the target of the edge that the field holds
 */
record MappedPath(
        String field,
        GenosPersistentProperty property,
        @Nullable GenosPersistentEntity<?> identified,
        @Nullable Crossing crossing) {

    /**
     * The way on behind an edge.
     *
     * @param target the entity that the edge leads to
     * @param rest the property of the target
     */
    record Crossing(GenosPersistentEntity<?> target, MappedPath rest) {}

    static MappedPath of(PropertyPath path, GenosPersistentEntity<?> entity, GenosMappingContext context) {
        List<String> names = new ArrayList<>();
        GenosPersistentEntity<?> owner = entity;
        PropertyPath at = path;
        while (true) {
            GenosPersistentProperty property = stored(owner, at.getSegment());
            names.add(property.getFieldName());
            String field = String.join(".", names);
            PropertyPath next = at.next();
            if (property.isEdge()) {
                return edge(field, property, next, context);
            }
            if (next == null) {
                return new MappedPath(field, property, property.isIdProperty() ? owner : null, null);
            }
            if (property.isCollectionLike() || property.isMap()) {
                throw new IllegalArgumentException("the path " + path.toDotPath() + " leads through " + field
                        + ", whose elements the query language does not reach; make them nodes of an @Edge, or look for"
                        + " whole elements by Containing");
            }
            owner = context.getRequiredPersistentEntity(property);
            at = next;
        }
    }

    private static GenosPersistentProperty stored(GenosPersistentEntity<?> owner, String name) {
        GenosPersistentProperty property = owner.getPersistentProperty(name);
        if (property == null || property.isTransient()) {
            throw new IllegalArgumentException(
                    "the property " + owner.getType().getSimpleName() + "." + name + " is not stored");
        }
        return property;
    }

    private static MappedPath edge(
            String field, GenosPersistentProperty edge, @Nullable PropertyPath rest, GenosMappingContext context) {
        GenosPersistentEntity<?> target = context.getRequiredNode(edge.getActualType());
        if (rest == null) {
            return new MappedPath(field, edge, target, null);
        }
        MappedPath mapped = of(rest, target, context);
        // The edge holds the identifier of its target: no need to look for the target.
        return mapped.isOwnIdentifier()
                ? new MappedPath(field, edge, target, null)
                : new MappedPath(field, edge, target, new Crossing(target, mapped));
    }

    private boolean isOwnIdentifier() {
        return property.isIdProperty() && field.equals(property.getFieldName());
    }

    /** Whether the field may hold several values. */
    boolean isCollection() {
        return property.isCollectionLike();
    }
}

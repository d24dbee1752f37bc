package io.genosdb.spring.mapping;

import io.genosdb.clock.HybridTimestamp;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.convert.ConversionService;
import org.springframework.data.mapping.MappingException;

/** Refuses, with a message that says what to do, a class that could not be stored or not be found again. */
final class EntityVerification {

    private static final Set<Class<?>> VERSION_TYPES = Set.of(HybridTimestamp.class, Long.class, long.class);
    private static final Set<Class<?>> COLLECTION_TYPES = Set.of(List.class, Set.class, Collection.class);

    private final GenosPersistentEntity<?> entity;
    private final ConversionService conversionService;

    EntityVerification(GenosPersistentEntity<?> entity, ConversionService conversionService) {
        this.entity = entity;
        this.conversionService = conversionService;
    }

    void verify() {
        entity.getMembers().forEach(EntityVerification::verifyMember);
        if (!entity.isNode()) {
            for (GenosPersistentProperty edge : entity.getEdges()) {
                throw refusal(
                        edge, "edges begin at nodes, and this class is not one; give it @GenosNode, or move the edge");
            }
            return;
        }
        verifyId();
        verifyVersion();
        entity.getEdges().forEach(this::verifyEdge);
        verifyFieldNames();
    }

    private void verifyId() {
        GenosPersistentProperty id = entity.getIdProperty();
        if (id == null) {
            throw new MappingException(entity.getName()
                    + " has no identifier: mark the property that holds the node's with @Id"
                    + " (org.springframework.data.annotation.Id)");
        }
        Class<?> type = id.getType();
        if (!conversionService.canConvert(type, String.class) || !conversionService.canConvert(String.class, type)) {
            throw refusal(
                    id,
                    "an identifier is a String or converts to one and back, which " + type.getName()
                            + " does not; register two converters with the mapping context's conversion service");
        }
    }

    private void verifyVersion() {
        GenosPersistentProperty version = entity.getVersionProperty();
        if (version != null && !VERSION_TYPES.contains(version.getType())) {
            throw refusal(
                    version,
                    "a version is a HybridTimestamp or a long, not a "
                            + version.getType().getName());
        }
    }

    private static void verifyMember(GenosPersistentProperty member) {
        if (AnnotatedElementUtils.isAnnotated(member.getActualType(), GenosNode.class)) {
            throw refusal(member, "a node is not stored inside of another; mark it @Edge");
        }
    }

    private void verifyEdge(GenosPersistentProperty edge) {
        boolean toMany = edge.isCollectionLike() || edge.isMap();
        if (toMany && !COLLECTION_TYPES.contains(edge.getType())) {
            throw refusal(
                    edge,
                    "an edge to many is a List, a Set or a Collection, not a "
                            + edge.getType().getName());
        }
        Class<?> target = edge.getActualType();
        if (!toMany && edge.getType() != target) {
            throw refusal(
                    edge,
                    "an edge to one is the other entity itself, or null, not a "
                            + edge.getType().getName());
        }
        if (!AnnotatedElementUtils.isAnnotated(target, GenosNode.class)) {
            throw refusal(edge, "an edge leads to a node, and " + target.getName() + " has no @GenosNode");
        }
        if (edge.isLazy() && !toMany && Modifier.isFinal(target.getModifiers())) {
            throw refusal(
                    edge,
                    "a single lazy target is a proxy, which a record or final class cannot have; " + "make "
                            + target.getSimpleName() + " a class that is not final, or the edge eager");
        }
    }

    private void verifyFieldNames() {
        Map<String, GenosPersistentProperty> taken = new HashMap<>();
        entity.stored().forEach(property -> verifyFieldName(property, taken));
    }

    private void verifyFieldName(GenosPersistentProperty property, Map<String, GenosPersistentProperty> taken) {
        String name = property.getFieldName();
        if (name.equals(GenosMappingContext.TYPE_FIELD)) {
            throw refusal(
                    property,
                    "the member 'type' says that the node is a '" + entity.getNodeType()
                            + "'; rename the property, or give its member another name by @JsonProperty");
        }
        if (name.isEmpty() || name.startsWith("$")) {
            throw refusal(
                    property, "no query could name a member '" + name + "': names that begin with $ are operators");
        }
        GenosPersistentProperty other = taken.put(name, property);
        if (other != null) {
            throw refusal(
                    property,
                    "a query would take it for " + other.getName() + ", since both are named '" + name
                            + "'; give one of them another name by @JsonProperty");
        }
    }

    private static MappingException refusal(GenosPersistentProperty property, String reason) {
        return new MappingException(property + ": " + reason);
    }
}

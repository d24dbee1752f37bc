package io.genosdb.spring.entity;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Node;
import io.genosdb.spring.convert.GenosConversionException;
import io.genosdb.spring.mapping.GenosPersistentEntity;
import io.genosdb.spring.mapping.GenosPersistentProperty;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.data.mapping.MappingException;
import org.springframework.data.mapping.PersistentPropertyAccessor;
import org.springframework.data.mapping.model.PersistentEntityParameterValueProvider;
import org.springframework.data.mapping.model.PropertyValueProvider;

/**
 * Loads some entities with their targets. Each node becomes one instance, which is where cycles end. The collections of
 * targets are eager for the entities that were asked for; those of their targets wait until they are used, or one entity
 * would bring the whole graph with it. Not thread-safe.
 */
final class Loading {

    /** A chain of single targets that is longer than this would be a danger to the stack. */
    static final int MAX_DEPTH = 256;

    private final EntityReader reader;
    private final Map<String, Object> instances = new HashMap<>();
    /** Nodes whose constructors are waiting for their arguments. */
    private final Set<String> constructing = new HashSet<>();

    private int depth;

    Loading(EntityReader reader) {
        this.reader = reader;
    }

    <T> T entity(GenosPersistentEntity<T> entity, Node node) {
        return entity(entity, node.id(), node.value(), node.timestamp());
    }

    @SuppressWarnings(
            "unchecked") // no two classes have one type, so an instance is of the class that its type belongs to
    <T> T entity(GenosPersistentEntity<T> entity, String id, JsonObject value, HybridTimestamp timestamp) {
        if (!EntityReader.isOf(entity, value)) {
            throw new GenosConversionException(
                    "node '" + id + "' is not a '" + entity.getNodeType() + "', so it cannot become a "
                            + entity.getName(),
                    null);
        }
        Object known = instances.get(id);
        return known == null ? load(entity, new Source(id, value, timestamp)) : (T) known;
    }

    private record Source(String id, JsonObject value, HybridTimestamp timestamp) {}

    private <T> T load(GenosPersistentEntity<T> entity, Source source) {
        depth++;
        try {
            T instance = populate(entity, construct(entity, source), source);
            instance = reader.callbacks().callback(AfterConvertCallback.class, instance, source.value());
            instances.put(source.id(), instance);
            return instance;
        } finally {
            depth--;
        }
    }

    private <T> T construct(GenosPersistentEntity<T> entity, Source source) {
        constructing.add(source.id());
        PropertyValueProvider<GenosPersistentProperty> properties = new PropertyValueProvider<>() {
            @Override
            @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
            }) // the value is made for the property's type
            public <V> @Nullable V getPropertyValue(GenosPersistentProperty property) {
                Object value = valueOf(property, source);
                return (V) (value == null ? zero(property.getType()) : value);
            }
        };
        T instance = reader.instantiators()
                .getInstantiatorFor(entity)
                .createInstance(entity, new PersistentEntityParameterValueProvider<>(entity, properties, null));
        constructing.remove(source.id());
        instances.put(source.id(), instance);
        return instance;
    }

    /** What a primitive is where the value has no such member; null for other types. */
    private static @Nullable Object zero(Class<?> type) {
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
    }

    private <T> T populate(GenosPersistentEntity<T> entity, T instance, Source source) {
        if (!entity.requiresPropertyPopulation()) {
            return instance;
        }
        PersistentPropertyAccessor<T> accessor = entity.getPropertyAccessor(instance);
        setIfMutable(entity.getIdProperty(), accessor, source);
        setIfMutable(entity.getVersionProperty(), accessor, source);
        for (GenosPersistentProperty member : entity.getMembers()) {
            if (source.value().get(member.getFieldName()) != null) {
                setIfMutable(member, accessor, source);
            }
        }
        entity.getEdges().forEach(edge -> setIfMutable(edge, accessor, source));
        return accessor.getBean();
    }

    private void setIfMutable(
            @Nullable GenosPersistentProperty property, PersistentPropertyAccessor<?> accessor, Source source) {
        if (property == null || property.getOwner().isCreatorArgument(property)) {
            return;
        }
        if (!property.isImmutable() || property.getWither() != null) {
            accessor.setProperty(property, valueOf(property, source));
        }
    }

    private @Nullable Object valueOf(GenosPersistentProperty property, Source source) {
        var entity = (GenosPersistentEntity<?>) property.getOwner();
        if (property.isIdProperty()) {
            return entity.fromNodeId(source.id());
        }
        if (property.isVersionProperty()) {
            return entity.toVersion(source.timestamp());
        }
        JsonValue member = source.value().get(property.getFieldName());
        if (property.isEdge()) {
            List<String> ids = EdgeMember.ids(member);
            return property.isCollectionLike() ? targets(property, ids) : target(property, ids);
        }
        return member == null && property.getType().isPrimitive() ? null : member(property, source.id(), member);
    }

    private @Nullable Object member(GenosPersistentProperty property, String id, @Nullable JsonValue member) {
        try {
            JsonValue value = member == null ? JsonNull.NULL : member;
            return reader.converter()
                    .readValue(value, property.getTypeInformation().toResolvableType());
        } catch (GenosConversionException e) {
            throw new GenosConversionException("node '" + id + "', " + property + ": " + e.getMessage(), e);
        }
    }

    private Object targets(GenosPersistentProperty edge, List<String> ids) {
        if (ids.isEmpty()) {
            return collection(edge, ids);
        }
        boolean closesCycle = ids.stream().anyMatch(constructing::contains);
        if (edge.isLazy() || depth > 1 || closesCycle) {
            return LazyEdge.proxy(edge.getType(), ids, () -> new Loading(reader).collection(edge, ids));
        }
        return collection(edge, ids);
    }

    private Collection<Object> collection(GenosPersistentProperty edge, List<String> ids) {
        Collection<Object> targets = edge.getType() == Set.class ? new LinkedHashSet<>() : new ArrayList<>(ids.size());
        GenosPersistentEntity<?> entity = reader.context().getRequiredNode(edge.getActualType());
        for (String id : ids) {
            reader.target(edge, id).ifPresent(node -> targets.add(entity(entity, node)));
        }
        return targets;
    }

    private @Nullable Object target(GenosPersistentProperty edge, List<String> ids) {
        Node node = ids.isEmpty() ? null : reader.target(edge, ids.get(0)).orElse(null);
        if (node == null) {
            return null;
        }
        Object known = instances.get(node.id());
        if (known != null && !edge.isLazy()) {
            return known;
        }
        if (edge.isLazy() || depth >= MAX_DEPTH || constructing.contains(node.id())) {
            return lazyTarget(edge, node.id());
        }
        return entity(reader.context().getRequiredNode(edge.getActualType()), node);
    }

    private Object lazyTarget(GenosPersistentProperty edge, String id) {
        Class<?> type = edge.getType();
        if (Modifier.isFinal(type.getModifiers())) {
            throw new MappingException(
                    edge + " leads to '" + id + "' in a cycle, or at the end of a chain of more than " + MAX_DEPTH
                            + " nodes, and " + type.getName()
                            + " is a record or final class, of which there can be no proxy; make it a class that is"
                            + " not final, or a List, which is loaded when it is used");
        }
        GenosPersistentEntity<?> entity = reader.context().getRequiredNode(type);
        return LazyEdge.proxy(
                type,
                List.of(id),
                () -> reader.target(edge, id)
                        .<Object>map(node -> new Loading(reader).entity(entity, node))
                        .orElseThrow(() -> new DataRetrievalFailureException(
                                edge + " led to '" + id + "', which was removed before it was loaded")));
    }
}

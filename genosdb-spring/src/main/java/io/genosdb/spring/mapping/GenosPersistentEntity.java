package io.genosdb.spring.mapping;

import io.genosdb.clock.HybridTimestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.MappingException;
import org.springframework.data.mapping.model.BasicPersistentEntity;
import org.springframework.data.support.IsNewStrategy;
import org.springframework.util.StringUtils;

/**
 * What is known of a class: of one with {@link GenosNode} how its instances become nodes, of others, which occur inside
 * of nodes, the paths to their properties. Thread-safe once the mapping context has made it.
 *
 * @param <T> the class
 * @since 0.1
 */
public final class GenosPersistentEntity<T> extends BasicPersistentEntity<T, GenosPersistentProperty> {

    private final ConversionService conversionService;
    private final @Nullable String nodeType;
    private final List<GenosPersistentProperty> members = new ArrayList<>();
    private final List<GenosPersistentProperty> edges = new ArrayList<>();

    GenosPersistentEntity(TypeInformation<T> information, ConversionService conversionService) {
        super(information);
        this.conversionService = conversionService;
        // That of a superclass does not count, or two classes would have one type.
        GenosNode node = AnnotatedElementUtils.getMergedAnnotation(information.getType(), GenosNode.class);
        this.nodeType = node == null ? null : nodeType(node, information.getType());
    }

    private static String nodeType(GenosNode node, Class<?> type) {
        return node.type().isEmpty() ? StringUtils.uncapitalize(type.getSimpleName()) : node.type();
    }

    @Override
    public void addPersistentProperty(GenosPersistentProperty property) {
        super.addPersistentProperty(property);
        if (property.isTransient() || property.isIdProperty() || property.isVersionProperty()) {
            return;
        }
        if (property.isEdge()) {
            edges.add(property);
        } else {
            members.add(property);
        }
    }

    @Override
    public void verify() {
        super.verify();
        new EntityVerification(this, conversionService).verify();
    }

    /**
     * Whether instances are nodes of their own.
     *
     * @return true if the class has {@link GenosNode}
     */
    public boolean isNode() {
        return nodeType != null;
    }

    /**
     * What the member {@code type} of the nodes' values says.
     *
     * @return the type
     * @throws MappingException if instances are no nodes
     */
    public String getNodeType() {
        if (nodeType == null) {
            throw new MappingException(getName() + " is not an entity: it needs @GenosNode");
        }
        return nodeType;
    }

    /**
     * The properties that are plain members of the value: all but identifier, version and edges.
     *
     * @return an unmodifiable list
     */
    public List<GenosPersistentProperty> getMembers() {
        return Collections.unmodifiableList(members);
    }

    /**
     * The properties that are relations.
     *
     * @return an unmodifiable list
     */
    public List<GenosPersistentProperty> getEdges() {
        return Collections.unmodifiableList(edges);
    }

    /** Everything that a node keeps of an instance. */
    List<GenosPersistentProperty> stored() {
        return Stream.concat(
                        Stream.of(getIdProperty(), getVersionProperty()).filter(Objects::nonNull),
                        Stream.concat(members.stream(), edges.stream()))
                .toList();
    }

    /**
     * The identifier of a node from that of an entity.
     *
     * @param id what the property with {@code @Id} holds
     * @return the node's identifier
     * @throws MappingException if it has no text form
     */
    public String toNodeId(Object id) {
        return id instanceof String text ? text : converted(id, String.class);
    }

    /**
     * The identifier of an entity from that of its node.
     *
     * @param nodeId the node's identifier
     * @return what the property with {@code @Id} holds
     * @throws MappingException if the property's type cannot be made of it
     */
    public Object fromNodeId(String nodeId) {
        Class<?> type = getRequiredIdProperty().getType();
        return type == String.class ? nodeId : converted(nodeId, type);
    }

    private <S> S converted(Object id, Class<S> type) {
        try {
            S converted = conversionService.convert(id, type);
            if (converted != null) {
                return converted;
            }
        } catch (ConversionException e) {
            throw new MappingException(refusal(id, type), e);
        }
        throw new MappingException(refusal(id, type));
    }

    private String refusal(Object id, Class<?> type) {
        return "the identifier '" + id + "' of " + getName() + " cannot become a " + type.getName();
    }

    /**
     * The version that an entity was read with.
     *
     * @param entity the entity
     * @return the timestamp of its node at that time; {@code null} if it is new, or has no property with
     *     {@code @Version}
     */
    public @Nullable HybridTimestamp getVersion(Object entity) {
        GenosPersistentProperty property = getVersionProperty();
        Object version = property == null ? null : getPropertyAccessor(entity).getProperty(property);
        if (version instanceof Number packed) {
            version = new HybridTimestamp(packed.longValue());
        }
        return version instanceof HybridTimestamp timestamp && !timestamp.equals(HybridTimestamp.ZERO)
                ? timestamp
                : null;
    }

    /**
     * A timestamp in the form of the property with {@code @Version}.
     *
     * @param timestamp the timestamp of a node
     * @return the timestamp itself, or its packed form
     */
    public Object toVersion(HybridTimestamp timestamp) {
        return getRequiredVersionProperty().getType() == HybridTimestamp.class ? timestamp : timestamp.packed();
    }

    /** By the version where there is one, else by the identifier; a version of 0 counts as none, boxed or not. */
    @Override
    protected IsNewStrategy getFallbackIsNewStrategy() {
        IsNewStrategy byIdentifier = super.getFallbackIsNewStrategy();
        return entity -> hasVersionProperty() ? getVersion(entity) == null : byIdentifier.isNew(entity);
    }
}

package io.genosdb.spring.mapping;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.Association;
import org.springframework.data.mapping.PersistentEntity;
import org.springframework.data.mapping.model.AnnotationBasedPersistentProperty;
import org.springframework.data.mapping.model.Property;
import org.springframework.data.mapping.model.SimpleTypeHolder;
import org.springframework.data.util.Lazy;

/**
 * A property of an entity, or of an object nested in one. Thread-safe.
 *
 * @since 0.1
 */
public final class GenosPersistentProperty extends AnnotationBasedPersistentProperty<GenosPersistentProperty> {

    static final String ID_FIELD = "id";
    static final String VERSION_FIELD = "timestamp";

    private final Lazy<Boolean> omitted = Lazy.of(this::detectOmitted);
    private final Lazy<String> fieldName = Lazy.of(this::detectFieldName);

    private final BiFunction<Class<?>, String, Optional<String>> memberNames;

    GenosPersistentProperty(
            Property property,
            PersistentEntity<?, GenosPersistentProperty> owner,
            SimpleTypeHolder simpleTypeHolder,
            BiFunction<Class<?>, String, Optional<String>> memberNames) {
        super(property, owner, simpleTypeHolder);
        this.memberNames = memberNames;
    }

    @Override
    protected Association<GenosPersistentProperty> createAssociation() {
        return new Association<>(this, null);
    }

    /** Also for {@link JsonIgnore}, and for what is only computed: a getter without a field or setter behind it. */
    @Override
    public boolean isTransient() {
        return super.isTransient() || omitted.get();
    }

    private boolean detectOmitted() {
        JsonIgnore ignored = findAnnotation(JsonIgnore.class);
        return (ignored != null && ignored.value()) || (getField() == null && getSetter() == null);
    }

    /** Only of a node: nested objects have no identity of their own, so theirs is a member as any other. */
    @Override
    public boolean isIdProperty() {
        return isOfNode() && super.isIdProperty();
    }

    /** Only of a node, as {@link #isIdProperty()}. */
    @Override
    public boolean isVersionProperty() {
        return isOfNode() && super.isVersionProperty();
    }

    private boolean isOfNode() {
        return getOwner() instanceof GenosPersistentEntity<?> entity && entity.isNode();
    }

    /**
     * The name under which a query finds the property: the member of the node's value, which is the name in
     * {@link JsonProperty} or the property's own, in nested objects that which the converter writes; {@code id} for the identifier, {@code timestamp} for the version.
     *
     * @return one step of a field's path
     */
    public String getFieldName() {
        return fieldName.get();
    }

    private String detectFieldName() {
        if (isIdProperty()) {
            return ID_FIELD;
        }
        if (isVersionProperty()) {
            return VERSION_FIELD;
        }
        // Nested objects are written whole by the converter, which may have names of its own.
        return isOfNode()
                ? ownName()
                : memberNames.apply(getOwner().getType(), getName()).orElseGet(this::ownName);
    }

    private String ownName() {
        JsonProperty named = findAnnotation(JsonProperty.class);
        return named == null || named.value().isEmpty() ? getName() : named.value();
    }

    /**
     * Whether the property is a relation to other nodes.
     *
     * @return true if it has {@link Edge}
     */
    public boolean isEdge() {
        return isAnnotationPresent(Edge.class);
    }

    /**
     * Whether the property is one object inside the value, with properties of its own.
     *
     * @return false for edges, collections and maps
     */
    public boolean isNested() {
        return isEntity() && !isEdge() && !isCollectionLike() && !isMap();
    }

    @Override
    public boolean isAssociation() {
        return !isTransient() && isEdge();
    }

    @Override
    public @Nullable TypeInformation<?> getAssociationTargetTypeInformation() {
        return isAssociation() ? getActualTypeInformation() : null;
    }

    /**
     * Whether the targets of the relation are loaded only when they are first used.
     *
     * @return true for an {@link Edge} that says so
     */
    public boolean isLazy() {
        Edge edge = findAnnotation(Edge.class);
        return edge != null && edge.lazy();
    }

    /**
     * Whether new targets of the relation are saved together with the entity.
     *
     * @return true for an {@link Edge}, unless it says otherwise
     */
    public boolean isCascade() {
        Edge edge = findAnnotation(Edge.class);
        return edge != null && edge.cascade();
    }

    /** Class and property, as in {@code Todo.author}. */
    @Override
    public String toString() {
        return getOwner().getType().getSimpleName() + "." + getName();
    }
}

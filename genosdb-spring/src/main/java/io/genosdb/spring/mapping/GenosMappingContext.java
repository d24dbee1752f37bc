package io.genosdb.spring.mapping;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.query.IndexDefinition;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.value.JsonValue;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.data.core.TypeInformation;
import org.springframework.data.mapping.MappingException;
import org.springframework.data.mapping.context.AbstractMappingContext;
import org.springframework.data.mapping.model.Property;
import org.springframework.data.mapping.model.SimpleTypeHolder;

/**
 * Knows the entities of an application. Those of the initial set are read and checked at start-up, others when they are
 * first used.
 *
 * <p>Thread-safe once initialized.
 *
 * @since 0.1
 */
public final class GenosMappingContext
        extends AbstractMappingContext<GenosPersistentEntity<?>, GenosPersistentProperty> {

    /** The member of every entity's value that tells of which class it is. */
    public static final String TYPE_FIELD = "type";

    private final Map<String, Class<?>> nodeTypes = new ConcurrentHashMap<>();
    private ConversionService conversionService = identifierConversions();
    private Supplier<@Nullable GenosConverter> converter = () -> null;

    /** Makes a context without entities. */
    public GenosMappingContext() {
        setSimpleTypeHolder(new ValueTypes());
    }

    /** The default conversions, without the one that takes {@code toString()} for text of which the object can be made. */
    private static ConversionService identifierConversions() {
        var conversions = new DefaultConversionService();
        conversions.removeConvertible(Object.class, String.class);
        return conversions;
    }

    /**
     * Sets what turns identifiers that are not strings into text and back. To be called before the context is initialized.
     *
     * @param conversionService the conversions
     */
    public void setConversionService(ConversionService conversionService) {
        this.conversionService = conversionService;
    }

    /**
     * Sets what writes the objects nested in entities, whose members are named as it names them. To be called before the
     * context is initialized.
     *
     * @param converter the converter that the entities are written by
     */
    public void setConverter(GenosConverter converter) {
        this.converter = () -> converter;
    }

    /**
     * Takes the converter from the beans of the context, where there is one; {@link #setConverter} is for a context that is
     * no bean.
     *
     * @param applicationContext the context
     */
    @Override
    public void setApplicationContext(ApplicationContext applicationContext) {
        super.setApplicationContext(applicationContext);
        ObjectProvider<GenosConverter> beans = applicationContext.getBeanProvider(GenosConverter.class);
        Supplier<@Nullable GenosConverter> given = converter;
        converter = () -> {
            GenosConverter set = given.get();
            return set == null ? beans.getIfUnique() : set;
        };
    }

    /** The name that the converter gives to a property of a nested object. */
    private Optional<String> memberName(Class<?> owner, String property) {
        return Optional.ofNullable(converter.get()).flatMap(it -> it.memberName(owner, property));
    }

    /** Says what is wrong at once, where the superclass says which class cannot be mapped and leaves the reason to the cause. */
    @Override
    protected Optional<GenosPersistentEntity<?>> addPersistentEntity(TypeInformation<?> information) {
        try {
            return super.addPersistentEntity(information);
        } catch (MappingException e) {
            throw e.getCause() instanceof MappingException reason ? reason : e;
        }
    }

    @Override
    protected <T> GenosPersistentEntity<?> createPersistentEntity(TypeInformation<T> information) {
        var entity = new GenosPersistentEntity<>(information, conversionService);
        if (entity.isNode()) {
            Class<?> other = nodeTypes.putIfAbsent(entity.getNodeType(), information.getType());
            if (other != null && other != information.getType()) {
                throw new MappingException(entity.getName() + " and " + other.getName() + " both have the type '"
                        + entity.getNodeType() + "'; give one of them another by @GenosNode(type = ...)");
            }
        }
        return entity;
    }

    @Override
    protected GenosPersistentProperty createPersistentProperty(
            Property property, GenosPersistentEntity<?> owner, SimpleTypeHolder simpleTypeHolder) {
        return new GenosPersistentProperty(property, owner, simpleTypeHolder, this::memberName);
    }

    /**
     * What is known of a class whose instances are nodes.
     *
     * @param <T> the class
     * @param type the class, or one that a proxy made of it
     * @return its entity
     * @throws MappingException if it has no {@link GenosNode}, or cannot be mapped
     */
    @SuppressWarnings("unchecked") // an entity is made for the class it is asked for
    public <T> GenosPersistentEntity<T> getRequiredNode(Class<T> type) {
        GenosPersistentEntity<?> entity = getPersistentEntity(type);
        if (entity == null || !entity.isNode()) {
            throw new MappingException(type.getName() + " is not an entity: it needs @GenosNode");
        }
        return (GenosPersistentEntity<T>) entity;
    }

    /**
     * The indexes that the entities want: what {@link Indexed} declares, nested objects included, the type, and every
     * edge, which is what relations are looked up by.
     *
     * @return an unmodifiable list without duplicates, empty where there are no entities
     */
    public List<IndexDefinition> indexDefinitions() {
        Set<IndexDefinition> definitions = new LinkedHashSet<>();
        for (GenosPersistentEntity<?> entity : getPersistentEntities()) {
            if (entity.isNode()) {
                definitions.add(IndexDefinition.hash(TYPE_FIELD));
                entity.getEdges().forEach(edge -> definitions.add(IndexDefinition.hash(edge.getFieldName())));
                collectIndexes(entity, "", new HashSet<>(), definitions);
            }
        }
        return List.copyOf(definitions);
    }

    private void collectIndexes(
            GenosPersistentEntity<?> owner, String prefix, Set<Class<?>> above, Set<IndexDefinition> definitions) {
        if (!above.add(owner.getType())) {
            return;
        }
        for (GenosPersistentProperty property : owner.stored()) {
            String path = prefix + property.getFieldName();
            Indexed indexed = property.findAnnotation(Indexed.class);
            if (indexed != null) {
                List.of(indexed.kind()).forEach(kind -> definitions.add(new IndexDefinition(kind, path)));
            }
            GenosPersistentEntity<?> nested = property.isNested() ? getPersistentEntity(property) : null;
            if (nested != null) {
                collectIndexes(nested, path + ".", above, definitions);
            }
        }
        above.remove(owner.getType());
    }

    /** Values without properties of their own: what the platform, the database and Jackson's trees define. */
    private static final class ValueTypes extends SimpleTypeHolder {

        private ValueTypes() {
            super(Set.of(HybridTimestamp.class, JsonValue.class), true);
        }

        @Override
        public boolean isSimpleType(Class<?> type) {
            return super.isSimpleType(type)
                    || JsonValue.class.isAssignableFrom(type)
                    || type.getName().startsWith("tools.jackson.")
                    || (type.getName().startsWith("java.") && !isContainer(type));
        }

        private static boolean isContainer(Class<?> type) {
            return Iterable.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type) || type == Optional.class;
        }
    }
}

package io.genosdb.spring.entity;

import io.genosdb.GenosDatabase;
import io.genosdb.StaleNodeException;
import io.genosdb.WriteBatch;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Node;
import io.genosdb.live.MapEvent;
import io.genosdb.live.Subscription;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.GenosEventListener;
import io.genosdb.spring.GenosNodeReader;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.TypedNode;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.mapping.GenosPersistentEntity;
import io.genosdb.value.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.mapping.callback.EntityCallbacks;
import org.springframework.data.mapping.model.EntityInstantiators;
import org.springframework.data.util.Lazy;
import org.springframework.data.util.ProxyUtils;

/**
 * Maps entities to nodes and back, on top of {@link GenosOperations}. Thread-safe once configured.
 *
 * @since 0.1
 */
@ImportRuntimeHints(LazyEdgeHints.class)
public class GenosEntityTemplate implements GenosEntityOperations, GenosNodeReader, ApplicationContextAware {

    private static final int MAX_DELETE_ATTEMPTS = 100;

    private final GenosOperations operations;
    private final GenosMappingContext context;
    private final GenosConverter converter;
    private final EntityInstantiators instantiators = new EntityInstantiators();
    private @Nullable EntityCallbacks entityCallbacks;
    /** Straight from the database: through the operations, every target would be observed as a read of its own. */
    private final Lazy<GenosDatabase> database;

    private EntityReader reader;
    private EntityWriter writer;

    /**
     * Makes a template without callbacks.
     *
     * @param operations the nodes
     * @param context what is known of the entities
     * @param converter converts their properties
     */
    public GenosEntityTemplate(GenosOperations operations, GenosMappingContext context, GenosConverter converter) {
        this.operations = operations;
        this.context = context;
        this.converter = converter;
        this.database = Lazy.of(() -> operations.execute(it -> it));
        EntityCallbacks none = EntityCallbacks.create();
        this.reader = reader(none);
        this.writer = writer(none);
    }

    private EntityReader reader(EntityCallbacks callbacks) {
        return new EntityReader(context, converter, this::target, callbacks, instantiators);
    }

    private EntityWriter writer(EntityCallbacks callbacks) {
        return new EntityWriter(
                context,
                converter,
                operations,
                this::target,
                callbacks,
                value -> database.get().idFor(value));
    }

    private Optional<Node> target(String id) {
        return Optional.ofNullable(database.get().get(id));
    }

    /**
     * Takes the callbacks from the beans of the context, unless they were set. To be called before the template is used.
     *
     * @param applicationContext the context
     */
    @Override
    public void setApplicationContext(ApplicationContext applicationContext) {
        if (entityCallbacks == null) {
            setEntityCallbacks(EntityCallbacks.create(applicationContext));
        }
    }

    /**
     * Sets the callbacks. To be called before the template is used.
     *
     * @param entityCallbacks the callbacks
     */
    public void setEntityCallbacks(EntityCallbacks entityCallbacks) {
        this.entityCallbacks = entityCallbacks;
        this.reader = reader(entityCallbacks);
        this.writer = writer(entityCallbacks);
    }

    @Override
    @SuppressWarnings("unchecked") // callbacks and copies keep the class
    public <T> T save(T entity) {
        return (T) new Saving(writer).save(List.of(entity)).get(0);
    }

    @Override
    @SuppressWarnings("unchecked") // callbacks and copies keep the class
    public <T> List<T> saveAll(Iterable<? extends T> entities) {
        return (List<T>) new Saving(writer).save(entities);
    }

    @Override
    public <T> Optional<T> findById(Object id, Class<T> type) {
        GenosPersistentEntity<T> entity = context.getRequiredNode(type);
        return node(id, entity).map(node -> new Loading(reader).entity(entity, node));
    }

    private Optional<Node> node(Object id, GenosPersistentEntity<?> entity) {
        return operations.get(entity.toNodeId(id)).filter(node -> EntityReader.isOf(entity, node.value()));
    }

    @Override
    public <T> List<T> findAllById(Iterable<?> ids, Class<T> type) {
        GenosPersistentEntity<T> entity = context.getRequiredNode(type);
        var loading = new Loading(reader);
        var found = new ArrayList<T>();
        ids.forEach(id -> node(id, entity).ifPresent(node -> found.add(loading.entity(entity, node))));
        return found;
    }

    @Override
    public <T> List<T> find(Query query, Class<T> type) {
        GenosPersistentEntity<T> entity = context.getRequiredNode(type);
        var loading = new Loading(reader);
        return operations.map(narrowed(query, entity)).stream()
                .map(node -> loading.entity(entity, node))
                .toList();
    }

    private static Query narrowed(Query query, GenosPersistentEntity<?> entity) {
        return query.narrowedTo(Map.of(GenosMappingContext.TYPE_FIELD, entity.getNodeType()));
    }

    @Override
    public <T> Stream<T> stream(Query query, Class<T> type) {
        GenosPersistentEntity<T> entity = context.getRequiredNode(type);
        return operations.map(narrowed(query, entity)).stream().map(node -> new Loading(reader).entity(entity, node));
    }

    @Override
    public <T> T read(Node node, Class<T> type) {
        return new Loading(reader).entity(context.getRequiredNode(type), node);
    }

    /** Whether the type is a {@link GenosNode} and the database is that of this template. */
    @Override
    public boolean supports(Class<?> type, GenosOperations database) {
        return database == operations && AnnotatedElementUtils.isAnnotated(type, GenosNode.class);
    }

    @Override
    public Query narrow(Query query, Class<?> type) {
        return narrowed(query, context.getRequiredNode(type));
    }

    @Override
    public <T> T read(TypedNode<JsonObject> node, Class<T> type) {
        return new Loading(reader).entity(context.getRequiredNode(type), node.id(), node.value(), node.timestamp());
    }

    @Override
    public <T> GenosEvent<T> read(MapEvent event, Class<T> type) {
        return typed(event, context.getRequiredNode(type));
    }

    @Override
    public long count(Query query, Class<?> type) {
        return operations.count(narrowed(query, context.getRequiredNode(type)));
    }

    @Override
    public boolean exists(Query query, Class<?> type) {
        return operations.exists(narrowed(query, context.getRequiredNode(type)));
    }

    @Override
    public void delete(Object entity) {
        deleteAll(List.of(entity));
    }

    @Override
    public void deleteAll(Iterable<?> entities) {
        EntityCallbacks callbacks = writer.callbacks();
        var instances = new ArrayList<Object>();
        var batch = new WriteBatch();
        for (Object entity : entities) {
            Object instance = callbacks.callback(BeforeDeleteCallback.class, LazyEdge.unwrap(entity));
            instances.add(instance);
            addRemoval(instance, batch);
        }
        write(batch);
        instances.forEach(instance -> callbacks.callback(AfterDeleteCallback.class, instance));
    }

    private void write(WriteBatch batch) {
        if (!batch.isEmpty()) {
            operations.write(batch);
        }
    }

    private void addRemoval(Object instance, WriteBatch batch) {
        GenosPersistentEntity<?> type = context.getRequiredNode(ProxyUtils.getUserClass(instance));
        Object id = type.getIdentifierAccessor(instance).getIdentifier();
        if (id == null) {
            throw new InvalidDataAccessApiUsageException(
                    "a " + type.getName() + " without an identifier was never saved, so it cannot be removed");
        }
        if (!type.hasVersionProperty()) {
            node(id, type).ifPresent(node -> batch.remove(node.id()));
            return;
        }
        HybridTimestamp version = type.getVersion(instance);
        if (version == null) {
            throw new InvalidDataAccessApiUsageException("a " + type.getName()
                    + " without a version was never saved; remove the one that was loaded, or use deleteById");
        }
        String nodeId = type.toNodeId(id);
        batch.expect(nodeId, version).remove(nodeId);
    }

    @Override
    public boolean deleteById(Object id, Class<?> type) {
        return node(id, context.getRequiredNode(type))
                .map(node -> operations.remove(node.id()))
                .orElse(false);
    }

    @Override
    public int deleteAllById(Iterable<?> ids, Class<?> type) {
        GenosPersistentEntity<?> entity = context.getRequiredNode(type);
        var found = new LinkedHashSet<String>();
        ids.forEach(id -> node(id, entity).ifPresent(node -> found.add(node.id())));
        var batch = new WriteBatch();
        found.forEach(batch::remove);
        write(batch);
        return found.size();
    }

    @Override
    public int delete(Query query, Class<?> type) {
        return delete(query, type, List::size);
    }

    @Override
    public <R> R delete(Query query, Class<?> type, Function<List<Node>, R> result) {
        Query narrowed = narrow(query, type);
        for (int attempt = 1; ; attempt++) {
            var batch = new WriteBatch();
            List<Node> nodes = operations.map(narrowed);
            R made = result.apply(nodes);
            nodes.forEach(node -> batch.expect(node.id(), node.timestamp()).remove(node.id()));
            try {
                if (!nodes.isEmpty()) {
                    operations.write(batch);
                }
                return made;
            } catch (RuntimeException e) {
                // Somebody wrote meanwhile: what meets the query now is looked for again.
                if (attempt == MAX_DELETE_ATTEMPTS
                        || !(NestedExceptionUtils.getMostSpecificCause(e) instanceof StaleNodeException)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public <T> Subscription find(Query query, Class<T> type, GenosEventListener<T> listener) {
        GenosPersistentEntity<T> entity = context.getRequiredNode(type);
        return operations.map(narrowed(query, entity), event -> listener.onEvent(typed(event, entity)));
    }

    private <T> GenosEvent<T> typed(MapEvent event, GenosPersistentEntity<T> entity) {
        return GenosEvent.of(event, value -> new Loading(reader).entity(entity, event.id(), value, event.timestamp()));
    }

    @Override
    public GenosOperations operations() {
        return operations;
    }

    @Override
    public GenosMappingContext mappingContext() {
        return context;
    }

    @Override
    public GenosConverter converter() {
        return converter;
    }
}

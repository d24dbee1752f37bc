package io.genosdb.spring;

import io.genosdb.GenosDatabase;
import io.genosdb.WriteBatch;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Node;
import io.genosdb.live.MapEvent;
import io.genosdb.live.MapListener;
import io.genosdb.live.Subscription;
import io.genosdb.query.Explanation;
import io.genosdb.query.Query;
import io.genosdb.room.Payload;
import io.genosdb.room.Room;
import io.genosdb.room.SendOptions;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.observation.DefaultGenosOperationConvention;
import io.genosdb.spring.observation.GenosObservation;
import io.genosdb.spring.observation.GenosOperationContext;
import io.genosdb.spring.observation.GenosOperationConvention;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.support.PersistenceExceptionTranslator;

/**
 * The central class for working with a graph database from Spring: converts objects, translates exceptions, lets itself be
 * observed, and leaves the rest to {@link GenosDatabase}. Thread-safe once configured; it does not own the database and
 * never closes it.
 *
 * @since 0.1
 */
public class GenosTemplate implements GenosOperations {

    private final GenosDatabase database;
    private final GenosConverter converter;
    private PersistenceExceptionTranslator exceptionTranslator = new GenosExceptionTranslator();
    private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;
    private @Nullable GenosOperationConvention observationConvention;

    /**
     * Makes a template that converts by Jackson with its defaults.
     *
     * @param database the database
     */
    public GenosTemplate(GenosDatabase database) {
        this(database, new JacksonGenosConverter());
    }

    /**
     * Makes a template.
     *
     * @param database the database
     * @param converter converts between objects and the values of nodes
     */
    public GenosTemplate(GenosDatabase database, GenosConverter converter) {
        this.database = database;
        this.converter = converter;
    }

    /**
     * Replaces the translator of exceptions. To be called before the template is used. What repositories refuse before they
     * ask the template is translated by {@link GenosExceptionTranslator} all the same.
     *
     * @param exceptionTranslator the translator; where it has no translation, the original exception is thrown
     */
    public void setExceptionTranslator(PersistenceExceptionTranslator exceptionTranslator) {
        this.exceptionTranslator = exceptionTranslator;
    }

    /**
     * Lets every call of a method be observed as {@link GenosObservation#OPERATION}. To be called before the template is
     * used.
     *
     * @param observationRegistry who observes; with the one that does nothing, which is the default, a call costs nothing
     *     more than the question
     */
    public void setObservationRegistry(ObservationRegistry observationRegistry) {
        this.observationRegistry = observationRegistry;
    }

    /**
     * Replaces the names and tags of the observations. To be called before the template is used.
     *
     * @param observationConvention the convention, or {@code null} for one that is registered with the registry or else
     *     {@link DefaultGenosOperationConvention}
     */
    public void setObservationConvention(@Nullable GenosOperationConvention observationConvention) {
        this.observationConvention = observationConvention;
    }

    /**
     * The converter between objects and the values of nodes.
     *
     * @return the converter
     */
    public GenosConverter getConverter() {
        return converter;
    }

    @Override
    public String put(Object value) {
        return run("put", it -> it.put(converter.write(value)));
    }

    @Override
    public String put(Object value, String id) {
        return run("put", it -> it.put(converter.write(value), id));
    }

    @Override
    public Optional<Node> get(String id) {
        return run("get", it -> Optional.ofNullable(it.get(id)));
    }

    @Override
    public <T> Optional<T> get(String id, Class<T> type) {
        return run("get", it -> Optional.ofNullable(it.get(id)).map(node -> converter.read(node.value(), type)));
    }

    @Override
    public <T> Optional<TypedNode<T>> getNode(String id, Class<T> type) {
        return run("get", it -> Optional.ofNullable(it.get(id)).map(node -> typed(node, type)));
    }

    @Override
    public void link(String source, String target) {
        run("link", it -> {
            it.link(source, target);
            return true;
        });
    }

    @Override
    public void unlink(String source, String target) {
        run("unlink", it -> {
            it.unlink(source, target);
            return true;
        });
    }

    @Override
    public boolean remove(String id) {
        return run("remove", it -> it.remove(id));
    }

    @Override
    public int clear() {
        return run("clear", GenosDatabase::clear);
    }

    @Override
    public HybridTimestamp write(WriteBatch batch) {
        return run("write", it -> it.write(batch));
    }

    @Override
    public List<Node> map(Query query) {
        return run("map", it -> it.map(query));
    }

    @Override
    public <T> List<T> map(Query query, Class<T> type) {
        return run(
                "map",
                it -> it.map(query).stream()
                        .map(node -> converter.read(node.value(), type))
                        .toList());
    }

    @Override
    public <T> Stream<T> stream(Query query, Class<T> type) {
        return map(query).stream().map(node -> converter.read(node.value(), type));
    }

    @Override
    public <T> Optional<T> findOne(Query query, Class<T> type) {
        return run("map", it -> {
            List<Node> nodes = it.map(atMost(2, query));
            if (nodes.size() > 1) {
                throw new IncorrectResultSizeDataAccessException(
                        "more than one node matches; narrow the query, or give it the limit 1 for the first", 1);
            }
            return nodes.stream().findFirst().map(node -> converter.read(node.value(), type));
        });
    }

    private static Query atMost(int limit, Query query) {
        return query.limit(Math.min(limit, query.limit().orElse(limit)));
    }

    @Override
    public <T> List<TypedNode<T>> mapNodes(Query query, Class<T> type) {
        return run(
                "map",
                it -> it.map(query).stream().map(node -> typed(node, type)).toList());
    }

    private <T> TypedNode<T> typed(Node node, Class<T> type) {
        return new TypedNode<>(node.id(), converter.read(node.value(), type), node.edges(), node.timestamp());
    }

    @Override
    public Subscription map(Query query, MapListener listener) {
        return run("subscribe", it -> it.map(query, listener));
    }

    @Override
    public <T> Subscription map(Query query, Class<T> type, GenosEventListener<T> listener) {
        return map(query, event -> listener.onEvent(typed(event, type)));
    }

    private <T> GenosEvent<T> typed(MapEvent event, Class<T> type) {
        return GenosEvent.of(event, value -> converter.read(value, type));
    }

    @Override
    public long count(Query query) {
        return run("count", it -> it.count(query));
    }

    @Override
    public boolean exists(Query query) {
        return run("exists", it -> !it.map(atMost(1, query)).isEmpty());
    }

    @Override
    public Explanation explain(Query query) {
        return run("explain", it -> it.explain(query));
    }

    @Override
    public <T> T execute(DatabaseCallback<T> action) {
        return run("execute", action);
    }

    @Override
    public Room room() {
        return translating(GenosDatabase::room);
    }

    @Override
    public CompletableFuture<Void> send(String channel, Object payload, SendOptions options) {
        return run("send", it -> it.room().channel(channel).send(asPayload(payload), options));
    }

    private Payload asPayload(Object source) {
        if (source instanceof Payload payload) {
            return payload;
        }
        if (source instanceof byte[] bytes) {
            return new Payload.Binary(bytes);
        }
        return source instanceof String text ? new Payload.Text(text) : new Payload.Json(converter.writeValue(source));
    }

    /** The one way to the database. Called once for each call from outside, so that no observation is inside another. */
    private <T> T run(String operation, DatabaseCallback<T> action) {
        if (observationRegistry.isNoop()) {
            return translating(action);
        }
        return GenosObservation.OPERATION
                .observation(
                        observationConvention,
                        DefaultGenosOperationConvention.INSTANCE,
                        () -> new GenosOperationContext(database.name(), operation),
                        observationRegistry)
                .observe(() -> translating(action));
    }

    private <T> T translating(DatabaseCallback<T> action) {
        try {
            return action.doInDatabase(database);
        } catch (RuntimeException e) {
            DataAccessException translated = exceptionTranslator.translateExceptionIfPossible(e);
            throw translated == null ? e : translated;
        }
    }
}

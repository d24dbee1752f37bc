package io.genosdb.spring;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Node;
import io.genosdb.live.MapEvent;
import io.genosdb.live.MapListener;
import io.genosdb.live.Subscription;
import io.genosdb.query.Explanation;
import io.genosdb.query.Query;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.convert.JacksonGenosConverter;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.support.PersistenceExceptionTranslator;

/**
 * The central class for working with a graph database from Spring: converts objects, translates exceptions, and leaves
 * the rest to {@link GenosDatabase}. Thread-safe once configured; it does not own the database and never closes it.
 *
 * @since 0.1
 */
public class GenosTemplate implements GenosOperations {

    private final GenosDatabase database;
    private final GenosConverter converter;
    private PersistenceExceptionTranslator exceptionTranslator = new GenosExceptionTranslator();

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
     * Replaces the translator of exceptions. To be called before the template is used.
     *
     * @param exceptionTranslator the translator; where it has no translation, the original exception is thrown
     */
    public void setExceptionTranslator(PersistenceExceptionTranslator exceptionTranslator) {
        this.exceptionTranslator = exceptionTranslator;
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
        return execute(it -> it.put(converter.write(value)));
    }

    @Override
    public String put(Object value, String id) {
        return execute(it -> it.put(converter.write(value), id));
    }

    @Override
    public Optional<Node> get(String id) {
        return execute(it -> Optional.ofNullable(it.get(id)));
    }

    @Override
    public <T> Optional<T> get(String id, Class<T> type) {
        return get(id).map(node -> converter.read(node.value(), type));
    }

    @Override
    public <T> Optional<TypedNode<T>> getNode(String id, Class<T> type) {
        return get(id).map(node -> typed(node, type));
    }

    @Override
    public void link(String source, String target) {
        execute(it -> {
            it.link(source, target);
            return true;
        });
    }

    @Override
    public void unlink(String source, String target) {
        execute(it -> {
            it.unlink(source, target);
            return true;
        });
    }

    @Override
    public boolean remove(String id) {
        return execute(it -> it.remove(id));
    }

    @Override
    public int clear() {
        return execute(GenosDatabase::clear);
    }

    @Override
    public List<Node> map(Query query) {
        return execute(it -> it.map(query));
    }

    @Override
    public <T> List<T> map(Query query, Class<T> type) {
        return map(query).stream()
                .map(node -> converter.read(node.value(), type))
                .toList();
    }

    @Override
    public <T> List<TypedNode<T>> mapNodes(Query query, Class<T> type) {
        return map(query).stream().map(node -> typed(node, type)).toList();
    }

    private <T> TypedNode<T> typed(Node node, Class<T> type) {
        return new TypedNode<>(node.id(), converter.read(node.value(), type), node.edges(), node.timestamp());
    }

    @Override
    public Subscription map(Query query, MapListener listener) {
        return execute(it -> it.map(query, listener));
    }

    @Override
    public <T> Subscription map(Query query, Class<T> type, GenosEventListener<T> listener) {
        return map(query, event -> listener.onEvent(typed(event, type)));
    }

    private <T> GenosEvent<T> typed(MapEvent event, Class<T> type) {
        T value = event.value() == null ? null : converter.read(event.value(), type);
        return new GenosEvent<>(event.action(), event.id(), value, event.edges(), event.timestamp());
    }

    @Override
    public long count(Query query) {
        return execute(it -> it.count(query));
    }

    @Override
    public Explanation explain(Query query) {
        return execute(it -> it.explain(query));
    }

    @Override
    public <T> T execute(DatabaseCallback<T> action) {
        try {
            return action.doInDatabase(database);
        } catch (RuntimeException e) {
            DataAccessException translated = exceptionTranslator.translateExceptionIfPossible(e);
            throw translated == null ? e : translated;
        }
    }
}

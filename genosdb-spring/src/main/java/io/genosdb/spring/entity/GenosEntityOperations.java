package io.genosdb.spring.entity;

import io.genosdb.graph.Node;
import io.genosdb.live.MapEvent;
import io.genosdb.live.Subscription;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.GenosEventListener;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.mapping.GenosMappingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;
import org.springframework.data.mapping.MappingException;

/**
 * What can be done with entities: classes and records with {@link io.genosdb.spring.mapping.GenosNode}.
 *
 * <p>Every method that takes a type works on nodes of that type only; a query is narrowed to them. Methods throw
 * {@link DataAccessException} for what the database refuses, {@link MappingException} for a class that is not an entity,
 * and {@link io.genosdb.spring.convert.GenosConversionException} for a value that does not fit its class.
 *
 * <p>Implementations are thread-safe.
 *
 * @since 0.1
 */
public interface GenosEntityOperations {

    /**
     * Saves an entity, its edges, and the new entities that it leads to: all of it or nothing.
     *
     * @param <T> the type of the entity
     * @param entity the entity
     * @return the instance to go on with: the same where its class can be changed, a new one for a record
     * @throws org.springframework.dao.OptimisticLockingFailureException if the entity has a version and somebody else wrote
     *     or removed it meanwhile, or it is new and there is such a node already; nothing is written then
     */
    <T> T save(T entity);

    /**
     * Saves entities, their edges, and the new entities that they lead to: all of it or nothing.
     *
     * @param <T> the type of the entities
     * @param entities the entities, each of them once
     * @return the instances to go on with, in the same order
     * @throws org.springframework.dao.OptimisticLockingFailureException as {@link #save}; nothing is written then
     */
    <T> List<T> saveAll(Iterable<? extends T> entities);

    /**
     * The entity with an identifier.
     *
     * @param <T> the type of the entity
     * @param id the identifier
     * @param type the type of the entity
     * @return the entity, or empty where there is none
     */
    <T> Optional<T> findById(Object id, Class<T> type);

    /**
     * The entities with some identifiers.
     *
     * @param <T> the type of the entities
     * @param ids the identifiers
     * @param type the type of the entities
     * @return those that are there, in the order of the identifiers
     */
    <T> List<T> findAllById(Iterable<?> ids, Class<T> type);

    /**
     * Runs a query. An entity that several others lead to is one instance in the result.
     *
     * @param <T> the type of the entities
     * @param query the query
     * @param type the type of the entities
     * @return the matching entities, in the query's order
     */
    <T> List<T> find(Query query, Class<T> type);

    /**
     * Runs a query and makes the entities one by one while the stream is read.
     *
     * @param <T> the type of the entities
     * @param query the query
     * @param type the type of the entities
     * @return the matching entities, in the query's order; need not be closed
     */
    <T> Stream<T> stream(Query query, Class<T> type);

    /**
     * Makes an entity of a node.
     *
     * @param <T> the type of the entity
     * @param node the node
     * @param type the type of the entity
     * @return the entity
     * @throws io.genosdb.spring.convert.GenosConversionException if the node is of another type
     */
    <T> T read(Node node, Class<T> type);

    /**
     * Makes the entity of an event's node.
     *
     * @param <T> the type of the entity
     * @param event the event
     * @param type the type of the entity
     * @return the event with an entity, which is {@code null} for {@code REMOVED}
     * @throws io.genosdb.spring.convert.GenosConversionException if the node is of another type
     */
    <T> GenosEvent<T> read(MapEvent event, Class<T> type);

    /**
     * How many entities a query matches.
     *
     * @param query the query
     * @param type the type of the entities
     * @return the number of entities
     */
    long count(Query query, Class<?> type);

    /**
     * Whether a query matches any entity.
     *
     * @param query the query
     * @param type the type of the entities
     * @return true if it does
     */
    boolean exists(Query query, Class<?> type);

    /**
     * Removes an entity, its edges and the edges that lead to it. One that is not there is no error, unless its class has
     * a version.
     *
     * @param entity the entity
     * @throws org.springframework.dao.InvalidDataAccessApiUsageException if it has no identifier, or its class has a version
     *     and that is empty
     * @throws org.springframework.dao.OptimisticLockingFailureException if the entity has a version and somebody else wrote
     *     or removed it meanwhile
     */
    void delete(Object entity);

    /**
     * Removes entities, their edges and the edges that lead to them: all or none.
     *
     * @param entities the entities, of any classes
     * @throws org.springframework.dao.InvalidDataAccessApiUsageException as {@link #delete(Object)}; nothing is removed then
     * @throws org.springframework.dao.OptimisticLockingFailureException as {@link #delete(Object)}; nothing is removed then
     */
    void deleteAll(Iterable<?> entities);

    /**
     * Removes the entities with some identifiers, their edges and the edges that lead to them: all or none.
     *
     * @param ids the identifiers; those of which there is no entity are passed over
     * @param type the type of the entities
     * @return how many there were
     */
    int deleteAllById(Iterable<?> ids, Class<?> type);

    /**
     * Removes the entity with an identifier, its edges and the edges that lead to it.
     *
     * @param id the identifier
     * @param type the type of the entity
     * @return false where there was none
     */
    boolean deleteById(Object id, Class<?> type);

    /**
     * Removes the entities that a query matches: all or none, and only those that match when they are removed.
     *
     * @param query the query
     * @param type the type of the entities
     * @return how many there were
     * @throws org.springframework.dao.OptimisticLockingFailureException if others wrote to them again and again meanwhile;
     *     nothing is removed then
     */
    int delete(Query query, Class<?> type);

    /**
     * Removes the nodes that a query matches: all or none, and only those that match when they are removed.
     *
     * @param <R> the type of the result
     * @param query the query
     * @param type the type of the entities
     * @param result makes the result of the nodes before they are removed, once more each time others wrote to them
     *     meanwhile; what it throws stops the removal
     * @return the result made of the nodes that were removed
     * @throws org.springframework.dao.OptimisticLockingFailureException if others wrote to them again and again meanwhile;
     *     nothing is removed then
     */
    <R> R delete(Query query, Class<?> type, Function<List<Node>, R> result);

    /**
     * Restricts a query to the nodes of a type of entities, as all methods with a type do.
     *
     * @param query the query
     * @param type the type of the entities
     * @return the query to run
     */
    Query narrow(Query query, Class<?> type);

    /**
     * Runs a query and follows its result until the subscription is closed. A node that does not fit the class is reported
     * like any failure of a listener; the events after it come all the same.
     *
     * @param <T> the type of the entities
     * @param query the query
     * @param type the type of the entities
     * @param listener gets the result as {@code INITIAL} events before this method returns, then every change
     * @return closes the subscription
     */
    <T> Subscription find(Query query, Class<T> type, GenosEventListener<T> listener);

    /**
     * What can be done with nodes of any kind, on the same database.
     *
     * @return the operations
     */
    GenosOperations operations();

    /**
     * What is known of the entities.
     *
     * @return the mapping context
     */
    GenosMappingContext mappingContext();

    /**
     * What makes the members of values, for parameters that are compared with them.
     *
     * @return the converter
     */
    GenosConverter converter();
}

package io.genosdb.spring;

import io.genosdb.WriteBatch;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Node;
import io.genosdb.live.MapListener;
import io.genosdb.live.Subscription;
import io.genosdb.query.Explanation;
import io.genosdb.query.Query;
import io.genosdb.room.Room;
import io.genosdb.room.SendOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;

/**
 * What can be done with a graph database, in the words of Spring: typed by the application's own classes, or raw.
 *
 * <p>Errors are of Spring's {@link DataAccessException} hierarchy; {@link GenosExceptionTranslator} lists which. Typed
 * methods throw {@link io.genosdb.spring.convert.GenosConversionException} where a value and a type don't fit.
 *
 * <p>Implementations are thread-safe. Nothing is bound to the calling thread: platform threads and virtual ones are served
 * alike.
 *
 * @since 0.1
 */
public interface GenosOperations {

    /**
     * Puts a new node, whose identifier the database's id strategy makes.
     *
     * @param value the node's value: a record, an object, a map, or a {@link io.genosdb.value.JsonObject}
     * @return the identifier
     * @throws DataAccessException if the value is beyond the limits or cannot be stored; nothing is written then
     */
    String put(Object value);

    /**
     * Puts a node: makes it, or replaces the whole value of the one that is there. Its edges stay.
     *
     * @param value the node's value: a record, an object, a map, or a {@link io.genosdb.value.JsonObject}
     * @param id the node's identifier
     * @return the identifier
     * @throws DataAccessException if value or identifier are beyond the limits or cannot be stored; nothing is written
     *     then
     */
    String put(Object value, String id);

    /**
     * The node with an identifier.
     *
     * @param id the identifier
     * @return a snapshot, or empty where there is no such node
     */
    Optional<Node> get(String id);

    /**
     * The value of the node with an identifier.
     *
     * @param <T> the type of the value
     * @param id the identifier
     * @param type the type of the value
     * @return the value, or empty where there is no such node
     * @throws DataAccessException if the value does not fit the type
     */
    <T> Optional<T> get(String id, Class<T> type);

    /**
     * The node with an identifier, its value typed.
     *
     * @param <T> the type of the value
     * @param id the identifier
     * @param type the type of the value
     * @return a snapshot, or empty where there is no such node
     * @throws DataAccessException if the value does not fit the type
     */
    <T> Optional<TypedNode<T>> getNode(String id, Class<T> type);

    /**
     * Links two nodes. A link that is there already is written again.
     *
     * @param source the node where the edge begins
     * @param target the node where it leads
     * @throws org.springframework.dao.DataRetrievalFailureException if one of them is not there; nothing is written then
     */
    void link(String source, String target);

    /**
     * Cuts the edge from one node to another.
     *
     * @param source the node where the edge begins
     * @param target the node where it leads
     * @throws org.springframework.dao.DataRetrievalFailureException if one of them is not there; nothing is written then
     */
    void unlink(String source, String target);

    /**
     * Removes a node, its edges and the edges that lead to it.
     *
     * @param id the identifier
     * @return false where there was no such node
     */
    boolean remove(String id);

    /**
     * Removes every node that is there at this moment.
     *
     * @return how many there were
     */
    int clear();

    /**
     * Writes several things as one: all of them or nothing, seen by readers as one change of each node.
     *
     * @param batch what to write, and what it expects to find
     * @return the version that all nodes put or linked have now
     * @throws org.springframework.dao.OptimisticLockingFailureException if a node is not what the batch expects
     * @throws org.springframework.dao.DataRetrievalFailureException if the end of a link is neither there nor in the batch
     * @throws DataAccessException if anything in it is beyond the limits or cannot be stored; nothing is written then
     */
    HybridTimestamp write(WriteBatch batch);

    /**
     * Runs a query.
     *
     * @param query the query
     * @return the matching nodes, in the query's order
     * @throws DataAccessException if the query cannot be run
     */
    List<Node> map(Query query);

    /**
     * Runs a query.
     *
     * @param <T> the type of the values
     * @param query the query
     * @param type the type of the values
     * @return the values of the matching nodes, in the query's order
     * @throws DataAccessException if the query cannot be run or a value does not fit the type
     */
    <T> List<T> map(Query query, Class<T> type);

    /**
     * Runs a query, and converts each value only when the stream comes to it.
     *
     * @param <T> the type of the values
     * @param query the query
     * @param type the type of the values; {@link io.genosdb.value.JsonObject} for the values as they are
     * @return the values of the matching nodes, in the query's order; holds nothing that has to be closed
     * @throws DataAccessException if the query cannot be run; the stream itself throws it where a value does not fit the
     *     type
     */
    <T> Stream<T> stream(Query query, Class<T> type);

    /**
     * Runs a query that matches one node or none.
     *
     * @param <T> the type of the value
     * @param query the query; for the first of several, give it the limit 1
     * @param type the type of the value
     * @return the value of the matching node, or empty where there is none
     * @throws org.springframework.dao.IncorrectResultSizeDataAccessException if more than one node matches
     * @throws DataAccessException if the query cannot be run or the value does not fit the type
     */
    <T> Optional<T> findOne(Query query, Class<T> type);

    /**
     * Runs a query.
     *
     * @param <T> the type of the values
     * @param query the query
     * @param type the type of the values
     * @return the matching nodes with typed values, in the query's order
     * @throws DataAccessException if the query cannot be run or a value does not fit the type
     */
    <T> List<TypedNode<T>> mapNodes(Query query, Class<T> type);

    /**
     * Runs a query and follows its result until the subscription is closed.
     *
     * @param query the query
     * @param listener gets the result as {@code INITIAL} events before this method returns, then every change
     * @return closes the subscription
     * @throws DataAccessException if the query cannot be run
     */
    Subscription map(Query query, MapListener listener);

    /**
     * Runs a query and follows its result until the subscription is closed. A value that does not fit the type is
     * reported like any failure of a listener; the events after it come all the same.
     *
     * @param <T> the type of the values
     * @param query the query
     * @param type the type of the values
     * @param listener gets the result as {@code INITIAL} events before this method returns, then every change
     * @return closes the subscription
     * @throws DataAccessException if the query cannot be run
     */
    <T> Subscription map(Query query, Class<T> type, GenosEventListener<T> listener);

    /**
     * How many nodes a query matches.
     *
     * @param query the query
     * @return the number of nodes
     * @throws DataAccessException if the query cannot be run
     */
    long count(Query query);

    /**
     * Whether a query matches any node.
     *
     * @param query the query
     * @return true if it does
     * @throws DataAccessException if the query cannot be run
     */
    boolean exists(Query query);

    /**
     * Tells how a query is answered: by which index, from how many candidates.
     *
     * @param query the query
     * @return the explanation
     * @throws DataAccessException if the query cannot be run
     */
    Explanation explain(Query query);

    /**
     * Does something with the database itself, its exceptions translated.
     *
     * @param <T> the type of the result
     * @param action what to do
     * @return what the action returns
     * @throws DataAccessException if the action throws an exception of the database
     */
    <T> T execute(DatabaseCallback<T> action);

    /**
     * The room where the database meets its peers. What it does is told without translation of exceptions.
     *
     * @return the room
     * @throws DataAccessException if the database has none
     */
    Room room();

    /**
     * Sends a message to all peers of the room.
     *
     * @param channel the channel's name, as {@link Room#channel} takes it
     * @param payload a {@code String} goes as text, a {@code byte[]} as bytes, a {@link io.genosdb.room.Payload} as what it is,
     *     and anything else as JSON
     * @return completes when the message was handed to the links of all peers, as {@link io.genosdb.room.Channel#send} does
     * @throws DataAccessException if there is no room, the name is none, or the payload has no JSON form
     */
    default CompletableFuture<Void> send(String channel, Object payload) {
        return send(channel, payload, SendOptions.DEFAULTS);
    }

    /**
     * Sends a message.
     *
     * @param channel the channel's name, as {@link Room#channel} takes it
     * @param payload a {@code String} goes as text, a {@code byte[]} as bytes, a {@link io.genosdb.room.Payload} as what it is,
     *     and anything else as JSON
     * @param options to whom and how
     * @return completes when the message was handed to the links of its targets, as {@link io.genosdb.room.Channel#send} does
     * @throws DataAccessException if there is no room, the name is none, or the payload has no JSON form
     */
    CompletableFuture<Void> send(String channel, Object payload, SendOptions options);
}

package io.genosdb.spring.reactive;

import io.genosdb.WriteBatch;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Node;
import io.genosdb.live.MapEvent;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.TypedNode;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What can be done with a graph database, in the words of Reactor. Nothing is done before somebody subscribes, and once for
 * each who does. Errors are those of {@link io.genosdb.spring.GenosOperations}, as signals.
 *
 * <p>The database is in this process. A read takes no lock and touches no disk, so it runs in the thread that subscribes. A
 * write may have to wait, for another writer or for the disk, so it runs on a scheduler for tasks that block: that makes it
 * harmless for an event loop, not non-blocking.
 *
 * <p>Implementations are thread-safe.
 *
 * @since 0.1
 */
public interface ReactiveGenosOperations {

    /**
     * Puts a new node.
     *
     * @param value the node's value: a record, an object, a map, or a {@link io.genosdb.value.JsonObject}
     * @return the identifier, made by the database's id strategy
     */
    Mono<String> put(Object value);

    /**
     * Puts a node: makes it, or replaces the whole value of the one that is there. Its edges stay.
     *
     * @param value the node's value: a record, an object, a map, or a {@link io.genosdb.value.JsonObject}
     * @param id the node's identifier
     * @return the identifier
     */
    Mono<String> put(Object value, String id);

    /**
     * The node with an identifier.
     *
     * @param id the identifier
     * @return a snapshot, or empty where there is no such node
     */
    Mono<Node> get(String id);

    /**
     * The value of the node with an identifier.
     *
     * @param <T> the type of the value
     * @param id the identifier
     * @param type the type of the value
     * @return the value, or empty where there is no such node
     */
    <T> Mono<T> get(String id, Class<T> type);

    /**
     * The node with an identifier, its value typed.
     *
     * @param <T> the type of the value
     * @param id the identifier
     * @param type the type of the value
     * @return a snapshot, or empty where there is no such node
     */
    <T> Mono<TypedNode<T>> getNode(String id, Class<T> type);

    /**
     * Links two nodes.
     *
     * @param source the node where the edge begins
     * @param target the node where it leads
     * @return completes when it is done
     */
    Mono<Void> link(String source, String target);

    /**
     * Cuts the edge from one node to another.
     *
     * @param source the node where the edge begins
     * @param target the node where it leads
     * @return completes when it is done
     */
    Mono<Void> unlink(String source, String target);

    /**
     * Removes a node, its edges and the edges that lead to it.
     *
     * @param id the identifier
     * @return false where there was no such node
     */
    Mono<Boolean> remove(String id);

    /**
     * Removes every node that is there at the moment of the subscription.
     *
     * @return how many there were
     */
    Mono<Integer> clear();

    /**
     * Writes several things as one. The batch is not to be changed afterwards.
     *
     * @param batch what to write, and what it expects to find
     * @return the version that all nodes put or linked have then
     */
    Mono<HybridTimestamp> write(WriteBatch batch);

    /**
     * Runs a query.
     *
     * @param query the query
     * @return the matching nodes, in the query's order
     */
    Flux<Node> map(Query query);

    /**
     * Runs a query. Each value is converted when it is asked for.
     *
     * @param <T> the type of the values
     * @param query the query
     * @param type the type of the values
     * @return the values of the matching nodes, in the query's order
     */
    <T> Flux<T> map(Query query, Class<T> type);

    /**
     * Runs a query that matches one node or none.
     *
     * @param <T> the type of the value
     * @param query the query
     * @param type the type of the value
     * @return the value of the matching node, or empty where there is none
     */
    <T> Mono<T> findOne(Query query, Class<T> type);

    /**
     * How many nodes a query matches.
     *
     * @param query the query
     * @return the number of nodes
     */
    Mono<Long> count(Query query);

    /**
     * Whether a query matches any node.
     *
     * @param query the query
     * @return true if it does
     */
    Mono<Boolean> exists(Query query);

    /**
     * Runs a query and follows its result until the subscriber cancels: first the result as
     * {@link io.genosdb.live.Action#INITIAL} events, then every change.
     *
     * <p>What a slow subscriber has not asked for yet waits, at most one event for each node: later changes of a node are
     * told as one step. More waiting changes than the template allows end in an error of Reactor's for overflows
     * ({@link reactor.core.Exceptions#isOverflow}); the initial result does not count.
     *
     * <p>Events come in the thread of the database's that delivers them, or of the one that asks for more. A subscriber
     * that blocks is to be put behind {@code publishOn}.
     *
     * @param query the query
     * @return never completes by itself, but with the template
     */
    Flux<MapEvent> listen(Query query);

    /**
     * Runs a query and follows its result as {@link #listen(Query)} does, with typed values. A value that does not fit the
     * type is an error, which ends the subscription.
     *
     * @param <T> the type of the values
     * @param query the query
     * @param type the type of the values
     * @return never completes by itself, but with the template
     */
    <T> Flux<GenosEvent<T>> listen(Query query, Class<T> type);
}

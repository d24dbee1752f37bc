package io.genosdb.spring;

import io.genosdb.query.Query;
import io.genosdb.value.JsonObject;

/**
 * Reads nodes of one database as types that have a mapping of their own, such as entities, where a
 * {@link io.genosdb.spring.convert.GenosConverter} would see nothing but the value.
 *
 * <p>Implementations are thread-safe.
 *
 * @since 0.1
 */
public interface GenosNodeReader {

    /**
     * Whether this reader is the one for a type.
     *
     * @param type the type
     * @param operations the database that nodes are of
     * @return true if it reads nodes of that database as that type
     */
    boolean supports(Class<?> type, GenosOperations operations);

    /**
     * Restricts a query to the nodes that can be read as a type.
     *
     * @param query the query
     * @param type a supported type
     * @return the query to run, by default the same
     */
    default Query narrow(Query query, Class<?> type) {
        return query;
    }

    /**
     * Reads a node.
     *
     * @param <T> the type
     * @param node the node as it was when it was seen, which may have changed since
     * @param type a supported type
     * @return an object of the type
     * @throws org.springframework.dao.DataAccessException if the node does not fit the type
     */
    <T> T read(TypedNode<JsonObject> node, Class<T> type);
}

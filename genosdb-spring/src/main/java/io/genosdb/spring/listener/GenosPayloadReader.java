package io.genosdb.spring.listener;

import io.genosdb.query.Query;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.TypedNode;
import io.genosdb.value.JsonObject;

/**
 * Reads nodes as the types that {@link GenosListener} methods ask for. Beans of this type are asked in their order; what
 * none of them supports is read by the {@link io.genosdb.spring.convert.GenosConverter}.
 *
 * <p>Implementations are thread-safe.
 *
 * @since 0.1
 */
public interface GenosPayloadReader {

    /**
     * Whether this reader is the one for a type.
     *
     * @param type the type
     * @return true if it reads nodes as that type
     */
    boolean supports(Class<?> type);

    /**
     * Restricts a query to the nodes that can be read as a type. Called once for each listener, before it starts.
     *
     * @param query the query of the listener
     * @param type a supported type
     * @return the query to follow, by default the same
     */
    default Query narrow(Query query, Class<?> type) {
        return query;
    }

    /**
     * Reads a node.
     *
     * @param <T> the type
     * @param node the node as it was when the event happened
     * @param type a supported type
     * @param operations the database that the node is of
     * @return an object of the type
     * @throws org.springframework.dao.DataAccessException if the node does not fit the type
     */
    <T> T read(TypedNode<JsonObject> node, Class<T> type, GenosOperations operations);
}

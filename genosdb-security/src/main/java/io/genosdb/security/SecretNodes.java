package io.genosdb.security;

import io.genosdb.graph.Node;
import io.genosdb.query.Query;
import io.genosdb.value.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nodes whose values only their author can read: encrypted by a key that follows from the author's, also on this replica's disk.
 * They belong to the application's own identity. Thread-safe.
 *
 * @since 0.1
 */
public interface SecretNodes {

    /**
     * Puts an encrypted node.
     *
     * @param value the value
     * @return its identifier
     */
    String put(JsonObject value);

    /**
     * Puts an encrypted node under an identifier.
     *
     * @param value the value
     * @param id the identifier, which is not secret
     * @return the identifier
     */
    String put(JsonObject value, String id);

    /**
     * The value of an encrypted node.
     *
     * @param id its identifier
     * @return the value, or {@code null} where there is none that this identity encrypted
     */
    @Nullable
    JsonObject get(String id);

    /**
     * Decrypts all of this identity's nodes and selects some: takes time in proportion to their number.
     *
     * @param query a query on the decrypted values; without {@code $edge}
     * @return the nodes as they match, with decrypted values
     */
    List<Decrypted> map(Query query);

    /**
     * Removes an encrypted node.
     *
     * @param id its identifier
     * @return false where there was none
     */
    boolean remove(String id);

    /**
     * A node with its decrypted value.
     *
     * @param node the node as it is stored
     * @param value what it says
     */
    record Decrypted(Node node, JsonObject value) {}
}

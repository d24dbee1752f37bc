package io.genosdb.security;

import io.genosdb.security.identity.Address;
import io.genosdb.value.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Access lists of nodes. All of it acts as the actor of the calling thread. Thread-safe.
 *
 * <p>A node whose identifier begins with an address and a slash ({@code 0x…/anything}) belongs to that address from the beginning,
 * whoever comes first; so does {@code user:<address>}. Any other node belongs to whoever first claims it.
 *
 * @since 0.1
 */
public interface Acls {

    /** The place of everybody in {@link #grant(String, String, AccessLevel)}. */
    String EVERYONE = "*";

    /**
     * Puts a node that belongs to the actor, with an identifier under the actor's address.
     *
     * @param value the value
     * @return the identifier
     */
    String set(JsonObject value);

    /**
     * Puts a node and claims it for the actor, or writes one that is the actor's already.
     *
     * @param value the value
     * @param id the identifier
     * @return the identifier
     * @throws io.genosdb.guard.NotPermittedException if it belongs to somebody else, or is there and was written by somebody else
     */
    String set(JsonObject value, String id);

    /**
     * Allows somebody something, instead of what they were allowed before.
     *
     * @param id the node
     * @param address whom, or {@link #EVERYONE}
     * @param level what
     * @throws io.genosdb.guard.NotPermittedException if the actor is not the owner
     */
    void grant(String id, String address, AccessLevel level);

    /**
     * Allows somebody nothing any more.
     *
     * @param id the node
     * @param address whom, or {@link #EVERYONE}
     * @throws io.genosdb.guard.NotPermittedException if the actor is not the owner
     */
    void revoke(String id, String address);

    /**
     * Removes a node.
     *
     * @param id the node
     * @return false where there was none
     * @throws io.genosdb.guard.NotPermittedException if the actor may not
     */
    boolean delete(String id);

    /**
     * Who may do what with a node.
     *
     * @param id the node
     * @return its access list, or {@code null} where it has none, or the actor may not read the node
     */
    @Nullable
    AccessList permissions(String id);

    /**
     * Whether somebody may do something with a node now, by role and access list.
     *
     * @param id the node
     * @param address who; {@code null} for somebody unknown
     * @param level what
     * @return whether it would be let in
     */
    boolean isAllowed(String id, @Nullable Address address, AccessLevel level);
}

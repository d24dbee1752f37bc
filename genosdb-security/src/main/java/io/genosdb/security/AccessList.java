package io.genosdb.security;

import io.genosdb.security.identity.Address;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may be done with a node, and by whom, as of now.
 *
 * @param owner whose node it is
 * @param collaborators what others may do, by address
 * @param everyone what everybody may do, even without a role, or {@code null}; no more than reading is possible without one
 * @since 0.1
 */
public record AccessList(
        Address owner,
        Map<Address, AccessLevel> collaborators,
        @Nullable AccessLevel everyone) {

    /** Copies the collaborators. */
    public AccessList {
        collaborators = Map.copyOf(collaborators);
    }
}

package io.genosdb.security;

import io.genosdb.guard.Refusal;
import io.genosdb.security.identity.Address;
import org.jspecify.annotations.Nullable;

/**
 * Something that changed in who may do what.
 *
 * @since 0.1
 */
public sealed interface SecurityEvent {

    /**
     * Somebody's role changed.
     *
     * @param address whose
     * @param role the role held now, or {@code null} for none
     */
    record RoleChanged(Address address, @Nullable String role) implements SecurityEvent {}

    /**
     * A node's access list changed.
     *
     * @param nodeId the node
     */
    record AccessChanged(String nodeId) implements SecurityEvent {}

    /**
     * An entry from elsewhere was not let in, or was taken out again.
     *
     * @param refusal which, and why
     * @param isParked whether it is kept aside and judged again when roles change
     */
    record EntryRefused(Refusal refusal, boolean isParked) implements SecurityEvent {}

    /**
     * A peer was turned away, or cut off.
     *
     * @param address the address it proved or claimed
     * @param offence why
     */
    record PeerRefused(String address, String offence) implements SecurityEvent {}
}

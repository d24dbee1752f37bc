package io.genosdb.security.policy;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A role.
 *
 * @param name its name
 * @param permissions what it permits, beside what it inherits
 * @param inherits the role whose permissions it has as well, or {@code null}
 * @since 0.1
 */
public record Role(
        String name, Set<Permission> permissions, @Nullable String inherits) {

    /** Copies the permissions. */
    public Role {
        permissions = Set.copyOf(permissions);
    }
}

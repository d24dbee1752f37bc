package io.genosdb.security.policy;

import java.util.List;
import java.util.Set;

/**
 * All roles there are. Every replica of a database needs the same. Immutable.
 *
 * @since 0.1
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Roles {

    /** The role of whoever has made themselves known, and nothing more. */
    public static final String GUEST = "guest";

    /** The role of those named in the configuration. No entry can give it. */
    public static final String SUPERADMIN = "superadmin";

    /** Guest, user, manager, admin, superadmin. */
    public static final Roles DEFAULTS = new Roles(List.of());

    private final List<Role> all;

    private Roles(List<Role> all) {
        this.all = all;
    }

    /**
     * Makes roles.
     *
     * @param roles the roles, which include {@value #GUEST} and {@value #SUPERADMIN}
     * @return all of them
     * @throws IllegalArgumentException if one is there twice, inherits from none of them or from itself, or one of the two is missing
     */
    public static Roles of(List<Role> roles) {
        return new Roles(List.copyOf(roles));
    }

    /**
     * The roles.
     *
     * @return in order, lower ones first
     */
    public List<Role> all() {
        return all;
    }

    /**
     * What a role permits.
     *
     * @param name a role's name
     * @return its permissions, inherited ones included; none where there is no such role
     */
    public Set<Permission> permissionsOf(String name) {
        throw new UnsupportedOperationException(name);
    }
}

package io.genosdb.spring.security;

import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import io.genosdb.security.policy.Permission;
import io.genosdb.security.policy.Role;
import io.genosdb.security.policy.Roles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * The graph's roles and permissions in the words of Spring Security: the role {@code admin} is {@code ROLE_ADMIN}, the permission
 * {@code write} is {@code genosdb:write}. Somebody has the authority of the one role they hold and those of all permissions of it,
 * inherited ones included; a {@link #hierarchy} adds the roles below. Thread-safe.
 *
 * @since 0.1
 */
public final class GenosAuthorities implements AuthoritySource {

    /** What the authorities of roles begin with. */
    public static final String ROLE_PREFIX = "ROLE_";

    /** What the authorities of permissions begin with. */
    public static final String PERMISSION_PREFIX = "genosdb:";

    private final Supplier<GenosSecurity> security;

    /**
     * Asks the graph.
     *
     * @param security gives what knows the roles; asked each time, first when somebody has signed in
     */
    public GenosAuthorities(Supplier<GenosSecurity> security) {
        this.security = security;
    }

    @Override
    public Collection<GrantedAuthority> authoritiesOf(Address address) {
        GenosSecurity graph = security.get();
        String role = graph.roleOf(address);
        if (role == null) {
            return List.of();
        }
        var authorities = new ArrayList<GrantedAuthority>();
        authorities.add(new SimpleGrantedAuthority(ofRole(role)));
        for (Permission permission : graph.roles().permissionsOf(role)) {
            authorities.add(new SimpleGrantedAuthority(ofPermission(permission)));
        }
        return List.copyOf(authorities);
    }

    /**
     * The authority of a role.
     *
     * @param role the role's name
     * @return {@value #ROLE_PREFIX} and the name in upper case
     */
    public static String ofRole(String role) {
        return ROLE_PREFIX + role.toUpperCase(Locale.ROOT);
    }

    /**
     * The authority of a permission.
     *
     * @param permission the permission
     * @return {@value #PERMISSION_PREFIX} and the name
     */
    public static String ofPermission(Permission permission) {
        return PERMISSION_PREFIX + permission.name();
    }

    /**
     * Which roles include which: each one that from which it inherits, and superadmin all of them.
     *
     * @param roles the roles
     * @return the hierarchy
     * @throws IllegalArgumentException if the authorities of two roles would be the same
     */
    public static RoleHierarchy hierarchy(Roles roles) {
        checkDistinct(roles);
        var hierarchy = RoleHierarchyImpl.withRolePrefix("");
        for (Role role : roles.all()) {
            String below = role.inherits();
            if (role.name().equals(Roles.SUPERADMIN)) {
                String[] others = roles.all().stream()
                        .map(Role::name)
                        .filter(name -> !name.equals(Roles.SUPERADMIN))
                        .map(GenosAuthorities::ofRole)
                        .toArray(String[]::new);
                if (others.length > 0) {
                    hierarchy.role(ofRole(role.name())).implies(others);
                }
            } else if (below != null) {
                hierarchy.role(ofRole(role.name())).implies(ofRole(below));
            }
        }
        return hierarchy.build();
    }

    private static void checkDistinct(Roles roles) {
        Map<String, String> names = new HashMap<>();
        for (Role role : roles.all()) {
            String other = names.putIfAbsent(ofRole(role.name()), role.name());
            if (other != null) {
                throw new IllegalArgumentException("the roles '" + other + "' and '" + role.name() + "' would both be "
                        + ofRole(role.name()) + ": give one of them another name");
            }
        }
    }
}

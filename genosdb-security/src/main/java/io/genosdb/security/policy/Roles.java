package io.genosdb.security.policy;

import static io.genosdb.security.policy.Permission.ASSIGN_ROLE;
import static io.genosdb.security.policy.Permission.DELETE;
import static io.genosdb.security.policy.Permission.DELETE_ANY;
import static io.genosdb.security.policy.Permission.LINK;
import static io.genosdb.security.policy.Permission.PUBLISH;
import static io.genosdb.security.policy.Permission.READ;
import static io.genosdb.security.policy.Permission.SYNC;
import static io.genosdb.security.policy.Permission.WRITE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All roles there are. Every replica of a database needs the same. Immutable.
 *
 * @since 0.1
 */
public final class Roles {

    /** The role of whoever has made themselves known, and nothing more. */
    public static final String GUEST = "guest";

    /** The role of those named in the configuration. No entry can give it. */
    public static final String SUPERADMIN = "superadmin";

    /** What an assignment says in place of a role to take every role away. */
    public static final String NONE = "none";

    /** Guest, user, manager, admin, superadmin. */
    public static final Roles DEFAULTS = of(List.of(
            new Role(GUEST, Set.of(READ, SYNC), null),
            new Role("user", Set.of(WRITE, LINK), GUEST),
            new Role("manager", Set.of(PUBLISH), "user"),
            new Role("admin", Set.of(DELETE), "manager"),
            new Role(SUPERADMIN, Set.of(ASSIGN_ROLE, DELETE_ANY), "admin")));

    private static final int LONGEST_NAME = 100;

    private final List<Role> all;
    private final Map<String, Set<Permission>> permissions;

    private Roles(List<Role> all, Map<String, Set<Permission>> permissions) {
        this.all = List.copyOf(all);
        this.permissions = Map.copyOf(permissions);
    }

    /**
     * Makes roles.
     *
     * @param roles the roles, which include {@value #GUEST} and {@value #SUPERADMIN}
     * @return all of them
     * @throws IllegalArgumentException if one is there twice, inherits from none of them or from itself, or one of the two is missing
     */
    public static Roles of(List<Role> roles) {
        Map<String, Role> byName = byName(roles);
        var permissions = new LinkedHashMap<String, Set<Permission>>();
        var depths = new TreeMap<Integer, List<Role>>();
        for (Role role : roles) {
            List<Role> line = line(role, byName);
            var all = new HashSet<Permission>();
            line.forEach(ancestor -> all.addAll(ancestor.permissions()));
            permissions.put(role.name(), Set.copyOf(all));
            depths.computeIfAbsent(line.size(), depth -> new ArrayList<>()).add(role);
        }
        permissions.put(SUPERADMIN, everything(permissions));
        var ordered = new ArrayList<Role>();
        depths.values().forEach(ordered::addAll);
        return new Roles(ordered, permissions);
    }

    private static Map<String, Role> byName(List<Role> roles) {
        var byName = new LinkedHashMap<String, Role>();
        for (Role role : roles) {
            checkName(role.name());
            if (byName.put(role.name(), role) != null) {
                throw new IllegalArgumentException("the role '" + role.name() + "' is there twice");
            }
        }
        for (String needed : List.of(GUEST, SUPERADMIN)) {
            if (!byName.containsKey(needed)) {
                throw new IllegalArgumentException("there is no role '" + needed + "', which every database needs");
            }
        }
        return byName;
    }

    private static void checkName(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.equals(NONE)) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of a role: it is blank, longer than "
                    + LONGEST_NAME + " characters, or stands for no role at all");
        }
    }

    /** The role, what it inherits from, and so on. */
    private static List<Role> line(Role role, Map<String, Role> byName) {
        var line = new ArrayList<Role>();
        for (Role next = role; next != null; ) {
            if (line.contains(next)) {
                throw new IllegalArgumentException("the role '" + role.name() + "' inherits from itself");
            }
            line.add(next);
            String parent = next.inherits();
            if (parent != null && !byName.containsKey(parent)) {
                throw new IllegalArgumentException(
                        "the role '" + next.name() + "' inherits from '" + parent + "', which is not there");
            }
            next = parent == null ? null : byName.get(parent);
        }
        return line;
    }

    private static Set<Permission> everything(Map<String, Set<Permission>> permissions) {
        var everything = new HashSet<>(Permission.ALL);
        permissions.values().forEach(everything::addAll);
        return Set.copyOf(everything);
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
     * What a role permits. {@value #SUPERADMIN} permits everything that there is, whatever is said of it.
     *
     * @param name a role's name
     * @return its permissions, inherited ones included; none where there is no such role
     */
    public Set<Permission> permissionsOf(String name) {
        return permissions.getOrDefault(name, Collections.emptySet());
    }

    /**
     * Whether there is such a role.
     *
     * @param name a name
     * @return whether it is that of a role
     */
    public boolean contains(String name) {
        return permissions.containsKey(name);
    }
}

package io.genosdb.security.policy;

import io.genosdb.graph.Hash256;
import io.genosdb.security.identity.Address;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is configuration and not data: the superadmins and the roles. Replicas of one database have to agree on it, which they
 * find out by its {@linkplain #digest() digest}. Immutable.
 *
 * @since 0.1
 */
public final class Policy {

    private static final String FORMAT = "genosdb-policy-1";

    private final Set<String> superAdmins;
    private final Roles roles;
    private final Map<String, Integer> rights = new HashMap<>();
    private final Hash256 digest;

    /**
     * Makes a policy.
     *
     * @param superAdmins who holds the role superadmin
     * @param roles the roles
     * @throws IllegalArgumentException if there is no superadmin: nobody could ever be given a role
     */
    public Policy(Collection<Address> superAdmins, Roles roles) {
        if (superAdmins.isEmpty()) {
            throw new IllegalArgumentException("no superadmin is configured: nobody could ever give a role");
        }
        var texts = new TreeSet<String>();
        superAdmins.forEach(address -> texts.add(address.text()));
        this.superAdmins = Set.copyOf(texts);
        this.roles = roles;
        roles.all().forEach(role -> rights.put(role.name(), Rights.of(roles.permissionsOf(role.name()))));
        this.digest = digest(List.copyOf(texts), roles);
    }

    private static Hash256 digest(List<String> superAdmins, Roles roles) {
        var permissions = new LinkedHashMap<String, JsonValue>();
        for (Role role : roles.all()) {
            var names = new TreeSet<String>();
            roles.permissionsOf(role.name()).forEach(permission -> names.add(permission.name()));
            permissions.put(role.name(), texts(names));
        }
        var members = new LinkedHashMap<String, JsonValue>();
        members.put("format", new JsonString(FORMAT));
        members.put("roles", JsonObject.of(permissions));
        members.put("superAdmins", texts(superAdmins));
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return Hash256.of(sha256.digest(JsonObject.of(members).canonicalBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static JsonArray texts(Collection<String> texts) {
        var values = new ArrayList<JsonValue>(texts.size());
        texts.forEach(text -> values.add(new JsonString(text)));
        return JsonArray.of(values);
    }

    /**
     * The roles.
     *
     * @return as configured
     */
    public Roles roles() {
        return roles;
    }

    /**
     * The superadmins.
     *
     * @return their addresses
     */
    public Set<String> superAdmins() {
        return superAdmins;
    }

    /**
     * Whether somebody is a superadmin.
     *
     * @param address who
     * @return whether the configuration names them
     */
    public boolean isSuperAdmin(String address) {
        return superAdmins.contains(address);
    }

    /**
     * Tells policies apart.
     *
     * @return SHA-256 of the canonical JSON of the superadmins and of what each role permits, inherited permissions included
     */
    public Hash256 digest() {
        return digest;
    }

    /** The rights that come with a role; none for no role, and for one that is not there. */
    int rights(@Nullable String role) {
        return role == null ? Rights.NONE : rights.getOrDefault(role, Rights.NONE);
    }
}

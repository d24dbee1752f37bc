package io.genosdb.spring.security;

import io.genosdb.graph.Node;
import io.genosdb.security.AccessLevel;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import io.genosdb.security.policy.Permission;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosPersistentEntity;
import java.io.Serializable;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.PermissionEvaluator;
import org.springframework.security.core.Authentication;

/**
 * Answers {@code hasPermission(#id, 'node', 'write')} and {@code hasPermission(#entity, 'write')} by the graph: role and access
 * list, as of now. Permissions are {@code read}, {@code write} and {@code delete}. Thread-safe.
 *
 * <p>An entity without an identifier is new: whoever may write at all may write it.
 *
 * @since 0.1
 */
public final class GenosPermissionEvaluator implements PermissionEvaluator {

    private static final String NODE = "node";

    private final Supplier<GenosSecurity> security;
    private final Supplier<GenosMappingContext> mapping;

    /**
     * Makes an evaluator, without yet asking for what it needs: method security is set up before other beans.
     *
     * @param security gives what knows who may do what
     * @param mapping gives what knows the entities' identifiers
     */
    public GenosPermissionEvaluator(Supplier<GenosSecurity> security, Supplier<GenosMappingContext> mapping) {
        this.security = security;
        this.mapping = mapping;
    }

    /**
     * Whether somebody may do something with a node or an entity.
     *
     * @param authentication who
     * @param target a {@link Node}, an entity, or {@code null}, with which nobody may do anything
     * @param permission {@code read}, {@code write} or {@code delete}
     * @throws IllegalArgumentException if it is another permission
     */
    @Override
    public boolean hasPermission(@Nullable Authentication authentication, @Nullable Object target, Object permission) {
        AccessLevel level = level(permission);
        if (target == null) {
            return false;
        }
        if (target instanceof Node node) {
            return isAllowed(authentication, node.id(), level);
        }
        GenosPersistentEntity<?> type = mapping.get().getRequiredPersistentEntity(target.getClass());
        Object id = type.getIdentifierAccessor(target).getIdentifier();
        return id == null ? mayCreate(authentication, level) : isAllowed(authentication, type.toNodeId(id), level);
    }

    /**
     * Whether somebody may do something with a node.
     *
     * @param authentication who
     * @param id the node's identifier, or that of an entity
     * @param type {@code node}, or the name of an entity's class
     * @param permission {@code read}, {@code write} or {@code delete}
     * @throws IllegalArgumentException if it is another permission, or the type is neither
     */
    @Override
    public boolean hasPermission(
            @Nullable Authentication authentication, @Nullable Serializable id, String type, Object permission) {
        AccessLevel level = level(permission);
        if (id == null) {
            return false;
        }
        return isAllowed(authentication, type.equals(NODE) ? id.toString() : nodeId(type, id), level);
    }

    private String nodeId(String type, Serializable id) {
        for (GenosPersistentEntity<?> entity : mapping.get().getPersistentEntities()) {
            if (entity.getName().equals(type)
                    || entity.getType().getSimpleName().equals(type)) {
                return entity.toNodeId(id);
            }
        }
        throw new IllegalArgumentException(
                "hasPermission knows the type '" + NODE + "' and the names of entities, not '" + type + "'");
    }

    private static AccessLevel level(Object permission) {
        if (permission instanceof AccessLevel level) {
            return level;
        }
        for (AccessLevel level : AccessLevel.values()) {
            if (level.name().toLowerCase(Locale.ROOT).equals(permission)) {
                return level;
            }
        }
        throw new IllegalArgumentException(
                "hasPermission knows the permissions 'read', 'write' and 'delete', not '" + permission + "'");
    }

    private boolean isAllowed(@Nullable Authentication authentication, String id, AccessLevel level) {
        return security.get().acls().isAllowed(id, address(authentication), level);
    }

    private boolean mayCreate(@Nullable Authentication authentication, AccessLevel level) {
        Address address = address(authentication);
        return level == AccessLevel.WRITE
                && address != null
                && security.get().permissionsOf(address).contains(Permission.WRITE);
    }

    private static @Nullable Address address(@Nullable Authentication authentication) {
        return authentication instanceof GenosAuthentication known && known.isAuthenticated() ? known.address() : null;
    }
}

package io.genosdb.spring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.security.policy.Permission;
import io.genosdb.security.policy.Role;
import io.genosdb.security.policy.Roles;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

class GenosAuthoritiesTest {

    @Test
    void eachRoleIncludesThoseBelow() {
        RoleHierarchy hierarchy = GenosAuthorities.hierarchy(Roles.DEFAULTS);
        assertThat(reachable(hierarchy, "ROLE_SUPERADMIN"))
                .containsExactlyInAnyOrder("ROLE_SUPERADMIN", "ROLE_ADMIN", "ROLE_MANAGER", "ROLE_USER", "ROLE_GUEST");
        assertThat(reachable(hierarchy, "ROLE_MANAGER"))
                .containsExactlyInAnyOrder("ROLE_MANAGER", "ROLE_USER", "ROLE_GUEST");
        assertThat(reachable(hierarchy, "ROLE_GUEST")).containsExactly("ROLE_GUEST");
    }

    @Test
    void superadminIncludesRolesBesideEachOther() {
        RoleHierarchy hierarchy = GenosAuthorities.hierarchy(Roles.of(List.of(
                role("guest", null), role("editor", "guest"), role("auditor", "guest"), role("superadmin", "guest"))));
        assertThat(reachable(hierarchy, "ROLE_SUPERADMIN"))
                .containsExactlyInAnyOrder("ROLE_SUPERADMIN", "ROLE_EDITOR", "ROLE_AUDITOR", "ROLE_GUEST");
        assertThat(reachable(hierarchy, "ROLE_EDITOR")).containsExactlyInAnyOrder("ROLE_EDITOR", "ROLE_GUEST");
    }

    @Test
    void twoRolesCannotHaveOneAuthority() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GenosAuthorities.hierarchy(Roles.of(List.of(
                        role("guest", null), role("editor", null), role("Editor", null), role("superadmin", null)))))
                .withMessageContaining("'editor' and 'Editor'");
    }

    private static Role role(String name, @Nullable String inherits) {
        return new Role(name, Set.of(Permission.READ), inherits);
    }

    private static List<String> reachable(RoleHierarchy hierarchy, String role) {
        return hierarchy.getReachableGrantedAuthorities(AuthorityUtils.createAuthorityList(role)).stream()
                .<String>map(GrantedAuthority::getAuthority)
                .distinct()
                .toList();
    }
}

package io.genosdb.security.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.security.identity.Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolesTest {

    private static final Role GUEST = new Role("guest", Set.of(Permission.READ), null);
    private static final Role SUPERADMIN = new Role("superadmin", Set.of(), null);

    @Test
    void defaultsInheritFromEachOther() {
        Roles roles = Roles.DEFAULTS;
        assertThat(roles.all())
                .extracting(Role::name)
                .containsExactly("guest", "user", "manager", "admin", "superadmin");
        assertThat(roles.permissionsOf("guest")).containsExactlyInAnyOrder(Permission.READ, Permission.SYNC);
        assertThat(roles.permissionsOf("user"))
                .containsExactlyInAnyOrder(Permission.READ, Permission.SYNC, Permission.WRITE, Permission.LINK);
        assertThat(roles.permissionsOf("manager")).contains(Permission.PUBLISH).doesNotContain(Permission.DELETE);
        assertThat(roles.permissionsOf("admin")).contains(Permission.DELETE).doesNotContain(Permission.ASSIGN_ROLE);
        assertThat(roles.permissionsOf("nobody")).isEmpty();
    }

    @Test
    void superadminHasEveryPermissionThatThereIs() {
        var editor = new Role("editor", Set.of(new Permission("stopThePress")), "guest");
        Roles roles = Roles.of(List.of(SUPERADMIN, editor, GUEST));
        assertThat(roles.permissionsOf("superadmin"))
                .contains(Permission.REPLICATE, Permission.DELEGATE, new Permission("stopThePress"));
        assertThat(roles.all()).last().isEqualTo(editor);
    }

    @Test
    void refusesRolesThatMakeNoSense() {
        assertRefused("'guest' is there twice", GUEST, GUEST, SUPERADMIN);
        assertRefused("no role 'superadmin'", GUEST);
        assertRefused("no role 'guest'", SUPERADMIN);
        assertRefused("'boss', which is not there", GUEST, SUPERADMIN, new Role("user", Set.of(), "boss"));
        assertRefused(
                "inherits from itself", GUEST, SUPERADMIN, new Role("a", Set.of(), "b"), new Role("b", Set.of(), "a"));
        assertRefused("cannot be the name", GUEST, SUPERADMIN, new Role("none", Set.of(), null));
        assertRefused("cannot be the name", GUEST, SUPERADMIN, new Role(" ", Set.of(), null));
    }

    private static void assertRefused(String message, Role... roles) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Roles.of(List.of(roles)))
                .withMessageContaining(message);
    }

    @Test
    void digestTellsPoliciesApartButNotTheirSpelling() {
        Address ann = Address.parse(Entries.ANN);
        Address bob = Address.parse(Entries.BOB);
        var reversed = new ArrayList<>(Roles.DEFAULTS.all());
        Collections.reverse(reversed);
        var policy = new Policy(List.of(ann, bob), Roles.DEFAULTS);
        assertThat(new Policy(List.of(bob, ann, ann), Roles.of(reversed)).digest())
                .isEqualTo(policy.digest());
        assertThat(new Policy(List.of(ann), Roles.DEFAULTS).digest()).isNotEqualTo(policy.digest());
        assertThat(new Policy(List.of(ann, bob), Roles.of(List.of(GUEST, SUPERADMIN))).digest())
                .isNotEqualTo(policy.digest());
        assertThatIllegalArgumentException().isThrownBy(() -> new Policy(List.of(), Roles.DEFAULTS));
    }
}

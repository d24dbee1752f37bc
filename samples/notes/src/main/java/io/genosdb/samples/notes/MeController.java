package io.genosdb.samples.notes;

import io.genosdb.GenosDatabase;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import io.genosdb.security.policy.Permission;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.security.GenosAuthentication;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the page who is signed in, how, and what of it depends on that. */
@RestController
class MeController {

    private final GenosSecurity security;
    private final String database;

    MeController(GenosSecurity security, GenosOperations genos) {
        this.security = security;
        this.database = genos.execute(GenosDatabase::name);
    }

    /**
     * Who is signed in.
     *
     * @param address who, or {@code null} for nobody
     * @param role the role they hold now, or {@code null} for none
     * @param permissions what it permits
     * @param passkey whether they came with a passkey, and the application signs for them; with a wallet they sign themselves
     * @param database the database's name, which every signature covers
     */
    record Me(
            @Nullable String address,
            @Nullable String role,
            List<String> permissions,
            boolean passkey,
            String database) {}

    @GetMapping("/api/me")
    Me me(@Nullable Authentication authentication) {
        if (!(authentication instanceof GenosAuthentication user)) {
            return new Me(null, null, List.of(), false, database);
        }
        Address address = user.address();
        List<String> permissions = security.permissionsOf(address).stream()
                .map(Permission::name)
                .sorted()
                .toList();
        return new Me(address.text(), security.roleOf(address), permissions, hasPasskey(user), database);
    }

    private static boolean hasPasskey(Authentication user) {
        return user.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .anyMatch(FactorGrantedAuthority.WEBAUTHN_AUTHORITY::equals);
    }
}

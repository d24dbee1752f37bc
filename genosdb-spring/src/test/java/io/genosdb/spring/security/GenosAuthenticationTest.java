package io.genosdb.spring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.security.identity.Address;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

class GenosAuthenticationTest {

    private static final Address ALICE = new Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");

    private final AtomicReference<List<GrantedAuthority>> held =
            new AtomicReference<>(AuthorityUtils.createAuthorityList("ROLE_ADMIN"));
    private final GenosAuthentication authentication = new GenosAuthentication(
            ALICE, address -> held.get(), AuthorityUtils.createAuthorityList("FACTOR_WEBAUTHN"));

    @Test
    void isNamedByTheAddress() {
        assertThat(authentication.getName()).isEqualTo(ALICE.text());
        assertThat(authentication.getPrincipal()).isEqualTo(ALICE);
        assertThat(authentication.isAuthenticated()).isTrue();
    }

    @Test
    void hasTheAuthoritiesOfThisMoment() {
        int hash = authentication.hashCode();
        assertThat(texts(authentication.getAuthorities())).containsExactly("ROLE_ADMIN", "FACTOR_WEBAUTHN");
        held.set(AuthorityUtils.createAuthorityList("ROLE_GUEST"));
        assertThat(texts(authentication.getAuthorities())).containsExactly("ROLE_GUEST", "FACTOR_WEBAUTHN");
        assertThat(authentication.hashCode()).isEqualTo(hash);
    }

    @Test
    void storesWhoNotWhatTheyMayDo() throws Exception {
        authentication.setDetails("details");
        GenosAuthentication stored = stored(authentication);
        assertThat(stored.getName()).isEqualTo(ALICE.text());
        assertThat(stored.getDetails()).isEqualTo("details");
        assertThat(stored.isAuthenticated()).isTrue();
        assertThat(texts(stored.getAuthorities())).containsExactly("FACTOR_WEBAUTHN");
        assertThat(texts(stored.withAuthorities(address -> held.get()).getAuthorities()))
                .containsExactly("ROLE_ADMIN", "FACTOR_WEBAUTHN");
    }

    @Test
    void whatWasTakenBackStaysSo() throws Exception {
        authentication.setAuthenticated(false);
        assertThat(stored(authentication).isAuthenticated()).isFalse();
        assertThat(authentication.withAuthorities(AuthoritySource.NONE).isAuthenticated())
                .isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> authentication.setAuthenticated(true));
    }

    private static List<String> texts(Collection<? extends GrantedAuthority> authorities) {
        return authorities.stream().map(GrantedAuthority::getAuthority).toList();
    }

    private static GenosAuthentication stored(GenosAuthentication authentication) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(authentication);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (GenosAuthentication) in.readObject();
        }
    }
}

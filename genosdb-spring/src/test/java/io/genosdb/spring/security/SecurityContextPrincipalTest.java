package io.genosdb.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.security.GenosSecurity.Principal;
import io.genosdb.security.identity.Address;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class SecurityContextPrincipalTest {

    private static final Address ALICE = Address.parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");

    private final SecurityContextPrincipal principal = new SecurityContextPrincipal();

    @AfterEach
    void clear() {
        SecurityContextHolder.clearContext();
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void aThreadOfTheApplicationActsForIt() {
        assertThat(principal.get()).isEqualTo(Principal.APPLICATION);
    }

    @Test
    void aRequestThatPassedNoFilterChainIsNeverTheApplications() {
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));

        assertThat(principal.get()).isEqualTo(Principal.ANONYMOUS);
    }

    @Test
    void whoSignedInWithTheirAddressIsThemselvesAndAnybodyElseUnknown() {
        SecurityContextHolder.getContext().setAuthentication(new GenosAuthentication(ALICE, address -> List.of()));
        assertThat(principal.get()).isEqualTo(new Principal.User(ALICE));

        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(ALICE.text(), "", List.of()));
        assertThat(principal.get()).isEqualTo(Principal.ANONYMOUS);
    }
}

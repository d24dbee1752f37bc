package io.genosdb.spring.security.passkey;

import io.genosdb.security.identity.Address;
import io.genosdb.spring.security.AuthoritySource;
import io.genosdb.spring.security.GenosAuthentication;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.WebAuthnConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.webauthn.authentication.WebAuthnAuthentication;
import org.springframework.security.web.webauthn.authentication.WebAuthnAuthenticationFilter;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;

/**
 * Fits {@code http.webAuthn(...)} to addresses, where passkeys are kept in the graph: who logs in with one is whose passkey it is.
 * Used by {@link io.genosdb.spring.security.GenosDbConfigurer}; an application has no need to.
 *
 * @since 0.1
 */
public final class Passkeys {

    private Passkeys() {}

    /**
     * Sees to it that a login by passkey finds its person, and begins a new session.
     *
     * @param http the security that is being configured
     * @param authorities tells what people may do
     */
    @SuppressWarnings("unchecked") // HttpSecurity names its configurers by raw classes
    public static void configure(HttpSecurity http, AuthoritySource authorities) {
        WebAuthnConfigurer<HttpSecurity> passkeys = http.getConfigurer(WebAuthnConfigurer.class);
        if (passkeys == null || !areInTheGraph(http.getSharedObject(ApplicationContext.class))) {
            return;
        }
        http.setSharedObject(UserDetailsService.class, username -> person(username, authorities));
        passkeys.withObjectPostProcessor(new ObjectPostProcessor<WebAuthnAuthenticationFilter>() {
            @Override
            public <O extends WebAuthnAuthenticationFilter> O postProcess(O filter) {
                SessionAuthenticationStrategy sessions = http.getSharedObject(SessionAuthenticationStrategy.class);
                if (sessions != null) {
                    filter.setSessionAuthenticationStrategy(sessions);
                }
                return filter;
            }
        });
    }

    private static boolean areInTheGraph(ApplicationContext context) {
        return context.getBeanProvider(PublicKeyCredentialUserEntityRepository.class)
                        .getIfAvailable()
                instanceof GenosUserEntityRepository;
    }

    private static UserDetails person(String username, AuthoritySource authorities) {
        if (!PasskeyNodes.isAddress(username)) {
            throw new UsernameNotFoundException("people are known by their addresses here");
        }
        return new Person(username, List.copyOf(authorities.authoritiesOf(Address.parse(username))));
    }

    /**
     * Reads the authentications of logins by passkey.
     *
     * @param context where the repositories are
     * @return gives whose passkey it was, or {@code null} where it was no login by passkey, or none of a passkey in the graph
     */
    public static Function<Authentication, @Nullable GenosAuthentication> reader(ApplicationContext context) {
        return areInTheGraph(context) ? Passkeys::read : other -> null;
    }

    private static @Nullable GenosAuthentication read(Authentication authentication) {
        if (!(authentication instanceof WebAuthnAuthentication login) || !PasskeyNodes.isAddress(login.getName())) {
            return null;
        }
        List<GrantedAuthority> factors = login.getAuthorities().stream()
                .filter(FactorGrantedAuthority.class::isInstance)
                .toList();
        var person = new GenosAuthentication(Address.parse(login.getName()), AuthoritySource.NONE, factors);
        person.setDetails(login.getDetails());
        return person;
    }

    /** Who has no password. */
    private record Person(String username, Collection<GrantedAuthority> authorities) implements UserDetails {

        private static final long serialVersionUID = 1L;

        @Override
        public Collection<? extends GrantedAuthority> getAuthorities() {
            return authorities;
        }

        @Override
        public @Nullable String getPassword() {
            return null;
        }

        @Override
        public String getUsername() {
            return username;
        }
    }
}

package io.genosdb.spring.security;

import io.genosdb.security.GenosSecurity;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.data.domain.AuditorAware;

/**
 * Tells auditing who is at work: the address of who has signed in, the application's own on threads of its own, and nobody where
 * somebody unknown is at work. Thread-safe.
 *
 * @since 0.1
 */
public final class CurrentUserAuditor implements AuditorAware<String> {

    private final Supplier<GenosSecurity.Principal> principal;
    private final Supplier<GenosSecurity> security;

    /**
     * Makes an auditor.
     *
     * @param principal for whom a thread acts, as {@link SecurityContextPrincipal}
     * @param security gives what knows the application's own address
     */
    public CurrentUserAuditor(Supplier<GenosSecurity.Principal> principal, Supplier<GenosSecurity> security) {
        this.principal = principal;
        this.security = security;
    }

    @Override
    public Optional<String> getCurrentAuditor() {
        GenosSecurity.Principal current = principal.get();
        if (current instanceof GenosSecurity.Principal.User user) {
            return Optional.of(user.address().text());
        }
        return current instanceof GenosSecurity.Principal.Application
                ? Optional.of(security.get().address().text())
                : Optional.empty();
    }
}

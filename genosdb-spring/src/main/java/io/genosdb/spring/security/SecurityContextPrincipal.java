package io.genosdb.spring.security;

import io.genosdb.security.GenosSecurity;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * For whom a thread acts, by its security context: for whoever has signed in with their address; for somebody unknown where
 * anybody else is authenticated, or nobody (anonymous); and as the application itself where there is no authentication at all, as
 * on threads of its own. Thread-safe.
 *
 * <p>So a request that passes no security filter chain is the application's.
 *
 * @since 0.1
 */
public final class SecurityContextPrincipal implements Supplier<GenosSecurity.Principal> {

    private final Supplier<SecurityContextHolderStrategy> strategy;

    /** Reads {@link SecurityContextHolder}. */
    public SecurityContextPrincipal() {
        this.strategy = SecurityContextHolder::getContextHolderStrategy;
    }

    /**
     * Reads another holder.
     *
     * @param strategy the holder of the threads' contexts
     */
    public SecurityContextPrincipal(SecurityContextHolderStrategy strategy) {
        this.strategy = () -> strategy;
    }

    @Override
    public GenosSecurity.Principal get() {
        return of(strategy.get().getContext().getAuthentication());
    }

    static GenosSecurity.Principal of(@Nullable Authentication authentication) {
        if (authentication == null) {
            return GenosSecurity.Principal.APPLICATION;
        }
        return authentication instanceof GenosAuthentication known && known.isAuthenticated()
                ? new GenosSecurity.Principal.User(known.address())
                : GenosSecurity.Principal.ANONYMOUS;
    }
}

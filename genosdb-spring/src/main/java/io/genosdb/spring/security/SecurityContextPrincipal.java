package io.genosdb.spring.security;

import io.genosdb.security.GenosSecurity;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * For whom a thread acts, by its security context: for whoever has signed in with their address; for somebody unknown where
 * anybody else is authenticated, or nobody (anonymous); and as the application itself where there is no authentication at all, as
 * on threads of its own. Thread-safe.
 *
 * <p>A thread that serves a web request is never the application's: where a request passes no security filter chain, or one
 * without anonymous authentication, it is somebody unknown's.
 *
 * @since 0.1
 */
public final class SecurityContextPrincipal implements Supplier<GenosSecurity.Principal> {

    private static final boolean IS_WEB = ClassUtils.isPresent(
            "org.springframework.web.context.request.RequestContextHolder",
            SecurityContextPrincipal.class.getClassLoader());

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
        Authentication authentication = strategy.get().getContext().getAuthentication();
        return authentication == null && isServingARequest() ? GenosSecurity.Principal.ANONYMOUS : of(authentication);
    }

    private static boolean isServingARequest() {
        return IS_WEB && RequestContextHolder.getRequestAttributes() != null;
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

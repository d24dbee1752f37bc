package io.genosdb.spring.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives those who come with a session the authorities of this moment, and those who came with a passkey their address. The session
 * is not touched before somebody asks who it is, and never changed.
 */
final class LiveAuthenticationFilter extends OncePerRequestFilter {

    private final AuthoritySource authorities;
    private final Function<Authentication, @Nullable GenosAuthentication> others;
    private final SecurityContextHolderStrategy strategy;

    /** Asks {@code others} about authentications that are not ours. */
    LiveAuthenticationFilter(
            AuthoritySource authorities,
            Function<Authentication, @Nullable GenosAuthentication> others,
            SecurityContextHolderStrategy strategy) {
        this.authorities = authorities;
        this.others = others;
        this.strategy = strategy;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Supplier<SecurityContext> loaded = strategy.getDeferredContext();
        strategy.setDeferredContext(SingletonSupplier.of(() -> live(loaded.get())));
        chain.doFilter(request, response);
    }

    private SecurityContext live(SecurityContext loaded) {
        Authentication authentication = loaded.getAuthentication();
        Authentication live = authentication == null ? null : live(authentication);
        if (live == authentication) {
            return loaded;
        }
        SecurityContext context = strategy.createEmptyContext();
        context.setAuthentication(live);
        return context;
    }

    private Authentication live(Authentication authentication) {
        if (!authentication.isAuthenticated()) {
            return authentication;
        }
        GenosAuthentication known =
                authentication instanceof GenosAuthentication ours ? ours : others.apply(authentication);
        return known == null ? authentication : known.withAuthorities(authorities);
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}

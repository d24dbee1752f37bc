package io.genosdb.spring.security;

import io.genosdb.security.identity.Address;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.authentication.WebAuthenticationDetailsSource;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets in who shows a token; turns away who shows another one, even if they have a session. */
final class BearerTokenFilter extends OncePerRequestFilter implements LogoutHandler {

    private static final String SCHEME = "Bearer ";

    private final TokenStore tokens;
    private final AuthoritySource authorities;
    private final SecurityContextHolderStrategy strategy;
    private final RequestAttributeSecurityContextRepository contexts = new RequestAttributeSecurityContextRepository();
    private final WebAuthenticationDetailsSource details = new WebAuthenticationDetailsSource();

    BearerTokenFilter(TokenStore tokens, AuthoritySource authorities, SecurityContextHolderStrategy strategy) {
        this.tokens = tokens;
        this.authorities = authorities;
        this.strategy = strategy;
    }

    /** The token of a request, or {@code null} where it has none. */
    static @Nullable String token(HttpServletRequest request) {
        return token(request.getHeader(HttpHeaders.AUTHORIZATION));
    }

    /** The token in a header, or {@code null} where there is none. */
    static @Nullable String token(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token = token(request);
        if (token != null) {
            Optional<Address> holder = tokens.find(token);
            if (holder.isEmpty()) {
                strategy.clearContext();
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
                JsonHttp.writeError(response, HttpStatus.UNAUTHORIZED, "unauthorized", "sign in again");
                return;
            }
            letIn(holder.get(), request, response);
        }
        chain.doFilter(request, response);
    }

    private void letIn(Address address, HttpServletRequest request, HttpServletResponse response) {
        var authentication = new GenosAuthentication(address, authorities);
        authentication.setDetails(details.buildDetails(request));
        SecurityContext context = strategy.createEmptyContext();
        context.setAuthentication(authentication);
        strategy.setContext(context);
        contexts.saveContext(context, request, response);
    }

    @Override
    public void logout(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        String token = token(request);
        if (token != null) {
            tokens.revoke(token);
        }
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

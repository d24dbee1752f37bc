package io.genosdb.spring.security;

import io.genosdb.guard.NotPermittedException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Makes a refusal of the database, which nobody has dealt with, one of Spring Security: 403, or 401 for who is not signed in. */
final class NotPermittedFilter extends OncePerRequestFilter {

    private static final int DEEPEST_CAUSE = 16;

    NotPermittedFilter() {}

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            NotPermittedException refusal = refusal(e);
            if (refusal == null) {
                throw e;
            }
            throw new AccessDeniedException(String.valueOf(refusal.getMessage()), e);
        }
    }

    private static @Nullable NotPermittedException refusal(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof NotPermittedException refusal) {
                return refusal;
            }
            cause = cause.getCause();
        }
        return null;
    }
}

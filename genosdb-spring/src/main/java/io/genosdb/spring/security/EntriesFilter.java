package io.genosdb.spring.security;

import io.genosdb.graph.LimitExceededException;
import io.genosdb.guard.ForgedEntryException;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.spring.SignedWrites;
import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonObject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes entries that people sign themselves. Stands behind authorization, like any endpoint of the application. */
final class EntriesFilter extends OncePerRequestFilter {

    private static final int MAX_BYTES = 256 * 1024;

    private final RequestMatcher drafts;
    private final RequestMatcher submissions;
    private final SignedWrites writes;
    private final SecurityContextHolderStrategy strategy;

    EntriesFilter(
            RequestMatcher drafts,
            RequestMatcher submissions,
            SignedWrites writes,
            SecurityContextHolderStrategy strategy) {
        this.drafts = drafts;
        this.submissions = submissions;
        this.writes = writes;
        this.strategy = strategy;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean draft = drafts.matches(request);
        if (!draft && !submissions.matches(request)) {
            chain.doFilter(request, response);
            return;
        }
        Authentication user = strategy.getContext().getAuthentication();
        if (!(user instanceof GenosAuthentication)) {
            throw new AuthenticationCredentialsNotFoundException("sign in with a wallet first");
        }
        try {
            JsonObject body = JsonHttp.read(request, MAX_BYTES);
            JsonHttp.write(response, HttpStatus.OK, draft ? writes.draft(user, body) : writes.submit(user, body));
        } catch (RequestRefusedException e) {
            JsonHttp.writeError(response, e.status(), e.code(), String.valueOf(e.getMessage()));
        } catch (InvalidValueException e) {
            refuse(response, HttpStatus.BAD_REQUEST, "malformed", e);
        } catch (LimitExceededException e) {
            refuse(response, HttpStatus.BAD_REQUEST, "limit-exceeded", e);
        } catch (NotPermittedException | ForgedEntryException e) {
            refuse(response, HttpStatus.FORBIDDEN, "forbidden", e);
        }
    }

    private static void refuse(HttpServletResponse response, HttpStatus status, String code, RuntimeException e)
            throws IOException {
        JsonHttp.writeError(response, status, code, String.valueOf(e.getMessage()));
    }
}

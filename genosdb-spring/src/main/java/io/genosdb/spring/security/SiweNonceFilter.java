package io.genosdb.spring.security;

import io.genosdb.spring.security.siwe.NonceStore;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives a page what it needs to make a message: a nonce, and the time, since its own clock may be wrong. */
final class SiweNonceFilter extends OncePerRequestFilter {

    private final RequestMatcher requests;
    private final NonceStore nonces;
    private final boolean inSession;
    private final InstantSource clock;

    SiweNonceFilter(RequestMatcher requests, NonceStore nonces, boolean inSession, InstantSource clock) {
        this.requests = requests;
        this.nonces = nonces;
        this.inSession = inSession;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!requests.matches(request)) {
            chain.doFilter(request, response);
            return;
        }
        String session = inSession ? request.getSession().getId() : null;
        var body = new LinkedHashMap<String, JsonValue>();
        body.put("nonce", new JsonString(nonces.issue(session)));
        String now = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        body.put("issuedAt", new JsonString(now));
        JsonHttp.addCsrf(request, body);
        JsonHttp.write(response, HttpStatus.OK, JsonObject.of(body));
    }
}

package io.genosdb.spring.security;

import io.genosdb.security.identity.Signatures;
import io.genosdb.spring.security.siwe.SiweMessage;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Signs in who posts {@code {"message": text, "signature": "0x..."}}. */
final class SiweLoginFilter extends AbstractAuthenticationProcessingFilter {

    /** A message of the greatest length, all of it escaped, and its signature. */
    private static final int MAX_BYTES = 6 * SiweMessage.MAX_LENGTH + 1024;

    private static final int SIGNATURE_LENGTH = 2 + 2 * Signatures.BYTES;

    private final boolean inSession;

    SiweLoginFilter(RequestMatcher requests, boolean inSession) {
        super(requests);
        this.inSession = inSession;
    }

    @Override
    public @Nullable Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        JsonObject body;
        try {
            body = JsonHttp.read(request, MAX_BYTES);
        } catch (RequestRefusedException e) {
            JsonHttp.writeError(response, e.status(), e.code(), String.valueOf(e.getMessage()));
            return null;
        }
        if (body.size() != 2
                || !(body.get("message") instanceof JsonString message)
                || !(body.get("signature") instanceof JsonString signature)) {
            JsonHttp.writeError(
                    response, HttpStatus.BAD_REQUEST, "malformed", "the body needs a message and a signature");
            return null;
        }
        var token = new SiweAuthenticationToken(message.value(), bytes(signature.value()), session(request));
        token.setDetails(authenticationDetailsSource.buildDetails(request));
        return getAuthenticationManager().authenticate(token);
    }

    private static byte[] bytes(String signature) {
        if (signature.length() == SIGNATURE_LENGTH && signature.startsWith("0x")) {
            try {
                return HexFormat.of().parseHex(signature, 2, SIGNATURE_LENGTH);
            } catch (IllegalArgumentException e) {
                throw new BadCredentialsException("a signature is written in hexadecimal digits", e);
            }
        }
        throw new BadCredentialsException("a signature has 0x and " + (SIGNATURE_LENGTH - 2) + " digits");
    }

    private @Nullable String session(HttpServletRequest request) {
        HttpSession session = inSession ? request.getSession(false) : null;
        return session == null ? null : session.getId();
    }
}

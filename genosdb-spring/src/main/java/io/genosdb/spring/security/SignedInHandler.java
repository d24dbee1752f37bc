package io.genosdb.spring.security;

import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/** Tells a page who has signed in, and gives it a token if that is the form it works with. */
final class SignedInHandler implements AuthenticationSuccessHandler {

    private final @Nullable TokenStore tokens;

    SignedInHandler(@Nullable TokenStore tokens) {
        this.tokens = tokens;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        var signedIn = (GenosAuthentication) authentication;
        var body = new LinkedHashMap<String, JsonValue>();
        body.put("address", new JsonString(signedIn.getName()));
        body.put(
                "authorities",
                JsonValue.of(signedIn.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .toList()));
        if (tokens != null) {
            TokenStore.Issued issued = tokens.issue(signedIn.address());
            body.put("token", new JsonString(issued.token()));
            body.put("expiresAt", new JsonString(issued.expiresAt().toString()));
        }
        JsonHttp.addCsrf(request, body);
        JsonHttp.write(response, HttpStatus.OK, JsonObject.of(body));
    }
}

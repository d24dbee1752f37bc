package io.genosdb.spring.security;

import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;

/** Bodies of requests and responses. */
final class JsonHttp {

    private JsonHttp() {}

    /** Reads a body: one JSON object, said to be JSON, so that no plain form of another site can send it. */
    static JsonObject read(HttpServletRequest request, int maxBytes) throws IOException, RequestRefusedException {
        if (!isJson(request.getContentType())) {
            throw new RequestRefusedException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE, "malformed", "the body has to be application/json");
        }
        if (request.getContentLengthLong() > maxBytes) {
            throw tooLarge(maxBytes);
        }
        byte[] body = request.getInputStream().readNBytes(maxBytes + 1);
        if (body.length > maxBytes) {
            throw tooLarge(maxBytes);
        }
        try {
            if (JsonValue.parse(body) instanceof JsonObject object) {
                return object;
            }
        } catch (InvalidValueException e) {
            throw new RequestRefusedException(
                    HttpStatus.BAD_REQUEST, "malformed", "the body is not JSON: " + e.getMessage());
        }
        throw new RequestRefusedException(HttpStatus.BAD_REQUEST, "malformed", "the body has to be a JSON object");
    }

    private static RequestRefusedException tooLarge(int maxBytes) {
        return new RequestRefusedException(
                HttpStatus.CONTENT_TOO_LARGE, "too-large", "the body may have " + maxBytes + " bytes");
    }

    private static boolean isJson(@Nullable String contentType) {
        try {
            return contentType != null && MediaType.APPLICATION_JSON.includes(MediaType.parseMediaType(contentType));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    static void write(HttpServletResponse response, HttpStatus status, JsonObject body) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.getOutputStream().write(body.canonicalBytes());
    }

    static void writeError(HttpServletResponse response, HttpStatus status, String code, String message)
            throws IOException {
        var error = Map.of("code", new JsonString(code), "message", new JsonString(message));
        write(response, status, JsonObject.of(Map.of("error", JsonObject.of(error))));
    }

    /** What a page has to send with its next request that changes something; nothing where that is switched off. */
    static void addCsrf(HttpServletRequest request, Map<String, JsonValue> body) {
        if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken csrf) {
            var token = new LinkedHashMap<String, JsonValue>();
            token.put("header", new JsonString(csrf.getHeaderName()));
            token.put("token", new JsonString(csrf.getToken()));
            body.put("csrf", JsonObject.of(token));
        }
    }
}

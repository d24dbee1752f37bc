package io.genosdb.samples.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.Hash256;
import io.genosdb.security.identity.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Somebody with a wallet and a browser's cookies. What the page does in JavaScript, in Java. */
final class Visitor {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CSRF_COOKIE = "XSRF-TOKEN";
    private static final String CSRF_HEADER = "X-XSRF-TOKEN";

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final URI origin;
    private final Identity wallet;

    Visitor(URI origin, Identity wallet) {
        this.origin = origin;
        this.wallet = wallet;
    }

    String address() {
        return wallet.address().text();
    }

    Identity wallet() {
        return wallet;
    }

    /** Signs in by the wallet (EIP-4361). */
    void signIn() {
        HttpResponse<String> answer = signIn("http://" + origin.getAuthority());
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }

    /** Tries to, by a message that a page of some origin would make. */
    HttpResponse<String> signIn(String page) {
        JsonNode nonce = JSON.readTree(get("/genosdb/siwe/nonce").body());
        String message = String.join(
                "\n",
                URI.create(page).getAuthority() + " wants you to sign in with your Ethereum account:",
                address(),
                "",
                "Sign in to your notes.",
                "",
                "URI: " + page,
                "Version: 1",
                "Chain ID: 1",
                "Nonce: " + nonce.get("nonce").asString(),
                "Issued At: " + nonce.get("issuedAt").asString());
        return post("/genosdb/siwe/login", Map.of("message", message, "signature", hex(wallet.sign(message))));
    }

    void introduce(String name) {
        String me = "user:" + address();
        sign(
                write(me, "role", Map.of("role", "guest")),
                write(me, "value", Map.of("type", "person", "name", name, "notes", 0)));
    }

    /** Makes a note of one's own, signed by the wallet. */
    String create(String title) {
        String id = address() + "/" + UUID.randomUUID();
        sign(write(id, "value", note(title)));
        return id;
    }

    static Map<String, Object> note(String title) {
        return Map.of("type", "note", "title", title, "text", "");
    }

    static ObjectNode write(String id, String slot, @Nullable Object payload) {
        ObjectNode write = JSON.createObjectNode().put("id", id).put("slot", slot);
        write.set("payload", JSON.valueToTree(payload));
        return write;
    }

    /** Has entries drafted, signs and submits them. */
    void sign(ObjectNode... writes) {
        HttpResponse<String> answer = trySign(writes);
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }

    /** Has entries drafted, signs and submits them. */
    HttpResponse<String> trySign(ObjectNode... writes) {
        HttpResponse<String> drafted = post("/genosdb/entries/draft", Map.of("writes", writes));
        if (drafted.statusCode() >= 300) {
            return drafted;
        }
        JsonNode drafts = JSON.readTree(drafted.body());
        for (JsonNode draft : drafts.get("entries")) {
            var hash = Hash256.of(HexFormat.of().parseHex(draft.get("hash").asString(), 2, 2 + 2 * Hash256.BYTES));
            ((ObjectNode) draft).put("signature", hex(wallet.sign(hash)));
        }
        return post("/genosdb/entries", drafts);
    }

    private static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, null);
    }

    HttpResponse<String> post(String path, Object body) {
        return send("POST", path, JSON.writeValueAsString(body));
    }

    /** Sends a request as the page does: with its cookies, and what proves that it comes from the page. */
    HttpResponse<String> send(String method, String path, @Nullable String body) {
        return send(method, path, body, csrf());
    }

    /** Sends a request with another proof that it comes from the page, or none. */
    HttpResponse<String> send(String method, String path, @Nullable String body, @Nullable String csrf) {
        var request = HttpRequest.newBuilder(origin.resolve(path.replace("*", "%2A")))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (csrf != null) {
            request.header(CSRF_HEADER, csrf);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a page reads from a cookie; asks for one first where there is none. */
    @Nullable
    String csrf() {
        if (cookie(CSRF_COOKIE).isEmpty()) {
            HttpResponse<String> unused = send("GET", "/api/me", null, null);
        }
        return cookie(CSRF_COOKIE).orElse(null);
    }

    Optional<String> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    /** The session, whose cookie has the port in its name. */
    Optional<String> sessionCookie() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().startsWith("NOTES"))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    /** All cookies, for a WebSocket. */
    String cookieHeader() {
        return cookies.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    URI origin() {
        return origin;
    }
}

package io.genosdb.samples.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.security.identity.Address;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing in and out, and what others could do to those who are signed in. */
class SessionsTest {

    private static final String SESSION = "NOTES";

    @TempDir
    private static Path directory;

    private static Instance notes;

    @BeforeAll
    static void start() {
        notes = Instance.start(directory);
    }

    @AfterAll
    static void stop() {
        notes.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/notes",
        "PUT, /api/notes/{me}/a",
        "DELETE, /api/notes/{me}/a",
        "PUT, /api/notes/{me}/a/access/0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
        "DELETE, /api/notes/{me}/a/access/0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
        "PUT, /api/announcement",
        "PUT, /api/admin/users/{me}/role",
        "POST, /genosdb/entries/draft",
        "POST, /genosdb/entries",
        "POST, /genosdb/siwe/login",
        "POST, /login/webauthn",
        "POST, /webauthn/authenticate/options",
        "POST, /webauthn/register/options",
        "POST, /webauthn/register",
        "DELETE, /webauthn/register/AAAA",
        "POST, /logout"
    })
    void changesNothingForAPageOfAnotherOrigin(String method, String path) {
        Visitor admin = notes.visitor("admin");
        String filled = path.replace("{me}", admin.address());
        String stranger = notes.visitor("user").csrf();
        String body = "{\"title\":\"Forged\",\"text\":\"\"}";

        assertThat(admin.send(method, filled, body, null).statusCode()).isEqualTo(403);
        assertThat(admin.send(method, filled, body, stranger).statusCode()).isEqualTo(403);

        assertThat(admin.get("/api/me").body()).contains(admin.address());
        assertThat(admin.get("/api/notes").body()).doesNotContain("Forged");
    }

    @Test
    void aSessionThatSomebodyElseKnowsIsOfNoUseAfterSigningIn() {
        Visitor visitor = notes.visitor();
        HttpResponse<String> unused = visitor.get("/genosdb/siwe/nonce");
        String before = visitor.sessionCookie().orElseThrow();

        visitor.signIn();

        assertThat(visitor.sessionCookie()).isPresent().get().isNotEqualTo(before);
        assertThat(visitor.get("/api/me").body()).contains(visitor.address());
    }

    @Test
    void aSessionEnds() {
        Visitor visitor = notes.visitor("user");
        String session = visitor.cookieHeader();
        assertThat(session).contains(SESSION);

        assertThat(visitor.send("POST", "/logout", null).statusCode()).isEqualTo(204);

        assertThat(visitor.get("/api/me").body()).doesNotContain(visitor.address());
        assertThat(visitor.post("/api/notes", Map.of("title", "Late", "text", ""))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void whatWasSignedForAnotherPageIsOfNoUse() {
        Visitor visitor = notes.visitor();

        assertThat(visitor.signIn("http://notes.example.org").statusCode()).isEqualTo(401);
        assertThat(visitor.signIn("http://localhost:" + (notes.port() + 1)).statusCode())
                .isEqualTo(401);
        assertThat(visitor.get("/api/me").body()).doesNotContain(visitor.address());
    }

    @Test
    void aRoleThatIsTakenIsGoneWithTheNextRequest() {
        Visitor admin = notes.visitor("admin");
        assertThat(admin.get("/api/admin/users").statusCode()).isEqualTo(200);

        notes.security().assignRole(Address.parse(admin.address()), "user", null);

        assertThat(admin.get("/api/admin/users").statusCode()).isEqualTo(403);
    }

    @Test
    void nobodySubmitsWhatSomebodyElseHasToSign() {
        Visitor victim = notes.visitor("user");
        Visitor thief = notes.visitor("user");
        String id = victim.create("Mine");

        HttpResponse<String> answer = thief.trySign(Visitor.write(id, "value", Visitor.note("Stolen")));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(victim.get("/api/notes/" + id).body()).contains("Mine");
    }
}

package io.genosdb.samples.notes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every endpoint as everybody. */
class EndpointsTest {

    private static final List<String> ROLES = List.of("anonymous", "guest", "user", "admin", "superadmin");
    private static final String NOTE = "{\"title\":\"Changed\",\"text\":\"\"}";
    private static final String READING = "{\"level\":\"read\"}";

    /**
     * What is asked, and the answers to {@link #ROLES}. A note of somebody else is {@code private}, {@code public}, or shared with
     * whoever asks, to be {@code readable}, {@code writable} or {@code removable}. Nobody signs for a superadmin.
     */
    private static final List<Row> TABLE = List.of(
            row("GET /", 200, 200, 200, 200, 200),
            row("GET /index.html", 200, 200, 200, 200, 200),
            row("GET /js/app.js", 200, 200, 200, 200, 200),
            row("GET /css/notes.css", 200, 200, 200, 200, 200),
            row("GET /admin.html", 401, 403, 403, 200, 200),
            row("GET /api/me", 200, 200, 200, 200, 200),
            row("GET /api/notes", 200, 200, 200, 200, 200),
            row("GET /api/notes/{private}", 404, 404, 404, 404, 200),
            row("GET /api/notes/{public}", 200, 200, 200, 200, 200),
            row("GET /api/notes/{readable}", 404, 200, 200, 200, 200),
            row("GET /api/notes/{private}/access", 404, 404, 404, 404, 200),
            row("GET /api/notes/{public}/access", 200, 200, 200, 200, 200),
            row("POST /api/notes", NOTE, 401, 403, 201, 201, 403),
            row("PUT /api/notes/{private}", NOTE, 401, 403, 403, 403, 403),
            row("PUT /api/notes/{public}", NOTE, 401, 403, 403, 403, 403),
            row("PUT /api/notes/{readable}", NOTE, 401, 403, 403, 403, 403),
            row("PUT /api/notes/{writable}", NOTE, 401, 403, 200, 200, 403),
            row("DELETE /api/notes/{private}", 401, 403, 403, 403, 403),
            row("DELETE /api/notes/{writable}", 401, 403, 403, 403, 403),
            row("DELETE /api/notes/{removable}", 401, 403, 204, 204, 403),
            row("PUT /api/notes/{private}/access/*", READING, 401, 403, 403, 403, 403),
            row("PUT /api/notes/{removable}/access/*", READING, 401, 403, 403, 403, 403),
            row("DELETE /api/notes/{public}/access/*", 401, 403, 403, 403, 403),
            row("PUT /api/announcement", "{\"text\":\"Hear\"}", 401, 403, 403, 204, 204),
            row("GET /api/admin/users", 401, 403, 403, 200, 200),
            row("GET /api/admin/roles", 401, 403, 403, 200, 200),
            row("GET /api/admin/rejections", 401, 403, 403, 200, 200),
            row("PUT /api/admin/users/{me}/role", "{\"role\":\"manager\"}", 401, 403, 403, 403, 403),
            row("GET /actuator/health", 401, 403, 403, 200, 200),
            row("GET /genosdb/siwe/nonce", 200, 200, 200, 200, 200),
            row("POST /genosdb/siwe/login", "{\"message\":\"\",\"signature\":\"\"}", 401, 401, 401, 401, 401),
            row("POST /webauthn/authenticate/options", 200, 200, 200, 200, 200),
            row("POST /login/webauthn", "{}", 401, 401, 401, 401, 401),
            row("POST /webauthn/register/options", 400, 200, 200, 200, 200),
            row("POST /webauthn/register", "nothing", 401, 400, 400, 400, 400),
            row("DELETE /webauthn/register/AAAA", 401, 403, 403, 403, 403),
            row("GET /nothing", 401, 404, 404, 404, 404),
            row("POST /logout", 204, 204, 204, 204, 204));

    /**
     * The same for entries that the asking signs in the wallet: drafts are for everybody who is signed in, and what is submitted is
     * judged.
     */
    private static final List<Signed> SIGNED = List.of(
            signed("{private}", "value", Visitor.note("Changed"), 401, 403, 403, 403, 403),
            signed("{readable}", "value", Visitor.note("Changed"), 401, 403, 403, 403, 403),
            signed("{writable}", "value", Visitor.note("Changed"), 401, 403, 200, 200, 200),
            signed("{me}/note", "value", Visitor.note("Mine"), 401, 403, 200, 200, 200),
            signed("{private}", "tombstone", null, 401, 403, 403, 403, 200),
            signed("{removable}", "tombstone", null, 401, 403, 200, 200, 200),
            signed("{private}", "acl", Map.of("grant", "*", "level", "read"), 401, 403, 403, 403, 200),
            signed("{removable}", "acl", Map.of("grant", "*", "level", "read"), 401, 403, 403, 403, 200),
            signed("user:{me}", "role", Map.of("role", "admin"), 401, 403, 403, 403, 200),
            signed("user:{author}", "role", Map.of("role", "manager"), 401, 403, 403, 403, 200),
            signed("user:{author}", "value", Map.of("name", "Mallory"), 401, 403, 403, 403, 403));

    @TempDir
    private static Path directory;

    private static Instance notes;
    private static Visitor author;
    private static Map<String, Visitor> visitors;

    private record Row(String method, String path, String body, Map<String, Integer> answers) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private record Signed(String id, String slot, Object payload, Map<String, Integer> answers) {
        @Override
        public String toString() {
            return slot + " of " + id;
        }
    }

    private static Row row(String request, int... answers) {
        return row(request, null, answers);
    }

    private static Row row(String request, String body, int... answers) {
        String[] parts = request.split(" ", 2);
        return new Row(parts[0], parts[1], body, byRole(answers));
    }

    private static Signed signed(String id, String slot, Object payload, int... answers) {
        return new Signed(id, slot, payload, byRole(answers));
    }

    private static Map<String, Integer> byRole(int... answers) {
        Map<String, Integer> byRole = new HashMap<>();
        for (int i = 0; i < answers.length; i++) {
            byRole.put(ROLES.get(i), answers[i]);
        }
        return byRole;
    }

    static Stream<Row> table() {
        return TABLE.stream();
    }

    static Stream<Signed> signed() {
        return SIGNED.stream();
    }

    @BeforeAll
    static void start() {
        notes = Instance.start(directory);
        author = notes.visitor("user");
        visitors = ROLES.stream().collect(Collectors.toMap(role -> role, notes::visitor));
    }

    @AfterAll
    static void stop() {
        notes.close();
    }

    @ParameterizedTest
    @MethodSource("table")
    void answersAsTheRoleSays(Row row) {
        Map<String, Integer> answers = new HashMap<>();
        visitors.forEach((role, visitor) -> {
            if (row.path.equals("/logout")) {
                visitor = notes.visitor(role);
            }
            HttpResponse<String> answer = visitor.send(row.method, fill(row.path, visitor), row.body);
            answers.put(role, answer.statusCode());
        });
        assertThat(answers).isEqualTo(row.answers);
    }

    @ParameterizedTest
    @MethodSource("signed")
    void judgesWhatIsSignedAsTheRoleSays(Signed signed) {
        Map<String, Integer> answers = new HashMap<>();
        visitors.forEach((role, visitor) -> {
            String id = fill(signed.id, visitor);
            HttpResponse<String> answer = visitor.trySign(Visitor.write(id, signed.slot, signed.payload));
            answers.put(role, answer.statusCode());
        });
        assertThat(answers).isEqualTo(signed.answers);
    }

    /** Makes the note that a path is about. */
    private static String fill(String path, Visitor visitor) {
        String filled = path.replace("{me}", visitor.address()).replace("{author}", author.address());
        for (String kind : List.of("private", "public", "readable", "writable", "removable")) {
            if (filled.contains("{" + kind + "}")) {
                filled = filled.replace("{" + kind + "}", note(kind, visitor));
            }
        }
        return filled;
    }

    private static String note(String kind, Visitor visitor) {
        String id = author.create("A note");
        Map<String, String> grants =
                Map.of("public", "read", "readable", "read", "writable", "write", "removable", "delete");
        if (grants.containsKey(kind)) {
            String with = kind.equals("public") ? "*" : visitor.address();
            author.sign(Visitor.write(id, "acl", Map.of("grant", with, "level", grants.get(kind))));
        }
        return id;
    }

    @Test
    void allEndpointsOfTheApplicationAreInTheTable() {
        Set<String> mapped = notes
                .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .entrySet()
                .stream()
                .filter(handler -> handler.getValue().getBeanType().getPackage()
                        == getClass().getPackage())
                .flatMap(handler -> handler.getKey().getMethodsCondition().getMethods().stream()
                        .flatMap(method -> handler.getKey().getPatternValues().stream()
                                .map(pattern -> method + " " + shape(pattern))))
                .collect(Collectors.toSet());

        assertThat(mapped).isNotEmpty();
        assertThat(TABLE).extracting(row -> row.method + " " + shape(row.path)).containsAll(mapped);
    }

    /** A path with a star for whatever is not fixed. */
    private static String shape(String path) {
        return path.replaceAll("\\{(private|public|readable|writable|removable)}", "*/*")
                .replaceAll("\\{[a-z]+}", "*");
    }
}

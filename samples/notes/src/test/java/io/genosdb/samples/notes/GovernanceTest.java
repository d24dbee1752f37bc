package io.genosdb.samples.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ladder from guest to manager, and the roles that superadmins give. */
class GovernanceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    private static void awaitRole(Visitor visitor, String role) {
        await(role)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(visitor.get("/api/me").body()).contains("\"role\":\"" + role + "\""));
    }

    @Test
    void whoSaysTheirNameMayWriteAndWhoHasWrittenThreeNotesMayPublish() {
        Visitor ada = notes.visitor();
        ada.signIn();
        assertThat(ada.get("/api/me").body()).contains("\"role\":null");
        ada.introduce("Ada");
        awaitRole(ada, "user");
        assertThat(ada.send("PUT", "/api/announcement", "{\"text\":\"Hear\"}").statusCode())
                .isEqualTo(403);

        for (int i = 0; i < 3; i++) {
            assertThat(ada.post("/api/notes", Visitor.note("Note " + i)).statusCode())
                    .isEqualTo(201);
        }

        awaitRole(ada, "manager");
        assertThat(ada.send("PUT", "/api/announcement", "{\"text\":\"Hear\"}").statusCode())
                .isEqualTo(204);
    }

    @Test
    void whoSaysNoNameStaysAGuestUntilASuperadminSigns() {
        Visitor guest = notes.visitor("guest");
        assertThat(guest.trySign(Visitor.write(guest.address() + "/a", "value", Visitor.note("No")))
                        .statusCode())
                .isEqualTo(403);
        Visitor admin = notes.visitor("superadmin");

        admin.sign(Visitor.write("user:" + guest.address(), "role", Map.of("role", "user")));

        awaitRole(guest, "user");
        assertThat(guest.create("Yes")).startsWith(guest.address());
        assertThat(admin.get("/api/admin/users").body()).contains(guest.address());
    }
}

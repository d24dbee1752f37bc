package io.genosdb.samples.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.genosdb.graph.Node;
import io.genosdb.guard.Refusal;
import io.genosdb.security.identity.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two instances of the notes, each with a store and an identity of its own; the second one is not always honest. */
class ReplicasTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Instance first;
    private Instance second;

    @BeforeEach
    void startFirst() {
        first = Instance.start(directory.resolve("first"));
    }

    @AfterEach
    void stop() {
        if (second != null) {
            second.close();
        }
        first.close();
    }

    private void startSecond(Class<?>... configuration) {
        second = Instance.start(
                directory.resolve("second"),
                List.of(configuration),
                "--genosdb.sync.peers=" + first.peerAddress(),
                // Another identity than the first one's, which the operator of the first one has not named a
                // superadmin.
                "--genosdb.security.identity.path=m/44'/60'/0'/0/7");
    }

    private void trustSecond() {
        first.security().assignRole(second.security().address(), "server", null);
    }

    private static void awaitTitle(Instance instance, String id, String title) {
        await(title)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(title(instance, id)).contains(title));
    }

    private static Optional<String> title(Instance instance, String id) {
        return instance.genos().get(id).map(node -> title(node));
    }

    private static String title(Node node) {
        return String.valueOf(node.value().toJava().get("title"));
    }

    @Test
    void whatIsWrittenAtOneIsAtTheOther() {
        Visitor author = first.visitor("user");
        String before = author.create("Before");
        startSecond();
        trustSecond();
        awaitTitle(second, before, "Before");

        var same = new Visitor(second.origin(), author.wallet());
        same.signIn();
        assertThat(same.get("/api/me").body()).contains("\"user\"");
        String after = same.create("After");
        awaitTitle(first, after, "After");

        // On behalf of somebody: by the rights of both.
        assertThat(same.post("/api/notes", Visitor.note("Delegated")).statusCode())
                .isEqualTo(201);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(author.get("/api/notes").body()).contains("Delegated"));

        author.sign(Visitor.write(after, "acl", Map.of("grant", "*", "level", "read")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                second.visitor().get("/api/notes/" + after).statusCode())
                        .isEqualTo(200));
    }

    @Test
    void aServerWithoutItsRoleIsNotSentWhatItMayNotRead() {
        Visitor author = first.visitor("user");
        String secret = author.create("Secret");
        String open = author.create("Open");
        author.sign(Visitor.write(open, "acl", Map.of("grant", "*", "level", "read")));
        startSecond();
        first.security().assignRole(second.security().address(), "guest", null);

        awaitTitle(second, open, "Open");
        assertThat(second.genos().get(secret)).isEmpty();

        trustSecond();
        awaitTitle(second, secret, "Secret");
    }

    /** What a dishonest instance does with somebody else's note. */
    enum Attack {
        /** It signs in its own name, without being allowed to, and lets it pass. */
        UNJUDGED,
        /** It signs for the owner, without being allowed to. */
        FOR_THE_OWNER,
        /** It names the owner as the author, whose key it does not have. */
        FORGED
    }

    @ParameterizedTest
    @EnumSource(Attack.class)
    void theHonestOneHolds(Attack attack) {
        Visitor owner = first.visitor("user");
        String note = owner.create("Unharmed");
        owner.sign(Visitor.write(note, "acl", Map.of("grant", "*", "level", "read")));
        startSecond(Dishonest.class);
        first.security().assignRole(second.security().address(), "guest", null);
        awaitTitle(second, note, "Unharmed");

        second.bean(Dishonest.class).attack(second, attack, Address.parse(owner.address()), note);

        assertThat(title(second, note)).contains("Harmed");
        await().atMost(PATIENCE).untilAsserted(() -> assertNoticed(attack, note));
        assertThat(title(first, note)).contains("Unharmed");
        // It goes on with those who are honest.
        owner.sign(Visitor.write(note, "value", Visitor.note("Still mine")));
        assertThat(title(first, note)).contains("Still mine");
    }

    private void assertNoticed(Attack attack, String note) {
        if (attack == Attack.FORGED) {
            assertThat(first.bean(RefusedPeers.class).last())
                    .extracting(RefusedPeers.RefusedPeer::address)
                    .contains(second.security().address().text());
            return;
        }
        assertThat(first.security().refusals()).extracting(Refusal::entry).anySatisfy(entry -> {
            assertThat(entry.nodeId()).isEqualTo(note);
            assertThat(entry.author()).startsWith(second.security().address().text());
        });
        Visitor admin = first.visitor("admin");
        assertThat(admin.get("/api/admin/rejections").body())
                .contains(note, second.security().address().text());
    }
}

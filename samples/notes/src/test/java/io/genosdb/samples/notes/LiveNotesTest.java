package io.genosdb.samples.notes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arrives over STOMP, and at whom. */
class LiveNotesTest {

    @TempDir
    private static Path directory;

    private static Instance notes;
    private static Visitor author;

    @BeforeAll
    static void start() {
        notes = Instance.start(directory);
        author = notes.visitor("user");
    }

    @AfterAll
    static void stop() {
        notes.close();
    }

    @Test
    void aNoteIsThereForWhomItIsSharedWithAndNobodyElse() {
        Visitor friend = notes.visitor("guest");
        Visitor stranger = notes.visitor("admin");
        String before = author.create("From before");
        try (var atFriend = LiveNotes.of(friend);
                var atStranger = LiveNotes.of(stranger);
                var atAnonymous = LiveNotes.of(notes.visitor())) {
            String id = author.create("Between us");
            author.sign(Visitor.write(id, "acl", Map.of("grant", friend.address(), "level", "read")));
            atFriend.awaitTitle(id, "Between us");
            author.sign(Visitor.write(id, "value", Visitor.note("Between us two")));
            atFriend.awaitTitle(id, "Between us two");
            author.sign(Visitor.write(id, "acl", Map.of("revoke", friend.address())));
            atFriend.awaitGone(id);
            author.sign(Visitor.write(id, "value", Visitor.note("Among myself")));

            // Whatever was sent before this one has arrived.
            String last = author.create("For all");
            author.sign(Visitor.write(last, "acl", Map.of("grant", "*", "level", "read")));
            atFriend.awaitTitle(last, "For all");
            atStranger.awaitTitle(last, "For all");
            atAnonymous.awaitTitle(last, "For all");

            assertThat(atFriend.heard()).noneMatch(body -> body.contains("Among myself") || body.contains(before));
            assertThat(atStranger.heard()).noneMatch(body -> body.contains(id) || body.contains(before));
            assertThat(atAnonymous.heard()).noneMatch(body -> body.contains(id) || body.contains(before));
        }
    }

    @Test
    void onlyTheDeclaredQueriesAreAnswered() {
        Visitor stranger = notes.visitor("admin");
        String id = author.create("Secret");

        assertThat(LiveNotes.refusal(stranger, "/genosdb/map", Map.of("query", "{}")))
                .contains("declared queries");
        assertThat(LiveNotes.sendRefusal(stranger, "/genosdb/get", "{\"id\":\"" + id + "\"}"))
                .isNotEmpty();
        assertThat(LiveNotes.sendRefusal(stranger, "/genosdb/remove", "{\"id\":\"" + id + "\"}"))
                .isNotEmpty();
        assertThat(author.get("/api/notes/" + id).body()).contains("Secret");
    }

    @Test
    void nothingIsHeardAtTheDestinationsOfOthers() {
        Visitor stranger = notes.visitor("admin");
        try (var live = LiveNotes.of(stranger)) {
            live.listen("/topic/notes");
            live.listen("/topic/genosdb.notes");
            live.listen("/queue/notes");
            live.listen("/user/" + author.address() + "/queue/notes");
            String secret = author.create("Secret");
            String last = author.create("For all");
            author.sign(Visitor.write(last, "acl", Map.of("grant", "*", "level", "read")));

            live.awaitTitle(last, "For all");

            assertThat(live.heard()).noneMatch(body -> body.contains(secret));
        }
    }

    @Test
    void aPageOfAnotherOriginDoesNotConnect() {
        assertThat(LiveNotes.originRefusal(author, "http://evil.example")).isNotEmpty();
        assertThat(LiveNotes.originRefusal(author, author.origin().toString())).isEmpty();
    }
}

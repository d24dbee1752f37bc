package io.genosdb.security.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Slot;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.live.MapEvent;
import io.genosdb.query.Query;
import io.genosdb.security.GenosSecurity.Principal;
import io.genosdb.security.testing.Author;
import io.genosdb.security.testing.Cable;
import io.genosdb.security.testing.Member;
import io.genosdb.security.testing.Stranger;
import io.genosdb.sync.wire.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ways to read what an access list denies. */
class ReadingAttackTest {

    private static final String SECRET = "the treasure lies under the third oak";

    private Arena arena;
    private String secret;
    private String shared;
    /** Hidden like the secret, and no node that others may read links to it. */
    private String vault;

    private Entry hidden;
    private Entry hiddenEdge;

    @BeforeEach
    void open() {
        arena = new Arena();
        long now = arena.now();
        secret = arena.alice.own("secret");
        shared = arena.alice.own("shared");
        vault = arena.alice.own("vault");
        hidden = arena.alice.put(secret, "{\"type\":\"note\",\"n\":1,\"text\":\"" + SECRET + "\"}", now);
        hiddenEdge = arena.alice.link(secret, "open", now + 1);
        arena.given(
                hidden,
                arena.alice.put(vault, "{\"text\":\"" + SECRET + "\"}", now),
                arena.alice.put(shared, "{\"type\":\"note\",\"n\":2,\"text\":\"for bob\"}", now),
                arena.alice.put("open", "{\"type\":\"note\",\"n\":3,\"text\":\"for all\"}", now),
                arena.alice.put("start", "{\"type\":\"start\"}", now));
        arena.given(hiddenEdge, arena.alice.link("start", secret, now + 1), arena.alice.link("start", "open", now + 1));
        arena.given(arena.alice.acl(shared, "{\"grant\":\"" + arena.bob.text() + "\",\"level\":\"read\"}", now + 2));
        arena.pass(Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        arena.close();
    }

    private <T> T as(Author who, Supplier<T> action) {
        return arena.victim.security().actingFor(new Principal.User(who.address()), action);
    }

    private List<String> ids(Author who, String query) {
        return as(
                who,
                () -> arena.victim.database().map(Query.parse(query)).stream()
                        .map(node -> node.id())
                        .sorted()
                        .toList());
    }

    @Test
    void byIdentifier() {
        GenosDatabase database = arena.victim.database();
        assertThat(as(arena.alice, () -> database.get(secret))).isNotNull();
        assertThat(as(arena.bob, () -> database.get(secret))).isNull();
        assertThat(as(arena.bob, () -> database.get(shared))).isNotNull();
        assertThat(as(arena.mallory, () -> database.get(shared))).isNull();
        assertThat(as(arena.nobody, () -> database.get("open"))).isNull();
        assertThat(arena.victim.security().actingFor(Principal.ANONYMOUS, () -> database.get("open")))
                .isNull();
    }

    /** A list opens a node to those who may read at all; even its owner is nobody without a role. */
    @Test
    void byAListWithoutARole() {
        arena.given(arena.alice.acl(
                shared, "{\"grant\":\"" + arena.nobody.text() + "\",\"level\":\"write\"}", arena.now()));
        assertThat(as(arena.nobody, () -> arena.victim.database().get(shared))).isNull();
        arena.assign(arena.bob, "none");
        assertThat(as(arena.bob, () -> arena.victim.database().get(shared))).isNull();
        arena.assign(arena.alice, "none");
        assertThat(as(arena.alice, () -> arena.victim.database().get(secret))).isNull();
    }

    @Test
    void byQueries() {
        assertThat(ids(arena.mallory, "{}")).containsExactly("open", "start");
        assertThat(ids(arena.bob, "{query:{type:'note'}}")).containsExactly(shared, "open");
        assertThat(ids(arena.mallory, "{query:{text:{$regex:'treasure'}}}")).isEmpty();
        assertThat(ids(arena.mallory, "{query:{n:{$lt:3}},field:'n'}")).isEmpty();
        assertThat(ids(arena.nobody, "{}")).isEmpty();
    }

    @Test
    void byCounts() {
        GenosDatabase database = arena.victim.database();
        for (String query :
                List.of("{}", "{query:{text:{$regex:'third oak'}}}", "{query:{n:1}}", "{query:{n:{$lt:2}}}")) {
            long all = database.count(Query.parse(query));
            long seen = as(arena.mallory, () -> database.count(Query.parse(query)));
            int hiddenOnes = query.equals("{}") ? 3 : query.contains("oak") ? 2 : 1;
            assertThat(seen).as(query).isEqualTo(all - hiddenOnes);
        }
    }

    @Test
    void byExplanations() {
        String told = as(
                arena.mallory,
                () -> arena.victim
                        .database()
                        .explain(Query.parse("{query:{text:{$regex:'treasure'}}}"))
                        .toString());
        assertThat(told).doesNotContain(secret).doesNotContain("third oak");
    }

    @Test
    void byEdges() {
        assertThat(ids(arena.alice, "{query:{type:'start',$edge:{type:'note'}}}"))
                .containsExactly(secret, "open");
        assertThat(ids(arena.mallory, "{query:{type:'start',$edge:{type:'note'}}}"))
                .containsExactly("open");
        assertThat(ids(arena.mallory, "{query:{type:'start',$edge:{text:{$regex:'treasure'}}}}"))
                .isEmpty();
        assertThat(ids(arena.mallory, "{query:{type:'start',$and:[{$edge:{n:1}}]}}"))
                .isEmpty();
    }

    @Test
    void byCursors() {
        GenosDatabase database = arena.victim.database();
        assertThat(as(arena.alice, () -> database.map(Query.parse("{field:'n',$after:'" + secret + "'}"))))
                .isNotEmpty();
        String missing = messageOf(() -> database.map(Query.parse("{field:'n',$after:'nothing'}")));
        String hiddenOne = messageOf(() -> database.map(Query.parse("{field:'n',$after:'" + secret + "'}")));
        assertThat(hiddenOne.replace(secret, "nothing"))
                .as("as if it were not there")
                .isEqualTo(missing);
    }

    /** What is said of a hidden node must be what is said of a node that is not there. */
    @Test
    void byErrors() {
        GenosDatabase database = arena.victim.database();
        for (String id : List.of(secret, arena.alice.own("nothing"))) {
            assertThat(messageOf(() -> database.link(id, "open")))
                    .isEqualTo(messageOf(() -> database.link(arena.alice.own("never"), "open"))
                            .replace(arena.alice.own("never"), id));
            assertThat(messageOf(() -> database.link("open", id)))
                    .isEqualTo(messageOf(() -> database.link("open", arena.alice.own("never")))
                            .replace(arena.alice.own("never"), id));
            assertThat(messageOf(() -> database.put(Arena.json("{}"), id)))
                    .isEqualTo(messageOf(() -> database.put(Arena.json("{}"), arena.alice.own("never")))
                            .replace(arena.alice.own("never"), id));
            assertThat(as(arena.mallory, () -> database.remove(id))).isFalse();
            assertThat(as(arena.mallory, () -> arena.victim.security().acls().permissions(id)))
                    .isNull();
        }
    }

    private String messageOf(Runnable attempt) {
        return as(arena.mallory, () -> {
            try {
                attempt.run();
                return "no error";
            } catch (RuntimeException e) {
                assertThat(e.getMessage()).doesNotContain("third oak");
                return e.getClass() + ": " + e.getMessage();
            }
        });
    }

    @Test
    void byLiveQueries() {
        GenosDatabase database = arena.victim.database();
        for (String query : List.of("{query:{type:'note'}}", "{query:{type:'note'},field:'n',$limit:10}")) {
            var events = new ArrayList<MapEvent>();
            var subscription = as(arena.bob, () -> database.map(Query.parse(query), events::add));
            long now = arena.now();
            arena.given(
                    arena.alice.put(secret, "{\"type\":\"note\",\"n\":1,\"text\":\"" + SECRET + " still\"}", now),
                    arena.alice.put(shared, "{\"type\":\"note\",\"n\":2,\"text\":\"again for bob\"}", now));
            assertThat(events).extracting(MapEvent::id).doesNotContain(secret).contains(shared);
            events.clear();
            arena.given(arena.alice.acl(shared, "{\"revoke\":\"" + arena.bob.text() + "\"}", now + 1));
            assertThat(inWords(events)).as(query).containsExactly("REMOVED " + shared);
            events.clear();
            arena.given(arena.alice.put(shared, "{\"type\":\"note\",\"n\":2,\"text\":\"not for bob\"}", now + 2));
            arena.given(arena.alice.remove(secret, now + 2));
            assertThat(events).as(query).isEmpty();
            arena.given(
                    arena.alice.acl(shared, "{\"grant\":\"" + arena.bob.text() + "\",\"level\":\"read\"}", now + 3),
                    arena.alice.put(secret, "{\"type\":\"note\",\"n\":1,\"text\":\"" + SECRET + "\"}", now + 3));
            assertThat(inWords(events)).as(query).containsExactly("ADDED " + shared);
            subscription.close();
            arena.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void byLiveQueriesAfterADemotion() {
        var events = new ArrayList<MapEvent>();
        as(arena.mallory, () -> arena.victim.database().map(Query.parse("{query:{type:'note'}}"), events::add));
        assertThat(inWords(events)).containsExactly("INITIAL open");
        events.clear();
        arena.assign(arena.mallory, "none");
        assertThat(inWords(events)).containsExactly("REMOVED open");
        events.clear();
        arena.given(arena.alice.put("open", "{\"type\":\"note\",\"text\":\"without mallory\"}", arena.now()));
        assertThat(events).isEmpty();
    }

    @Test
    void byLiveQueriesAfterAnExpiry() {
        arena.assign(arena.mallory, "user", Instant.ofEpochMilli(arena.now() + 60_000));
        var events = new ArrayList<MapEvent>();
        as(arena.mallory, () -> arena.victim.database().map(Query.parse("{query:{type:'note'}}"), events::add));
        events.clear();
        arena.pass(Duration.ofMinutes(2));
        assertThat(inWords(events)).containsExactly("REMOVED open");
        arena.given(arena.alice.put("open", "{\"type\":\"note\",\"text\":\"later\"}", arena.now()));
        assertThat(events).hasSize(1);
    }

    private static List<String> inWords(List<MapEvent> events) {
        return events.stream().map(event -> event.action() + " " + event.id()).toList();
    }

    // ---- by sync

    /** Nothing of what somebody may not read is in any frame that goes to them: neither texts nor identifiers nor hashes nor sums. */
    private void assertTellsNothing(List<byte[]> frames, Entry... secrets) {
        var sums = new ArrayList<Hash256>();
        sums.add(arena.victim.database().digest());
        var needles = new ArrayList<byte[]>();
        needles.add(SECRET.getBytes(StandardCharsets.UTF_8));
        needles.add(vault.getBytes(StandardCharsets.UTF_8));
        needles.add(secret.getBytes(StandardCharsets.UTF_8));
        for (Entry entry : secrets) {
            sums.add(entry.hash());
        }
        sums.forEach(hash -> needles.add(hash.toBytes()));
        for (byte[] frame : frames) {
            String text = new String(frame, StandardCharsets.ISO_8859_1);
            for (byte[] needle : needles) {
                assertThat(text.contains(new String(needle, StandardCharsets.ISO_8859_1)))
                        .as("a frame holds '%s'", new String(needle, StandardCharsets.ISO_8859_1))
                        .isFalse();
            }
        }
    }

    @Test
    void byFullStateAndEverythingAfterIt() {
        Member own = arena.open(arena.mallory);
        Cable cable = arena.connect(own, arena.victim);
        arena.pass(Duration.ofSeconds(30));
        assertThat(own.database().get("open")).isNotNull();
        assertThat(own.database().entries()).doesNotContain(hidden, hiddenEdge);
        long now = arena.now();
        Entry live = arena.alice.put(secret, "{\"text\":\"" + SECRET + " now\"}", now);
        arena.given(live);
        arena.given(arena.alice.put("open", "{\"text\":\"live for all\"}", now));
        assertThat(own.database().get("open").value()).isEqualTo(Arena.json("{\"text\":\"live for all\"}"));
        cable.cut();
        Entry delta = arena.alice.put(secret, "{\"text\":\"" + SECRET + " meanwhile\"}", now + 1);
        arena.given(delta);
        Cable again = arena.connect(own, arena.victim);
        arena.pass(Duration.ofSeconds(30));
        assertTellsNothing(cable.sentByRight(), hidden, live, delta);
        assertTellsNothing(again.sentByRight(), hidden, live, delta);
        assertThat(own.database().get(secret)).isNull();
    }

    @Test
    void whatOneMayReadIsThereAndBothAreEqualInThat() {
        Member own = arena.open(arena.bob);
        var proved = new ArrayList<String>();
        own.database().sync().listen(event -> {
            if (event instanceof io.genosdb.sync.SyncEvent.ProvedEqual) {
                proved.add(event.peer());
            }
        });
        Cable cable = arena.connect(own, arena.victim);
        arena.pass(Duration.ofSeconds(30));
        assertThat(own.database().get(shared)).isNotNull();
        assertThat(own.database().get(secret)).isNull();
        assertThat(proved).isNotEmpty();
        assertTellsNothing(cable.sentByRight(), hidden, hiddenEdge);
    }

    @Test
    void afterARevocationNothingNewIsSent() {
        Member own = arena.open(arena.bob);
        Cable cable = arena.connect(own, arena.victim);
        arena.pass(Duration.ofSeconds(10));
        long now = arena.now();
        arena.given(arena.alice.acl(shared, "{\"revoke\":\"" + arena.bob.text() + "\"}", now));
        assertThat(own.database().get(shared)).as("the revoked learn it").isNull();
        Entry later = arena.alice.put(shared, "{\"text\":\"" + SECRET + "\"}", now + 10);
        Entry removal = arena.alice.remove(arena.alice.own("other"), now + 10);
        arena.given(later);
        arena.given(removal);
        arena.pass(Duration.ofSeconds(30));
        assertThat(own.database().entries()).doesNotContain(later, removal);
        assertTellsNothing(cable.sentByRight(), later, removal);
    }

    @Test
    void afterAGrantEverythingIsSent() {
        Member own = arena.open(arena.mallory);
        arena.connect(own, arena.victim);
        arena.pass(Duration.ofSeconds(10));
        assertThat(own.database().get(secret)).isNull();
        arena.given(arena.alice.acl(
                secret, "{\"grant\":\"" + arena.mallory.text() + "\",\"level\":\"read\"}", arena.now()));
        arena.pass(Duration.ofSeconds(30));
        assertThat(own.database().get(secret)).isNotNull();
        assertThat(own.database().entries()).contains(hidden, hiddenEdge);
    }

    @Test
    void askingForHashesThatOneKnows() {
        Stranger stranger = arena.stranger(arena.mallory);
        arena.settle();
        stranger.send(new Message.Lagging());
        stranger.send(new Message.Want(List.of(hidden.hash(), hiddenEdge.hash())));
        arena.settle();
        assertThat(stranger.received()).doesNotContain(hidden, hiddenEdge);
    }

    @Test
    void askingInEveryWayThatAHandshakeAllows() {
        for (long count : new long[] {0, 1, 7, 1_000, 1_000_000}) {
            for (long cursor : new long[] {-1, 0, 5, Integer.MAX_VALUE}) {
                for (String name : List.of("!stranger", "~stranger")) {
                    var stranger = new Stranger(arena.victim.database(), Arena.DATABASE, name);
                    stranger.greet();
                    stranger.identify(arena.mallory, identity -> identity);
                    stranger.send(new Message.Hello(count, Hash256.ZERO, 5, cursor, 1 << 22, 0));
                    stranger.hear();
                    stranger.send(new Message.Lagging());
                    stranger.hear();
                    stranger.send(new Message.Reconcile(new byte[] {0x61, 0, 0, 2, 0}));
                    stranger.hear();
                    stranger.send(new Message.Digest(false, count, Hash256.ZERO, 0));
                    arena.settle();
                    assertThat(stranger.received()).doesNotContain(hidden, hiddenEdge);
                    assertThat(stranger.received())
                            .noneMatch(entry -> entry.nodeId().equals(secret));
                    for (Message.Reconcile reconcile : stranger.hear(Message.Reconcile.class)) {
                        assertTellsNothing(List.of(reconcile.payload()), hidden, hiddenEdge);
                    }
                    stranger.leave();
                }
            }
        }
    }

    @Test
    void asSomebodyWithoutARole() {
        for (Author who : List.of(arena.nobody, banished(), expired())) {
            Stranger stranger = arena.stranger(who);
            arena.pass(Duration.ofSeconds(10));
            assertThat(stranger.received())
                    .as("sent to %s", who.text())
                    .isNotEmpty()
                    .allMatch(entry ->
                            entry.slot() instanceof Slot.Role || entry.nodeId().equals(who.profile()));
            arena.given(arena.alice.put("open", "{\"text\":\"live " + who + "\"}", arena.now()));
            assertThat(stranger.received()).noneMatch(entry -> entry.nodeId().equals("open"));
            stranger.leave();
        }
    }

    private Author banished() {
        arena.assign(arena.mallory, "none");
        return arena.mallory;
    }

    private Author expired() {
        arena.assign(arena.bob, "user", Instant.ofEpochMilli(arena.now() + 10_000));
        arena.pass(Duration.ofMinutes(1));
        return arena.bob;
    }

    @Test
    void aPeerThatIsDemotedWhileConnected() {
        Stranger stranger = arena.stranger(arena.mallory);
        arena.settle();
        assertThat(stranger.received()).anyMatch(entry -> entry.nodeId().equals("open"));
        arena.assign(arena.mallory, "none");
        Entry later = arena.alice.put("open", "{\"text\":\"later\"}", arena.now());
        arena.given(later);
        arena.pass(Duration.ofSeconds(10));
        assertThat(stranger.received()).doesNotContain(later);
    }

    @Test
    void aPeerWhoseRoleExpiresWhileConnected() {
        arena.assign(arena.mallory, "user", Instant.ofEpochMilli(arena.now() + 30_000));
        Stranger stranger = arena.stranger(arena.mallory);
        arena.settle();
        arena.pass(Duration.ofMinutes(1));
        Entry later = arena.alice.put("open", "{\"text\":\"later\"}", arena.now());
        arena.given(later);
        arena.pass(Duration.ofSeconds(10));
        assertThat(stranger.received()).doesNotContain(later);
    }

    @Test
    void aServerReadsEverythingForItselfAndNothingMoreForOthers() {
        assertThat(Arena.ids(arena.victim.database())).contains(secret);
        assertThat(ids(arena.bob, "{}")).doesNotContain(secret);
        assertThatThrownBy(() -> as(arena.bob, () -> {
                    arena.victim.database().put(Arena.json("{}"), secret);
                    return null;
                }))
                .isInstanceOf(NotPermittedException.class);
    }

    @Test
    void whatIsPublicIsReadByAnybodyAndNothingElse() {
        arena.given(arena.alice.acl(shared, "{\"grant\":\"*\",\"level\":\"read\"}", arena.now()));
        GenosDatabase database = arena.victim.database();
        List<String> seen = arena.victim
                .security()
                .actingFor(
                        Principal.ANONYMOUS,
                        () -> database.map(Query.parse("{}")).stream()
                                .map(node -> node.id())
                                .toList());
        assertThat(seen).containsExactly(shared);
        assertThat(ids(arena.nobody, "{}")).containsExactly(shared);
    }
}

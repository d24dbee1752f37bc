package io.genosdb.security.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.security.AccessLevel;
import io.genosdb.security.testing.Author;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ways to a node that belongs to somebody else. */
class OwnershipAttackTest {

    private Arena arena;
    private long now;
    private String note;

    @BeforeEach
    void open() {
        arena = new Arena();
        now = arena.now();
        note = arena.alice.own("note");
        arena.given(arena.alice.put(note, "{\"text\":\"mine\"}", now), arena.alice.put("claimed", "{}", now));
        arena.given(arena.alice.acl("claimed", owner(arena.alice), now + 1));
        arena.pass(Duration.ofMinutes(1));
        now = arena.now();
    }

    @AfterEach
    void close() {
        arena.close();
    }

    private static String owner(Author who) {
        return "{\"owner\":\"" + who.text() + "\"}";
    }

    private static String grant(String whom, String level) {
        return "{\"grant\":\"" + whom + "\",\"level\":\"" + level + "\"}";
    }

    private void assertOwner(String node, Author who) {
        assertThat(arena.victim.security().acls().permissions(node).owner()).isEqualTo(who.address());
    }

    @Test
    void fieldsOfValuesMakeNobodyAnOwner() {
        arena.assertNotLetIn(
                arena.mallory.put("free", "{\"owner\":\"" + arena.mallory.text() + "\"}", now),
                arena.mallory.put("free", "{\"collaborators\":{\"" + arena.mallory.text() + "\":\"write\"}}", now + 1),
                arena.alice.put(note, "{\"collaborators\":[]}", now));
        assertThat(arena.victim.security().acls().permissions("free")).isNull();
    }

    @Test
    void fieldsBelowTheTopAreNobodysBusiness() {
        arena.given(arena.mallory.put("free", "{\"x\":{\"owner\":\"me\",\"role\":\"admin\"}}", now));
        assertThat(arena.victim.security().acls().permissions("free")).isNull();
    }

    @Test
    void strangersWriteNothingOfOthers() {
        for (String node : List.of(note, "claimed")) {
            arena.assertNotLetIn(
                    arena.mallory.put(node, "{\"text\":\"theirs\"}", now),
                    arena.mallory.entry(node, new Slot.Field("text"), Arena.json("{}"), arena.mallory.at(now)),
                    arena.mallory.entry(node, new Slot.Field("text"), null, arena.mallory.at(now + 1)),
                    arena.mallory.link(node, "claimed", now),
                    arena.mallory.unlink(node, "claimed", now + 1),
                    arena.mallory.remove(node, now));
        }
    }

    @Test
    void strangersChangeNoLists() {
        for (String node : List.of(note, "claimed")) {
            arena.assertNotLetIn(
                    arena.mallory.acl(node, grant(arena.mallory.text(), "delete"), now),
                    arena.mallory.acl(node, grant("*", "write"), now + 1),
                    arena.mallory.acl(node, "{\"revoke\":\"" + arena.alice.text() + "\"}", now + 2),
                    arena.mallory.acl(node, owner(arena.mallory), now + 3),
                    arena.mallory.acl(node, owner(arena.alice), now + 4));
            assertOwner(node, arena.alice);
        }
    }

    @Test
    void aClaimAfterAClaim() {
        arena.assertNotLetIn(arena.mallory.acl("claimed", owner(arena.mallory), now));
        assertOwner("claimed", arena.alice);
    }

    @Test
    void identifiersUnderAnAddressAreNotClaimedByADateInThePast() {
        for (long millis : new long[] {0, 1, now - Duration.ofDays(365).toMillis(), now - 100_000, now}) {
            arena.assertNotLetIn(arena.mallory.acl(note, owner(arena.mallory), millis));
            arena.assertNotLetIn(arena.mallory.put(note, "{}", millis + 1));
        }
        assertOwner(note, arena.alice);
    }

    /** Whoever could write when nobody owned the node yet can say so afterwards: that is why identifiers can begin with an address. */
    @Test
    void otherIdentifiersAreNotClaimedBeforeOneCouldWrite() {
        arena.assertNotLetIn(
                arena.mallory.acl("claimed", owner(arena.mallory), 0),
                arena.mallory.acl(
                        "claimed",
                        owner(arena.mallory),
                        now - Duration.ofDays(1).toMillis()));
        assertOwner("claimed", arena.alice);
    }

    @Test
    void identifiersThatLookLikeSomebodys() {
        String lower = arena.alice.text().toLowerCase(Locale.ROOT) + "/note";
        arena.given(arena.mallory.put(lower, "{\"text\":\"not alice's\"}", now));
        arena.given(arena.mallory.acl(lower, owner(arena.mallory), now + 1));
        assertOwner(note, arena.alice);
        assertOwner(lower, arena.mallory);
        assertThat(arena.victim.database().get(note).value()).isEqualTo(Arena.json("{\"text\":\"mine\"}"));
    }

    @Test
    void aNodeIsClaimedForOneselfOnly() {
        arena.assertNotLetIn(arena.mallory.acl("free", owner(arena.alice), now));
        arena.assertNotLetIn(arena.mallory.acl("free", grant(arena.mallory.text(), "write"), now + 1));
        assertThat(arena.victim.security().acls().permissions("free")).isNull();
    }

    @Test
    void whoMayNotWriteClaimsNothing() {
        arena.given(arena.nobody.welcome(now));
        arena.assertNotLetIn(
                arena.nobody.acl("free", owner(arena.nobody), now + 1),
                arena.nobody.acl(arena.nobody.own("x"), grant("*", "read"), now + 1));
    }

    @Test
    void collaboratorsDoWhatTheyAreAllowedAndNoMore() {
        arena.given(arena.alice.acl(note, grant(arena.bob.text(), "read"), now));
        arena.assertNotLetIn(
                arena.bob.put(note, "{}", now + 10),
                arena.bob.link(note, "claimed", now + 10),
                arena.bob.remove(note, now + 10));
        arena.given(arena.alice.acl(note, grant(arena.bob.text(), "write"), now + 20));
        arena.given(arena.bob.put(note, "{\"by\":\"bob\"}", now + 30), arena.bob.link(note, "claimed", now + 30));
        arena.assertNotLetIn(
                arena.bob.remove(note, now + 40),
                arena.bob.acl(note, grant(arena.mallory.text(), "read"), now + 40),
                arena.bob.acl(note, grant(arena.bob.text(), "delete"), now + 41),
                arena.bob.acl(note, owner(arena.bob), now + 42),
                arena.bob.acl(note, "{\"revoke\":\"*\"}", now + 43));
        arena.given(arena.alice.acl(note, grant(arena.bob.text(), "delete"), now + 50));
        arena.assertNotLetIn(arena.bob.acl(note, owner(arena.bob), now + 55));
        arena.given(arena.bob.remove(note, now + 60));
    }

    @Test
    void levelsOfNodesAreOfNoUseWithoutARole() {
        arena.given(arena.alice.acl(note, grant(arena.nobody.text(), "delete"), now));
        arena.given(arena.alice.acl(note, grant("*", "delete"), now + 1));
        arena.assertNotLetIn(arena.nobody.put(note, "{}", now + 10), arena.nobody.remove(note, now + 10));
        arena.given(arena.nobody.welcome(now + 20));
        arena.assertNotLetIn(arena.nobody.put(note, "{}", now + 30), arena.nobody.remove(note, now + 30));
    }

    @Test
    void afterARevocation() {
        arena.given(arena.alice.acl(note, grant(arena.bob.text(), "write"), now));
        arena.given(arena.alice.acl(note, "{\"revoke\":\"" + arena.bob.text() + "\"}", now + 100));
        arena.assertNotLetIn(arena.bob.put(note, "{\"late\":true}", now + 200));
        arena.given(arena.bob.put(note, "{\"in\":\"time\"}", now + 50));
    }

    /** The revocation arrives late: what was written after it is taken out again, and what it had displaced comes back. */
    @Test
    void aRevocationThatArrivesLate() {
        Entry allowed = arena.bob.put(note, "{\"in\":\"time\"}", now + 50);
        Entry late = arena.bob.put(note, "{\"too\":\"late\"}", now + 200);
        Entry revocation = arena.alice.acl(note, "{\"revoke\":\"" + arena.bob.text() + "\"}", now + 100);
        arena.given(arena.alice.acl(note, grant(arena.bob.text(), "write"), now));
        arena.given(allowed);
        arena.given(late);
        arena.given(revocation);
        assertThat(arena.victim.database().entries()).doesNotContain(late).contains(allowed);
        assertThat(arena.victim.database().get(note).value()).isEqualTo(Arena.json("{\"in\":\"time\"}"));
        arena.assertEqual();
    }

    @Test
    void aTransferLeavesNothingBehind() {
        arena.given(arena.alice.acl(note, owner(arena.bob), now));
        arena.assertNotLetIn(
                arena.alice.put(note, "{\"still\":\"mine\"}", now + 10),
                arena.alice.acl(note, owner(arena.alice), now + 10),
                arena.alice.remove(note, now + 10));
        arena.given(arena.bob.put(note, "{\"now\":\"mine\"}", now + 20));
        assertOwner(note, arena.bob);
    }

    @Test
    void removingAndRecreatingSomebodysNodeMakesNobodyItsOwner() {
        arena.given(arena.alice.remove("claimed", now));
        arena.assertNotLetIn(
                arena.mallory.put("claimed", "{\"new\":\"life\"}", now + 10),
                arena.mallory.acl("claimed", owner(arena.mallory), now + 10));
        assertThat(arena.victim.database().get("claimed")).isNull();
        arena.assign(arena.mallory, "warden");
        arena.pass(Duration.ofMinutes(1));
        arena.given(arena.mallory.remove(note, arena.now()));
        arena.assertNotLetIn(arena.mallory.put(note, "{\"new\":\"life\"}", arena.now() + 10));
        arena.given(arena.alice.put(note, "{\"new\":\"life\"}", arena.now() + 20));
    }

    @Test
    void nodesOfUsersHaveNoLists() {
        arena.assertNotLetIn(
                arena.mallory.acl(arena.alice.profile(), owner(arena.mallory), now),
                arena.alice.acl(arena.alice.profile(), grant(arena.mallory.text(), "write"), now),
                arena.root.acl(arena.alice.profile(), owner(arena.mallory), now));
    }

    @Test
    void nodesOfUsersAreWrittenByNobodyElse() {
        arena.given(arena.alice.put(arena.alice.profile(), "{\"name\":\"Alice\"}", now));
        arena.assign(arena.bob, "admin");
        arena.pass(Duration.ofMinutes(1));
        for (Author other : List.of(arena.mallory, arena.bob, arena.root, arena.server)) {
            arena.assertNotLetIn(
                    other,
                    other.put(arena.alice.profile(), "{\"name\":\"Not Alice\"}", arena.now()),
                    other.entry(arena.alice.profile(), new Slot.Field("name"), null, other.at(arena.now())),
                    other.link(arena.alice.profile(), note, arena.now()));
        }
        for (Author other : List.of(arena.mallory, arena.bob, arena.server)) {
            arena.assertNotLetIn(other, other.remove(arena.alice.profile(), arena.now()));
        }
    }

    @Test
    void listEntriesThatSaySomethingElse() {
        for (String payload : List.of(
                "{}",
                "{\"owner\":\"*\"}",
                "{\"owner\":\"" + arena.alice.text().toLowerCase(Locale.ROOT) + "\"}",
                "{\"owner\":\"" + arena.alice.text() + "\",\"grant\":\"*\",\"level\":\"read\"}",
                "{\"grant\":\"*\"}",
                "{\"grant\":\"*\",\"level\":\"own\"}",
                "{\"grant\":\"*\",\"level\":\"READ\"}",
                "{\"grant\":\"*\",\"level\":\"none\"}",
                "{\"grant\":\"everybody\",\"level\":\"read\"}",
                "{\"grant\":[\"*\"],\"level\":\"read\"}",
                "{\"revoke\":\"\"}",
                "{\"revoke\":null}",
                "{\"revoke\":\"*\",\"until\":1}")) {
            arena.assertNotLetIn(arena.alice.acl(note, payload, now++));
        }
    }

    /** As with roles: of the entries with one key one counts, whichever comes first. */
    @Test
    void twoListEntriesOfOneVersion() {
        Version version = arena.alice.at(now);
        Entry one = arena.alice.acl(note, grant(arena.bob.text(), "read"), version);
        Entry other = arena.alice.acl(note, grant(arena.mallory.text(), "read"), version);
        Entry winner = one.hash().compareTo(other.hash()) > 0 ? one : other;
        Entry loser = winner.equals(one) ? other : one;
        arena.victim.database().merge(List.of(loser));
        arena.bystander.database().merge(List.of(winner));
        arena.capital.database().merge(List.of(loser, winner));
        arena.settle();
        arena.settle();
        assertThat(arena.victim.database().entries()).contains(winner).doesNotContain(loser);
        arena.assertEqual();
    }

    @Test
    void inOnesOwnDatabaseItIsTheSame() {
        var own = arena.open(arena.mallory);
        arena.connect(own, arena.victim);
        var acls = own.security().acls();
        assertThatThrownBy(() -> acls.grant("claimed", arena.mallory.text(), AccessLevel.WRITE))
                .isInstanceOf(NotPermittedException.class);
        assertThatThrownBy(() -> acls.revoke("claimed", "*")).isInstanceOf(NotPermittedException.class);
        assertThatThrownBy(() -> acls.set(Arena.json("{}"), "claimed")).isInstanceOf(NotPermittedException.class);
        assertThatThrownBy(() -> own.database().put(Arena.json("{}"), note)).isInstanceOf(NotPermittedException.class);
        assertThat(own.database().get(note)).isNull();
        arena.assertEqual();
    }

    @Test
    void aDishonestDatabaseConvincesNobody() {
        var own = arena.dishonest(arena.mallory);
        arena.connect(own, arena.victim);
        own.database().put(Arena.json("{\"owner\":\"me\"}"), "smuggled");
        own.database().put(Arena.json("{\"stolen\":true}"), "claimed");
        own.database().put(Arena.json("{\"stolen\":true}"), note);
        own.database().remove("claimed");
        arena.pass(Duration.ofMinutes(1));
        assertThat(arena.victim.database().get("smuggled")).isNull();
        assertThat(arena.victim.database().get("claimed").value()).isEqualTo(Arena.json("{}"));
        assertThat(arena.victim.database().get(note).value()).isEqualTo(Arena.json("{\"text\":\"mine\"}"));
        arena.assertEqual();
    }
}

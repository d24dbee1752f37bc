package io.genosdb.security.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.security.testing.Author;
import io.genosdb.security.testing.Member;
import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonString;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ways to a role that nobody has given. */
class SelfPromotionTest {

    private Arena arena;
    private long now;

    @BeforeEach
    void open() {
        arena = new Arena();
        now = arena.now();
    }

    @AfterEach
    void close() {
        arena.close();
    }

    private String roleOf(Author who) {
        String role = arena.victim.security().roleOf(who.address());
        assertThat(arena.capital.security().roleOf(who.address())).isEqualTo(role);
        assertThat(arena.bystander.security().roleOf(who.address())).isEqualTo(role);
        return role;
    }

    @Test
    void byAValue() {
        arena.assertNotLetIn(
                arena.mallory.put(arena.mallory.profile(), "{\"role\":\"admin\"}", now),
                arena.mallory.put(arena.mallory.profile(), "{\"name\":\"M\",\"role\":\"superadmin\"}", now + 1),
                arena.mallory.put(arena.mallory.profile(), "{\"role\":null}", now + 2),
                arena.mallory.put("anywhere", "{\"role\":\"admin\"}", now));
        assertThat(roleOf(arena.mallory)).isEqualTo("user");
    }

    @Test
    void byAFieldOfAValue() {
        for (String field : List.of("role", "owner", "collaborators")) {
            arena.assertNotLetIn(
                    arena.mallory.entry(
                            arena.mallory.profile(),
                            new Slot.Field(field),
                            new JsonString("admin"),
                            arena.mallory.at(now)),
                    arena.mallory.entry(
                            arena.mallory.profile(), new Slot.Field(field), null, arena.mallory.at(now + 1)));
        }
        assertThat(roleOf(arena.mallory)).isEqualTo("user");
    }

    /** What other peers will refuse must not look as if it had succeeded: the field is not written, the rest is. */
    @Test
    void byAValueInOnesOwnDatabase() {
        Member own = arena.open(arena.mallory);
        arena.connect(own, arena.victim);
        own.database().put(Arena.json("{\"name\":\"M\",\"role\":\"admin\",\"owner\":\"x\"}"), arena.mallory.profile());
        arena.settle();
        assertThat(arena.victim.database().get(arena.mallory.profile()).value())
                .isEqualTo(Arena.json("{\"name\":\"M\"}"));
        assertThat(roleOf(arena.mallory)).isEqualTo("user");
    }

    @Test
    void byARoleEntry() {
        String mallory = arena.mallory.text();
        for (String role : List.of("admin", "steward", "server", "user", "superadmin", "none", "guest")) {
            arena.assertNotLetIn(arena.mallory.role(mallory, "{\"role\":\"" + role + "\"}", now++));
        }
        assertThat(roleOf(arena.mallory)).isEqualTo("user");
    }

    @Test
    void byARoleEntryForAnAccomplice() {
        Author accomplice = arena.nobody;
        arena.assertNotLetIn(
                arena.mallory.role(accomplice.text(), "{\"role\":\"steward\"}", now),
                accomplice.role(arena.mallory.text(), "{\"role\":\"steward\"}", now + 1),
                accomplice.role(accomplice.text(), "{\"role\":\"steward\"}", now + 2));
        assertThat(roleOf(accomplice)).isNull();
    }

    @Test
    void byRoleEntriesThatPermitEachOther() {
        Version same = arena.mallory.at(now);
        arena.assertNotLetIn(
                arena.mallory.role(arena.nobody.text(), "{\"role\":\"steward\"}", same),
                arena.nobody.role(arena.mallory.text(), "{\"role\":\"steward\"}", same),
                arena.mallory.role(arena.mallory.text(), "{\"role\":\"steward\"}", same));
    }

    @Test
    void byARoleEntryBeforeAllOthers() {
        arena.assertNotLetIn(
                arena.mallory.role(arena.mallory.text(), "{\"role\":\"steward\"}", 0),
                arena.mallory.role(arena.mallory.text(), "{\"role\":\"steward\"}", 1));
    }

    @Test
    void byARoleEntryThatSaysMoreThanItMay() {
        String mallory = arena.mallory.text();
        for (String payload : List.of(
                "{}",
                "{\"role\":1}",
                "{\"role\":[\"admin\"]}",
                "{\"role\":\"guest\",\"permissions\":[\"assignRole\"]}",
                "{\"Role\":\"admin\"}",
                "{\"role\":\"guest\",\"expiresAt\":\"never\"}",
                "{\"role\":\"guest\",\"expiresAt\":-1}",
                "{\"role\":\"guest\",\"expiresAt\":1.5}",
                "{\"role\":\"guest\",\"expiresAt\":null}",
                "{\"role\":\"guest\",\"since\":\"0\"}",
                "{\"role\":\"guest\",\"since\":1e300}")) {
            arena.assertNotLetIn(arena.mallory.role(mallory, payload, now), arena.root.role(mallory, payload, now + 1));
            now += 2;
        }
        assertThat(roleOf(arena.mallory)).isEqualTo("user");
    }

    @Test
    void byARoleEntryOfAnotherNode() {
        Version version = arena.root.at(now);
        var slot = new Slot.Role(version.text());
        var payload = Arena.json("{\"role\":\"admin\"}");
        for (String node : List.of(
                "note",
                arena.mallory.own("note"),
                "user:",
                "user:mallory",
                "user:" + arena.mallory.text().toLowerCase(java.util.Locale.ROOT),
                "user:" + arena.mallory.text() + " ",
                "user:" + arena.mallory.text() + "/a",
                "User:" + arena.mallory.text())) {
            arena.assertNotLetIn(arena.root.entry(node, slot, payload, version));
            if (node.startsWith("user:")) {
                arena.assertNotLetIn(
                        arena.mallory.put(node, "{}", now),
                        arena.mallory.link(node, node, now),
                        arena.root.remove(node, now));
            }
        }
        assertThat(roleOf(arena.mallory)).isEqualTo("user");
    }

    /** The slot of a role has the version of its entry in it; an entry that says otherwise is no entry. */
    @Test
    void byARoleEntryInTheSlotOfAnotherVersion() {
        var slot = new Slot.Role(arena.mallory.at(now + 1).text());
        assertThatThrownBy(() -> arena.mallory.entry(
                        arena.mallory.profile(), slot, Arena.json("{\"role\":\"guest\"}"), arena.mallory.at(now)))
                .isInstanceOf(InvalidValueException.class);
    }

    // ---- the welcome

    @Test
    void theWelcomeMakesAGuestAndNoMore() {
        arena.given(arena.nobody.welcome(now), arena.nobody.put(arena.nobody.profile(), "{\"name\":\"N\"}", now));
        assertThat(roleOf(arena.nobody)).isEqualTo("guest");
        arena.assertNotLetIn(
                arena.nobody.put(arena.nobody.profile(), "{\"name\":\"again\"}", now + 1),
                arena.nobody.put("note", "{}", now + 1),
                arena.nobody.put(arena.nobody.own("note"), "{}", now + 1));
    }

    @Test
    void theWelcomeUsedTwice() {
        arena.given(arena.nobody.welcome(now));
        arena.assertNotLetIn(
                arena.nobody.welcome(now + 1),
                arena.nobody.put(arena.nobody.profile(), "{\"name\":\"again\"}", now + 1));
    }

    @Test
    void theWelcomeUsedTwiceTheLaterOneFirst() {
        Entry earlier = arena.nobody.welcome(now);
        Entry later = arena.nobody.welcome(now + 10);
        Entry latersValue = arena.nobody.put(arena.nobody.profile(), "{\"name\":\"later\"}", now + 10);
        arena.given(later, latersValue);
        arena.given(earlier);
        assertThat(arena.victim.database().entries()).doesNotContain(later, latersValue);
        assertThat(arena.victim.database().get(arena.nobody.profile())).isNull();
        assertThat(roleOf(arena.nobody)).isEqualTo("guest");
    }

    @Test
    void theWelcomeForAnotherAddress() {
        Author other = Arena.author(66);
        arena.assertNotLetIn(
                arena.nobody.role(other.text(), "{\"role\":\"guest\"}", now),
                arena.nobody.put(other.profile(), "{}", now),
                arena.mallory.role(other.text(), "{\"role\":\"guest\"}", now + 1));
        assertThat(roleOf(other)).isNull();
    }

    @Test
    void theWelcomeOnBehalfOfSomebody() {
        assertNoWelcome(arena.server, arena.server.text() + " for " + arena.nobody.text());
    }

    @Test
    void theWelcomeInSomebodyElsesName() {
        assertNoWelcome(arena.nobody, arena.nobody.text() + " for " + arena.alice.text());
    }

    /** That nobody becomes a guest by what another one signs, or signs for another one. */
    private void assertNoWelcome(Author signer, String authorship) {
        Version version = signer.at(now);
        arena.assertNotLetIn(
                signer.entryAs(
                        authorship,
                        arena.nobody.profile(),
                        new Slot.Role(version.text()),
                        Arena.json("{\"role\":\"guest\"}"),
                        version),
                signer.entryAs(authorship, arena.nobody.profile(), Slot.VALUE, Arena.json("{}"), version));
    }

    /** What passes with a welcome does not pass with any other assignment of the same version. */
    @Test
    void theWelcomesValueWithSomebodyElsesAssignment() {
        Version version = arena.root.at(now);
        arena.given(arena.root.role(arena.nobody.text(), "{\"role\":\"guest\"}", version));
        arena.assertNotLetIn(arena.nobody.entry(arena.nobody.profile(), Slot.VALUE, Arena.json("{}"), version));
        Version later = arena.root.at(now + 10);
        arena.given(arena.root.role(arena.nobody.text(), "{\"role\":\"guest\"}", later));
        arena.assertNotLetIn(arena.nobody.entry(arena.nobody.profile(), Slot.VALUE, Arena.json("{}"), later));
    }

    @Test
    void theWelcomeWithAnotherRole() {
        for (String payload : List.of(
                "{\"role\":\"user\"}",
                "{\"role\":\"superadmin\"}",
                "{\"role\":\"Guest\"}",
                "{\"role\":\"guest\",\"expiresAt\":99999999999999}",
                "{\"role\":\"guest\",\"since\":0}")) {
            arena.assertNotLetIn(arena.nobody.role(arena.nobody.text(), payload, now++));
        }
        assertThat(roleOf(arena.nobody)).isNull();
    }

    @Test
    void theWelcomeWithSomethingElseThanOnesOwnValue() {
        Version version = arena.nobody.at(now);
        arena.given(arena.nobody.welcome(now));
        arena.assertNotLetIn(
                arena.nobody.put("note", "{}", now),
                arena.nobody.put(arena.nobody.own("note"), "{}", now),
                arena.nobody.put(arena.mallory.profile(), "{}", now),
                arena.nobody.entry(arena.nobody.profile(), new Slot.Field("one"), new JsonString("of many"), version),
                arena.nobody.put(arena.nobody.profile(), "{\"role\":\"admin\"}", now),
                arena.nobody.remove(arena.nobody.profile(), now),
                arena.nobody.link(arena.nobody.profile(), arena.alice.profile(), now),
                arena.nobody.acl("note", "{\"owner\":\"" + arena.nobody.text() + "\"}", version));
    }

    @Test
    void theWelcomeAfterABanishment() {
        arena.assign(arena.mallory, "none");
        arena.pass(Duration.ofMinutes(1));
        arena.assertNotLetIn(
                arena.mallory.welcome(arena.now()), arena.mallory.put(arena.mallory.profile(), "{}", arena.now()));
        assertThat(roleOf(arena.mallory)).isNull();
    }

    /** Dated before the first assignment it counts, and changes nothing: the later assignment is in force. */
    @Test
    void theWelcomeDatedBeforeABanishment() {
        arena.assign(arena.mallory, "none");
        arena.given(arena.mallory.welcome(now - Duration.ofDays(300).toMillis()));
        assertThat(roleOf(arena.mallory)).isNull();
        arena.assertNotLetIn(arena.mallory.put("note", "{}", arena.now()));
    }

    @Test
    void theWelcomeInOnesOwnDatabase() {
        Member own = arena.open(arena.nobody);
        arena.connect(own, arena.victim);
        own.security().introduce();
        own.security().introduce();
        arena.settle();
        assertThat(roleOf(arena.nobody)).isEqualTo("guest");
        assertThatThrownBy(() -> own.database().put(Arena.json("{}"), "note"))
                .isInstanceOf(NotPermittedException.class)
                .hasMessageContaining(arena.nobody.text())
                .hasMessageContaining("write");
        arena.assertEqual();
    }

    // ---- superadmins

    @Test
    void nobodyIsMadeSuperadmin() {
        arena.assertNotLetIn(
                arena.root.role(arena.mallory.text(), "{\"role\":\"superadmin\"}", now),
                arena.mallory.role(arena.mallory.text(), "{\"role\":\"superadmin\"}", now));
        assertThatThrownBy(() -> arena.capital.security().assignRole(arena.mallory.address(), "superadmin", null))
                .isInstanceOfAny(NotPermittedException.class, IllegalArgumentException.class);
        assertThat(roleOf(arena.mallory)).isEqualTo("user");
    }

    @Test
    void nobodyDemotesASuperadmin() {
        Author second = arena.bob;
        arena.assign(second, "steward");
        arena.pass(Duration.ofMinutes(1));
        arena.assertNotLetIn(
                second.role(arena.root.text(), "{\"role\":\"none\"}", arena.now()),
                arena.server.entryAs(
                        arena.server.text() + " for " + second.text(),
                        arena.root.profile(),
                        new Slot.Role(arena.server.at(arena.now()).text()),
                        Arena.json("{\"role\":\"none\"}"),
                        arena.server.at(arena.now())));
        // From superadmins it counts once the configuration does not name them any more, and not before.
        arena.given(
                arena.root.role(arena.root.text(), "{\"role\":\"guest\"}", arena.now()),
                arena.root.role(arena.root.text(), "{\"role\":\"none\",\"since\":0}", arena.now() + 1));
        arena.given(arena.root.put("note", "{}", arena.now() + 2));
        assertThat(roleOf(arena.root)).isEqualTo("superadmin");
    }

    @Test
    void onlySuperadminsReachIntoThePast() {
        arena.assign(arena.bob, "steward");
        arena.pass(Duration.ofMinutes(1));
        Version version = arena.server.at(arena.now());
        arena.assertNotLetIn(
                arena.bob.role(arena.alice.text(), "{\"role\":\"none\",\"since\":0}", arena.now()),
                arena.bob.role(arena.nobody.text(), "{\"role\":\"user\",\"since\":" + now + "}", arena.now() + 1),
                arena.server.entryAs(
                        arena.server.text() + " for " + arena.bob.text(),
                        arena.alice.profile(),
                        new Slot.Role(version.text()),
                        Arena.json("{\"role\":\"none\",\"since\":0}"),
                        version));
        arena.assertNotLetIn(arena.root.role(
                arena.alice.text(), "{\"role\":\"admin\",\"since\":" + (arena.now() + 1_000) + "}", arena.now()));
        arena.given(arena.bob.role(arena.nobody.text(), "{\"role\":\"user\"}", arena.now() + 5));
    }

    /** An origin is a text of one's choice: so an entry can have the key of the very one that demotes its author. */
    @Test
    void theKeyOfADemotionIsNotTaken() {
        arena.assign(arena.bob, "steward");
        arena.pass(Duration.ofMinutes(1));
        Version version = arena.root.at(arena.now());
        Entry demotion = arena.root.role(arena.bob.text(), "{\"role\":\"none\"}", version);
        var rivals = new java.util.ArrayList<Entry>();
        for (int i = 0; i < 40; i++) {
            rivals.add(arena.bob.role(
                    arena.bob.text(),
                    "{\"role\":\"steward\",\"expiresAt\":" + (Long.MAX_VALUE >> 20) + i + "}",
                    version));
        }
        arena.victim.database().merge(rivals);
        arena.settle();
        arena.given(demotion);
        assertThat(roleOf(arena.bob)).isNull();
        arena.assertNotLetIn(rivals.toArray(new Entry[0]));
        assertThat(roleOf(arena.bob)).isNull();
    }

    @Test
    void aStewardGivesRolesWhileOneIsASteward() {
        arena.assign(arena.bob, "steward");
        long given = arena.now();
        arena.pass(Duration.ofMinutes(1));
        arena.given(arena.bob.role(arena.nobody.text(), "{\"role\":\"admin\"}", arena.now()));
        arena.assertNotLetIn(arena.bob.role(Arena.author(66).text(), "{\"role\":\"admin\"}", given - 10_000));
        arena.assign(arena.bob, "user");
        arena.pass(Duration.ofMinutes(1));
        arena.assertNotLetIn(arena.bob.role(Arena.author(67).text(), "{\"role\":\"admin\"}", arena.now()));
        assertThat(roleOf(arena.nobody)).as("what was given lawfully stays").isEqualTo("admin");
    }

    /** A whole tree of roles that goes back to a stolen key falls with it. */
    @Test
    void rolesGivenByABanishedStewardFallWithThem() {
        arena.assign(arena.bob, "steward");
        arena.pass(Duration.ofMinutes(1));
        long theft = arena.now();
        Author accomplice = arena.nobody;
        Author third = Arena.author(66);
        arena.given(arena.bob.role(accomplice.text(), "{\"role\":\"steward\"}", theft + 10));
        arena.given(accomplice.role(third.text(), "{\"role\":\"admin\"}", theft + 20));
        Entry written = third.put("note", "{\"by\":\"third\"}", theft + 30);
        arena.given(written);
        arena.pass(Duration.ofMinutes(1));
        arena.capital.security().banish(arena.bob.address(), java.time.Instant.ofEpochMilli(theft));
        arena.settle();
        assertThat(roleOf(accomplice)).isNull();
        assertThat(roleOf(third)).isNull();
        assertThat(arena.victim.database().entries()).doesNotContain(written);
        arena.assertEqual();
    }
}

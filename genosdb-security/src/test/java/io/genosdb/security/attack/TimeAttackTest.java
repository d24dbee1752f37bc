package io.genosdb.security.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.DatabaseBuilder;
import io.genosdb.graph.Entry;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.policy.Roles;
import io.genosdb.security.testing.Author;
import io.genosdb.security.testing.Cable;
import io.genosdb.security.testing.Member;
import io.genosdb.storage.StorageOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles that ended, entries that come late, and replicas that do. */
class TimeAttackTest {

    @TempDir
    Path directory;

    private Arena arena;

    @BeforeEach
    void open() {
        arena = new Arena();
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void anExpiredRoleIsNoRole() {
        long expiry = arena.now() + 60_000;
        arena.assign(arena.mallory, "admin", Instant.ofEpochMilli(expiry));
        arena.pass(Duration.ofMinutes(5));
        arena.assertNotLetIn(
                arena.mallory.put("note", "{}", expiry),
                arena.mallory.put("note", "{}", expiry + 1),
                arena.mallory.put("note", "{}", arena.now()),
                arena.mallory.remove("note", arena.now()),
                arena.mallory.acl("note", "{\"owner\":\"" + arena.mallory.text() + "\"}", arena.now()));
        assertThat(arena.victim.security().roleOf(arena.mallory.address())).isNull();
    }

    @Test
    void nothingComesBackWhenARoleExpires() {
        arena.assign(arena.mallory, "admin", Instant.ofEpochMilli(arena.now() + 60_000));
        arena.pass(Duration.ofMinutes(5));
        arena.assertNotLetIn(arena.mallory.put("note", "{}", arena.now()));
    }

    @Test
    void whatIsWrittenInTimeCountsHoweverLateItArrives() {
        long expiry = arena.now() + 60_000;
        arena.assign(arena.bob, "user", Instant.ofEpochMilli(expiry));
        arena.pass(Duration.ofHours(3));
        arena.given(arena.bob.put("bobs", "{\"in\":\"time\"}", expiry - 1));
    }

    @Test
    void aDemotedAuthorWritesNothingMore() {
        arena.assign(arena.mallory, "guest");
        long demotion = arena.now();
        arena.pass(Duration.ofMinutes(1));
        arena.assertNotLetIn(
                arena.mallory.put("note", "{}", demotion),
                arena.mallory.put(arena.mallory.own("note"), "{}", arena.now()),
                arena.mallory.put(arena.mallory.profile(), "{}", arena.now()));
    }

    /** The demotion travels more slowly than what it forbids. */
    @Test
    void whatWasLetInBeforeTheDemotionArrivedIsTakenOut() {
        Entry before = arena.mallory.put("note", "{\"v\":1}", arena.now());
        Entry demotion = arena.root.role(arena.mallory.text(), "{\"role\":\"none\"}", arena.now() + 100);
        Entry after = arena.mallory.put("note", "{\"v\":2}", arena.now() + 200);
        Entry added = arena.mallory.put("other", "{}", arena.now() + 300);
        arena.given(before);
        arena.given(after);
        arena.given(added);
        arena.given(demotion);
        assertThat(arena.victim.database().entries()).contains(before).doesNotContain(after, added);
        assertThat(arena.victim.database().get("other")).isNull();
        assertThat(arena.victim.database().get("note").value()).isEqualTo(Arena.json("{\"v\":1}"));
        arena.assertEqual();
    }

    @Test
    void whatARemovalBuriedComesBackWithEdges() {
        arena.assign(arena.mallory, "admin");
        arena.pass(Duration.ofMinutes(1));
        long now = arena.now();
        Entry node = arena.alice.put("node", "{\"v\":1}", now);
        Entry other = arena.alice.put("other", "{}", now);
        Entry to = arena.alice.link("other", "node", now + 1);
        Entry from = arena.alice.link("node", "other", now + 1);
        arena.given(node, other);
        arena.given(to, from);
        arena.given(arena.mallory.remove("node", now + 1_000));
        assertThat(arena.victim.database().get("node")).isNull();
        arena.capital.security().banish(arena.mallory.address(), Instant.ofEpochMilli(now + 500));
        arena.pass(Duration.ofSeconds(10));
        assertThat(arena.victim.database().entries()).contains(node, other, to, from);
        assertThat(arena.victim.database().get("other").edges()).containsExactly("node");
        arena.assertEqual();
    }

    @Test
    void aStolenKeyIsMadeHarmlessFromTheTheftOn() {
        long theft = arena.now();
        Entry honest = arena.bob.put("bobs", "{\"v\":1}", theft - 30_000);
        arena.given(honest);
        Entry stolen = arena.bob.put("bobs", "{\"v\":2}", theft + 10);
        Entry claim = arena.bob.acl("open", "{\"owner\":\"" + arena.bob.text() + "\"}", theft + 20);
        arena.given(stolen);
        arena.given(claim);
        arena.pass(Duration.ofHours(2));
        arena.capital.security().banish(arena.bob.address(), Instant.ofEpochMilli(theft));
        arena.pass(Duration.ofSeconds(10));
        assertThat(arena.victim.database().entries()).contains(honest).doesNotContain(stolen, claim);
        assertThat(arena.victim.security().acls().permissions("open")).isNull();
        arena.assertNotLetIn(
                arena.bob.put("bobs", "{\"v\":3}", theft + 1), arena.bob.put("bobs", "{\"v\":3}", arena.now()));
        arena.given(arena.bob.put("bobs2", "{\"dated\":\"before the theft\"}", theft - 1));
    }

    @Test
    void aWriteThatArrivesBeforeItsPermissionIsNotLost() {
        long now = arena.now();
        Entry role = arena.root.role(arena.nobody.text(), "{\"role\":\"user\"}", now);
        Entry written = arena.nobody.put("early", "{}", now + 10);
        arena.assertNotLetIn(arena.nobody, written);
        assertThat(arena.victim.security().parked()).isPositive();
        arena.given(role);
        assertThat(arena.victim.database().entries()).contains(written);
        arena.assertEqual();
    }

    @Test
    void aGrantThatArrivesAfterWhatItPermits() {
        long now = arena.now();
        String note = arena.alice.own("note");
        arena.given(arena.alice.put(note, "{}", now));
        Entry written = arena.bob.put(note, "{\"by\":\"bob\"}", now + 20);
        arena.assertNotLetIn(arena.bob, written);
        arena.given(arena.alice.acl(note, "{\"grant\":\"" + arena.bob.text() + "\",\"level\":\"write\"}", now + 10));
        assertThat(arena.victim.database().entries()).contains(written);
        arena.assertEqual();
    }

    /** A replica that was not there when it happened comes to the same verdicts. */
    @Test
    void aLateJoinerJudgesAlike() {
        long now = arena.now();
        arena.given(arena.bob.put("bobs", "{\"v\":1}", now));
        arena.assign(arena.bob, "guest");
        arena.pass(Duration.ofHours(1));
        Entry late = arena.bob.put("bobs", "{\"v\":2}", arena.now());
        arena.assertNotLetIn(late);
        Author newcomer = Arena.author(55);
        arena.assign(newcomer, "server");
        Member joiner = arena.open(newcomer);
        arena.connect(joiner, arena.victim);
        arena.pass(Duration.ofMinutes(1));
        assertThat(joiner.database().digest()).isEqualTo(arena.victim.database().digest());
        joiner.database().merge(List.of(late));
        assertThat(joiner.database().digest()).isEqualTo(arena.victim.database().digest());
    }

    /** Who has been demoted reads nothing any more, and nobody asks for what they cannot compare: it must not be lost for that. */
    @Test
    void whatSomebodyWroteLawfullyBeforeTheirDemotionReachesTheOthers() {
        Member own = arena.open(arena.bob);
        Cable cable = arena.connect(own, arena.victim);
        arena.pass(Duration.ofSeconds(10));
        cable.cut();
        String note = arena.bob.own("note");
        own.database().put(Arena.json("{\"written\":\"offline\"}"), note);
        arena.pass(Duration.ofMinutes(1));
        Entry demotion = arena.root.role(arena.bob.text(), "{\"role\":\"none\"}", arena.now());
        arena.given(demotion);
        own.database().merge(List.of(demotion));
        arena.connect(own, arena.victim);
        arena.pass(Duration.ofSeconds(30));
        assertThat(arena.victim.database().get(note)).isNotNull();
        arena.assertEqual();
    }

    /** A role reaches somebody through third peers, although the superadmin was never there at the same time. */
    @Test
    void aRoleTravelsThroughThirdPeers() {
        Member own = arena.open(arena.nobody);
        arena.assign(arena.nobody, "user");
        arena.capital.database().sync().close();
        arena.connect(own, arena.bystander);
        arena.pass(Duration.ofMinutes(1));
        own.database().put(Arena.json("{}"), "written");
        arena.pass(Duration.ofSeconds(10));
        assertThat(arena.victim.database().get("written")).isNotNull();
    }

    @Test
    void whatOnesOwnPeersWouldRefuseIsRefusedAtOnce() {
        Member own = arena.open(arena.mallory);
        arena.connect(own, arena.victim);
        arena.assign(arena.mallory, "guest");
        arena.pass(Duration.ofSeconds(10));
        var before = own.database().digest();
        assertThatThrownBy(() -> own.database().put(Arena.json("{}"), "note"))
                .isInstanceOf(NotPermittedException.class)
                .hasMessageContaining(arena.mallory.text())
                .hasMessageContaining("write");
        assertThat(own.database().digest()).isEqualTo(before);
    }

    @Test
    void aRestartChangesNoVerdict() {
        Author who = Arena.author(56);
        arena.assign(who, "server");
        Member own = arena.open(who, builder -> builder.storage(StorageOptions.in(directory)), false);
        arena.connect(own, arena.victim).settle();
        arena.pass(Duration.ofSeconds(30));
        long now = arena.now();
        Entry parked = arena.nobody.put("early", "{}", now + 10);
        Entry let = arena.alice.put("alices", "{}", now);
        own.database().merge(List.of(parked, let));
        arena.settle();
        var digest = own.database().digest();
        own.close();
        try (var again = stored(who, security -> security.verifyStore(true))) {
            assertThat(again.database().digest()).isEqualTo(digest);
            assertThat(again.security().parked()).isEqualTo(1);
            again.database().merge(List.of(arena.root.role(arena.nobody.text(), "{\"role\":\"user\"}", now)));
            assertThat(again.database().entries()).contains(parked, let);
        }
    }

    /** Somebody with access to the disk takes the superadmins out of the configuration, or puts themselves in. */
    @Test
    void whatIsStoredIsJudgedByTheRulesOfToday() {
        Author who = Arena.author(57);
        Entry lawfulYesterday = arena.mallory.put("note", "{}", arena.now());
        Entry role = arena.root.role(arena.mallory.text(), "{\"role\":\"user\"}", arena.now() - 1_000);
        try (var own = stored(who, security -> security)) {
            own.database().merge(List.of(role, lawfulYesterday));
            assertThat(own.database().entries()).contains(role, lawfulYesterday);
        }
        try (var again = stored(
                who,
                security -> security.superAdmins(List.of(arena.alice.address())).roles(Roles.DEFAULTS))) {
            assertThat(again.database().entries()).doesNotContain(lawfulYesterday, role);
        }
    }

    /** Somebody with access to the disk puts something into it. */
    @Test
    void whatSomebodyAlteredOnTheDiskIsNotBelieved() {
        Author who = Arena.author(58);
        Entry role = arena.root.role(arena.alice.text(), "{\"role\":\"user\"}", arena.now() - 1_000);
        Entry genuine = arena.alice.put("genuine", "{}", arena.now());
        Entry altered = arena.alice.put("altered", "{}", arena.now()).signed(genuine.signature());
        try (var unguarded = storedBuilder().open()) {
            unguarded.merge(List.of(role, genuine, altered));
        }
        try (var own = stored(who, security -> security.verifyStore(true))) {
            assertThat(own.database().entries()).contains(role, genuine).doesNotContain(altered);
        }
    }

    /** What waits on the disk for its time is looked at like anything else that comes from elsewhere. */
    @Test
    void whatSomebodyAlteredAmongTheParkedOnTheDiskIsNotBelieved() {
        Author who = Arena.author(60);
        long future = arena.now() + Duration.ofHours(3).toMillis();
        Entry role = arena.root.role(arena.alice.text(), "{\"role\":\"user\"}", arena.now() - 1_000);
        Entry genuine = arena.alice.put("genuine", "{}", future);
        Entry altered = arena.alice.put("altered", "{}", future).signed(genuine.signature());
        try (var unguarded = storedBuilder().open()) {
            unguarded.merge(List.of(role, genuine, altered));
            assertThat(unguarded.status().intake().parked()).isEqualTo(2);
        }
        try (var own = stored(who, security -> security.verifyStore(true))) {
            assertThat(own.database().status().intake().parked()).isEqualTo(1);
        }
        try (var unguarded = storedBuilder().open()) {
            assertThat(unguarded.status().intake().parked()).isEqualTo(1);
        }
        arena.pass(Duration.ofHours(2));
        try (var own = stored(who, security -> security.verifyStore(true))) {
            assertThat(own.database().entries()).contains(role, genuine).doesNotContain(altered);
        }
    }

    @Test
    void entriesFromTheFutureWait() {
        long drift = Duration.ofHours(2).toMillis();
        Entry future = arena.alice.put("note", "{}", arena.now() + drift + 600_000);
        arena.victim.database().merge(List.of(future));
        assertThat(arena.victim.database().get("note")).isNull();
        assertThatThrownBy(() -> arena.victim.security().submit(List.of(future)))
                .isInstanceOf(NotPermittedException.class);
        arena.pass(Duration.ofMinutes(15));
        arena.victim.database().merge(List.of());
        assertThat(arena.victim.database().get("note")).isNotNull();
    }

    /** What is sent again when its time has come, before this replica has noticed that, is not forgotten. */
    @Test
    void whatWaitsForItsPermissionAfterItsTimeHasComeOutlivesARestart() {
        Author who = Arena.author(59);
        long latest = arena.now() + Duration.ofHours(2).toMillis();
        var early = new ArrayList<Entry>();
        for (int i = 1; i <= 20; i++) {
            early.add(arena.nobody.put("early" + i, "{}", latest + 100L * i));
        }
        try (var own = stored(who, security -> security)) {
            for (int i = 0; i <= early.size(); i++) {
                own.database().merge(early);
                arena.time.pass(Duration.ofMillis(100));
            }
            arena.time.pass(Duration.ofSeconds(2));
            assertThat(own.security().parked()).isEqualTo(early.size());
        }
        try (var again = stored(who, security -> security)) {
            assertThat(again.security().parked()).isEqualTo(early.size());
        }
    }

    /** A role that is to end is not written on with by dating ahead: the end is judged by the entry's own time. */
    @Test
    void aDateAheadOfTheExpiryIsNoWayAroundIt() {
        long expiry = arena.now() + 60_000;
        arena.assign(arena.mallory, "user", Instant.ofEpochMilli(expiry));
        arena.assertNotLetIn(arena.mallory.put("note", "{}", expiry + 10));
    }

    /** A replica whose store is in the directory, with a guard that is its own. */
    private Member stored(Author who, UnaryOperator<GenosSecurity.Builder> rules) {
        return new Member(
                who.identity(),
                rules.apply(arena.security(who.identity())).build(),
                UnaryOperator.identity(),
                storedBuilder(),
                arena.time);
    }

    private DatabaseBuilder storedBuilder() {
        return arena.builder().storage(StorageOptions.in(directory));
    }
}

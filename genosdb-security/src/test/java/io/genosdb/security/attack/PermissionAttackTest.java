package io.genosdb.security.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.WriteBatch;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Slot;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.guard.SlotWrite;
import io.genosdb.security.GenosSecurity.Principal;
import io.genosdb.security.testing.Author;
import io.genosdb.security.testing.Member;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writing, linking and removing without the permission, by every road to it. */
class PermissionAttackTest {

    private Arena arena;
    private final Author guest = Arena.author(31);
    private final Author admin = Arena.author(32);
    private final Author warden = Arena.author(33);

    @BeforeEach
    void open() {
        arena = new Arena();
        arena.assign(guest, "guest");
        arena.assign(admin, "admin");
        arena.assign(warden, "warden");
        arena.given(arena.alice.put("open", "{\"v\":1}", arena.now()), arena.alice.put("other", "{}", arena.now()));
        arena.given(arena.alice.link("open", "other", arena.now() + 1));
        arena.pass(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void guestsAndStrangersWriteNothing() {
        long now = arena.now();
        for (Author who : List.of(guest, arena.nobody)) {
            arena.assertNotLetIn(
                    who,
                    who.put("new", "{}", now),
                    who.put("open", "{}", now),
                    who.put(who.own("note"), "{}", now),
                    who.put(who.profile(), "{}", now),
                    who.entry("open", new Slot.Field("v"), Arena.json("{}"), who.at(now)),
                    who.entry("open", new Slot.Field("v"), null, who.at(now + 1)));
        }
    }

    @Test
    void guestsAndStrangersLinkNothing() {
        long now = arena.now();
        for (Author who : List.of(guest, arena.nobody)) {
            arena.assertNotLetIn(
                    who,
                    who.link("open", "open", now),
                    who.unlink("open", "other", now),
                    who.link(who.profile(), "open", now));
        }
    }

    @Test
    void usersRemoveNothingThatNobodyOwns() {
        long now = arena.now();
        for (Author who : List.of(arena.mallory, arena.alice, arena.server, guest, arena.nobody)) {
            arena.assertNotLetIn(who, who.remove("open", now));
        }
        arena.given(admin.remove("open", now + 1));
    }

    @Test
    void adminsRemoveNothingThatOthersOwn() {
        long now = arena.now();
        arena.given(arena.alice.put(arena.alice.own("note"), "{}", now));
        arena.given(arena.alice.put(arena.alice.profile(), "{}", now));
        arena.assertNotLetIn(
                admin, admin.remove(arena.alice.own("note"), now + 1), admin.remove(arena.alice.profile(), now + 1));
        arena.given(warden.remove(arena.alice.own("note"), now + 2), warden.remove(arena.alice.profile(), now + 2));
    }

    /** Not even whoever may remove any node writes what is somebody's. */
    @Test
    void mightyOnesWriteNothingOfOthers() {
        long now = arena.now();
        arena.given(arena.alice.put(arena.alice.own("note"), "{}", now));
        for (Author who : List.of(admin, warden, arena.server, arena.root)) {
            arena.assertNotLetIn(
                    who,
                    who.put(arena.alice.own("note"), "{\"by\":\"me\"}", now + 1),
                    who.link(arena.alice.own("note"), "open", now + 1));
        }
    }

    @Test
    void aRoleThatNobodyHasHeardOfPermitsNothing() {
        arena.given(arena.root.role(arena.mallory.text(), "{\"role\":\"emperor\"}", arena.now()));
        arena.assertNotLetIn(arena.mallory.put("open", "{}", arena.now() + 1));
        assertThat(arena.victim.security().permissionsOf(arena.mallory.address()))
                .isEmpty();
    }

    @Test
    void ownWritesAreRefusedWithTheReasonAndNothingHasHappened() {
        Member own = arena.open(guest);
        arena.connect(own, arena.victim);
        var database = own.database();
        var before = database.digest();
        assertRefused(guest, "write", () -> database.put(Arena.json("{}"), "new"));
        assertRefused(guest, "write", () -> database.put(Arena.json("{}"), "open"));
        assertRefused(guest, "link", () -> database.link("open", "other"));
        assertRefused(guest, "link", () -> database.unlink("open", "other"));
        assertRefused(guest, "delete", () -> database.remove("open"));
        assertRefused(guest, "", database::clear);
        assertRefused(guest, "write", () -> database.write(new WriteBatch().put(Arena.json("{}"), "a")));
        assertRefused(guest, "", () -> own.security().assignRole(guest.address(), "admin", null));
        assertThat(database.digest()).isEqualTo(before);
        arena.assertEqual();
    }

    @Test
    void ofABatchAllOrNothing() {
        Member own = arena.open(arena.mallory);
        arena.connect(own, arena.victim);
        var before = own.database().digest();
        assertRefused(
                arena.mallory,
                "",
                () -> own.database()
                        .write(new WriteBatch()
                                .put(Arena.json("{}"), "mine")
                                .put(Arena.json("{}"), arena.alice.own("note"))));
        assertThat(own.database().digest()).isEqualTo(before);
        assertThat(own.database().get("mine")).isNull();
    }

    private static void assertRefused(Author who, String permission, Runnable write) {
        assertThatThrownBy(write::run)
                .isInstanceOf(NotPermittedException.class)
                .hasMessageContaining(who.text())
                .hasMessageContaining(permission);
    }

    // ---- on behalf of others

    @Test
    void aServerDoesNotMoreThanTheUserCould() {
        var security = arena.victim.security();
        var database = arena.victim.database();
        for (Author who : List.of(guest, arena.nobody, arena.root)) {
            assertThatThrownBy(() -> security.actingFor(
                            new Principal.User(who.address()), () -> database.put(Arena.json("{}"), "new")))
                    .isInstanceOf(NotPermittedException.class);
        }
        assertThatThrownBy(() -> security.actingFor(Principal.ANONYMOUS, () -> database.put(Arena.json("{}"), "new")))
                .isInstanceOf(NotPermittedException.class);
        security.actingFor(new Principal.User(arena.alice.address()), () -> database.put(Arena.json("{}"), "new"));
        arena.settle();
        assertThat(arena.bystander.database().entries())
                .filteredOn(entry -> entry.nodeId().equals("new"))
                .extracting(Entry::author)
                .containsExactly(arena.server.text() + " for " + arena.alice.text());
        arena.assertEqual();
    }

    @Test
    void whoMayNotActForOthersDoesNot() {
        Member own = arena.open(arena.mallory);
        arena.connect(own, arena.victim);
        assertThatThrownBy(() -> own.security()
                        .actingFor(
                                new Principal.User(arena.alice.address()),
                                () -> own.database().put(Arena.json("{}"), "new")))
                .isInstanceOf(NotPermittedException.class)
                .hasMessageContaining("delegate");
        arena.assertEqual();
    }

    @Test
    void aServerThatIsNoneAnyMoreActsForNobody() {
        String text = arena.server.text() + " for " + arena.alice.text();
        arena.assign(arena.server, "user");
        arena.pass(Duration.ofMinutes(1));
        arena.assertNotLetIn(
                arena.server.entryAs(text, "late", Slot.VALUE, Arena.json("{}"), arena.server.at(arena.now())));
    }

    @Test
    void permissionsForActionsAreThoseOfWhoeverActs() {
        var security = arena.victim.security();
        assertThatThrownBy(() -> security.actingFor(
                        new Principal.User(guest.address()),
                        () -> security.executeWithPermission("write", () -> "done")))
                .isInstanceOf(NotPermittedException.class);
        assertThatThrownBy(() -> security.actingFor(
                        Principal.ANONYMOUS, () -> security.executeWithPermission("read", () -> "done")))
                .isInstanceOf(NotPermittedException.class);
        assertThat(security.actingFor(
                        new Principal.User(arena.alice.address()),
                        () -> security.executeWithPermission("write", () -> "done")))
                .isEqualTo("done");
    }

    // ---- handed in from a wallet

    @Test
    void whatIsHandedInIsTheirsOrNothing() {
        var security = arena.victim.security();
        List<Entry> draft = security.draft(
                arena.mallory.address(),
                version -> List.of(
                        new SlotWrite("mine", Slot.VALUE, Arena.json("{}")),
                        new SlotWrite(arena.alice.own("note"), Slot.VALUE, Arena.json("{}"))));
        List<Entry> signed = draft.stream()
                .map(entry -> entry.signed(arena.mallory.identity().sign(entry.hash())))
                .toList();
        var before = arena.victim.database().digest();
        assertThatThrownBy(() -> security.submit(signed)).isInstanceOf(NotPermittedException.class);
        assertThat(arena.victim.database().digest()).isEqualTo(before);
        security.submit(signed.subList(0, 1));
        assertThat(arena.victim.database().get("mine")).isNotNull();
    }

    /** What a user hands in counts as theirs, whoever is acting on the thread. */
    @Test
    void whoeverHandsItInDoesNotMatter() {
        Entry written = arena.alice.put("alices", "{}", arena.now());
        Entry not = arena.nobody.put("nobodys", "{}", arena.now());
        arena.victim.security().actingFor(Principal.ANONYMOUS, () -> {
            arena.victim.security().submit(List.of(written));
            return null;
        });
        assertThat(arena.victim.database().entries()).contains(written);
        assertThatThrownBy(() -> arena.victim.security().submit(List.of(not)))
                .isInstanceOf(NotPermittedException.class);
    }
}

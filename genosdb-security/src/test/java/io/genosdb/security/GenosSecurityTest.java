package io.genosdb.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.genosdb.GenosDatabase;
import io.genosdb.ListenerRegistration;
import io.genosdb.graph.ConflictPolicy;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Node;
import io.genosdb.graph.Reader;
import io.genosdb.graph.Slot;
import io.genosdb.guard.ForgedEntryException;
import io.genosdb.guard.Guard;
import io.genosdb.guard.GuardFactory;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.guard.SlotWrite;
import io.genosdb.query.Query;
import io.genosdb.security.GenosSecurity.Principal;
import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Identity;
import io.genosdb.security.identity.Signatures;
import io.genosdb.security.policy.Judge;
import io.genosdb.security.policy.Permission;
import io.genosdb.security.policy.Role;
import io.genosdb.security.policy.Roles;
import io.genosdb.storage.StorageOptions;
import io.genosdb.sync.Admission;
import io.genosdb.value.JsonObject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facade on real databases with real signatures. */
class GenosSecurityTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Identity root = Identity.generate(RANDOM);
    private final Identity server = Identity.generate(RANDOM);
    private final Identity eve = Identity.generate(RANDOM);
    private final Address ann = Identity.generate(RANDOM).address();
    private final Address bob = Identity.generate(RANDOM).address();

    @TempDir
    private Path directory;

    private final List<GenosDatabase> open = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong(1_000_000_000_000L);

    @AfterEach
    void close() {
        open.forEach(GenosDatabase::close);
    }

    private static Roles roles() {
        var all = new ArrayList<>(Roles.DEFAULTS.all());
        all.add(new Role("gateway", Set.of(Permission.DELEGATE, Permission.REPLICATE), "user"));
        return Roles.of(all);
    }

    private GenosSecurity.Builder builder(Identity identity) {
        return GenosSecurity.builder(identity)
                .superAdmins(List.of(root.address()))
                .roles(roles());
    }

    private GenosDatabase open(GenosSecurity security) {
        return open(security, ConflictPolicy.LAST_WRITER_WINS);
    }

    private GenosDatabase open(GenosSecurity security, ConflictPolicy policy) {
        GenosDatabase database = GenosDatabase.builder("test")
                .storage(StorageOptions.inMemory())
                .conflictPolicy(policy)
                .clock(() -> Instant.ofEpochMilli(clock.incrementAndGet()))
                .guard(security)
                .open();
        open.add(database);
        return database;
    }

    private static JsonObject json(String text) {
        return JsonObject.parse(text.replaceAll("(\\w+):", "\"$1\":").replace('\'', '"'));
    }

    /** Lets two replicas know the same. */
    private static void exchange(GenosDatabase a, GenosDatabase b) {
        b.merge(a.entries());
        a.merge(b.entries());
        assertThat(a.digest()).isEqualTo(b.digest());
    }

    @Test
    void unknownApplicationIntroducesItselfAndIsPromoted() {
        GenosSecurity admin = builder(root).build();
        GenosSecurity newcomer = builder(server).build();
        GenosDatabase a = open(admin);
        GenosDatabase b = open(newcomer);
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> b.put(json("{}"), "n"))
                .withMessageContaining("had no role");
        newcomer.introduce();
        newcomer.introduce();
        assertThat(newcomer.roleOf(server.address())).isEqualTo("guest");
        exchange(a, b);
        assertThat(a.get("user:" + server.address())).isNotNull();
        admin.assignRole(server.address(), "user", null);
        exchange(a, b);
        b.put(json("{x: 1, owner: 'me', role: 'god'}"), "n");
        assertThat(b.get("n").value()).isEqualTo(json("{x: 1}"));
        exchange(a, b);
        assertThat(admin.assignments())
                .containsEntry(server.address(), "user")
                .containsEntry(root.address(), "superadmin");
        newcomer.introduce();
        assertThat(newcomer.roleOf(server.address())).isEqualTo("user");
    }

    @Test
    void demotionTurnsOutWhatWasWrittenSince() {
        GenosSecurity admin = builder(root).build();
        GenosSecurity rogue = builder(eve).build();
        GenosDatabase a = open(admin);
        GenosDatabase b = open(rogue);
        admin.assignRole(eve.address(), "user", null);
        exchange(a, b);
        a.put(json("{by: 'root'}"), "n");
        exchange(a, b);
        Instant theft = Instant.ofEpochMilli(clock.get());
        b.put(json("{by: 'eve'}"), "n");
        exchange(a, b);
        assertThat(a.get("n").value()).isEqualTo(json("{by: 'eve'}"));
        admin.banish(eve.address(), theft);
        assertThat(a.get("n").value()).isEqualTo(json("{by: 'root'}"));
        exchange(a, b);
        assertThat(b.entries()).isNotEmpty();
        assertThat(rogue.roleOf(eve.address())).isNull();
        assertThatExceptionOfType(NotPermittedException.class).isThrownBy(() -> b.put(json("{}"), "n"));
        assertThat(admin.refusals()).isNotEmpty();
        assertThat(admin.parked()).isEqualTo(1);
    }

    @Test
    void applicationActsForUsersByTheirRights() {
        GenosSecurity admin = builder(root).build();
        GenosSecurity web = builder(server).build();
        GenosDatabase a = open(admin);
        GenosDatabase b = open(web);
        admin.assignRole(server.address(), "gateway", null);
        exchange(a, b);
        var user = new Principal.User(ann);
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> web.actingFor(user, () -> b.put(json("{}"), "n")))
                .withMessageContaining(ann.text());
        assertThat(web.actingFor(user, () -> b.get("user:" + server.address()))).isNull();
        admin.assignRole(ann, "user", null);
        exchange(a, b);
        String id = web.actingFor(user, () -> web.acls().set(json("{secret: true}")));
        assertThat(id).startsWith(ann.text() + "/");
        assertThat(b.entries().stream().filter(entry -> entry.nodeId().equals(id)))
                .extracting(Entry::author)
                .containsExactly(server.address() + " for " + ann);
        exchange(a, b);
        assertThat(web.actingFor(Principal.ANONYMOUS, () -> b.get(id))).isNull();
        assertThat(web.actingFor(Principal.ANONYMOUS, () -> b.map(Query.all()))).isEmpty();
        assertThat(web.actingFor(user, () -> b.get(id))).isNotNull();
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> web.actingFor(Principal.ANONYMOUS, () -> b.put(json("{}"))));
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> web.actingFor(new Principal.User(root.address()), () -> b.put(json("{}"))))
                .withMessageContaining("nobody can act for the superadmin");
    }

    @Test
    void ownersShareTheirNodes() {
        GenosSecurity admin = builder(root).build();
        GenosDatabase database = open(admin);
        admin.assignRole(ann, "user", null);
        admin.assignRole(eve.address(), "user", null);
        Acls acls = admin.acls();
        var asAnn = new Principal.User(ann);
        var asEve = new Principal.User(eve.address());
        admin.actingFor(asAnn, () -> acls.set(json("{v: 1}"), "note"));
        assertThat(admin.actingFor(asEve, () -> database.get("note"))).isNull();
        assertThat(admin.actingFor(asEve, () -> acls.permissions("note"))).isNull();
        admin.actingFor(asAnn, () -> {
            acls.grant("note", eve.address().text().toLowerCase(Locale.ROOT), AccessLevel.READ);
            acls.grant("note", Acls.EVERYONE, AccessLevel.READ);
            return null;
        });
        assertThat(admin.actingFor(asEve, () -> acls.permissions("note")))
                .isEqualTo(new AccessList(ann, Map.of(eve.address(), AccessLevel.READ), AccessLevel.READ));
        assertThat(admin.actingFor(Principal.ANONYMOUS, () -> database.get("note")))
                .isNotNull();
        assertThat(acls.isAllowed("note", eve.address(), AccessLevel.WRITE)).isFalse();
        assertThat(acls.isAllowed("note", null, AccessLevel.READ)).isTrue();
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> admin.actingFor(asEve, () -> acls.set(json("{v: 2}"), "note")))
                .withMessageContaining("belongs to " + ann);
        admin.actingFor(asAnn, () -> {
            acls.grant("note", eve.address().text(), AccessLevel.WRITE);
            acls.revoke("note", Acls.EVERYONE);
            return null;
        });
        admin.actingFor(asEve, () -> database.put(json("{v: 3}"), "note"));
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> admin.actingFor(asEve, () -> acls.delete("note")));
        assertThat(admin.actingFor(asAnn, () -> acls.set(json("{v: 4}"), "note")))
                .isEqualTo("note");
        assertThat(admin.actingFor(asAnn, () -> acls.delete("note"))).isTrue();
        assertThat(admin.actingFor(asAnn, () -> acls.delete("note"))).isFalse();
    }

    @Test
    void whatOthersWroteIsNotClaimedByTheWay() {
        GenosSecurity admin = builder(root).build();
        GenosDatabase database = open(admin);
        admin.assignRole(ann, "user", null);
        database.put(json("{}"), "n");
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> admin.actingFor(
                        new Principal.User(ann), () -> admin.acls().set(json("{}"), "n")))
                .withMessageContaining("was written by " + root.address());
        assertThat(admin.acls().set(json("{}"), "n")).isEqualTo("n");
        assertThat(admin.acls().permissions("n").owner()).isEqualTo(root.address());
    }

    @Test
    void listenersOfReadersFollowTheirRights() {
        GenosSecurity admin = builder(root).build();
        GenosDatabase database = open(admin);
        admin.assignRole(ann, "user", null);
        database.put(json("{}"), "open");
        var seen = new CopyOnWriteArrayList<String>();
        admin.actingFor(
                new Principal.User(ann),
                () -> database.map(Query.all(), event -> seen.add(event.action() + " " + event.id())));
        await().until(() -> seen.contains("INITIAL open"));
        admin.acls().set(json("{}"), "closed");
        admin.acls().grant("closed", ann.text(), AccessLevel.READ);
        await().until(() -> seen.contains("ADDED closed"));
        admin.acls().revoke("closed", ann.text());
        await().until(() -> seen.contains("REMOVED closed"));
        admin.assignRole(ann, "none", null);
        await().until(() -> seen.contains("REMOVED open"));
        admin.assignRole(ann, "guest", null);
        await().until(() -> seen.indexOf("ADDED open") > 0);
    }

    @Test
    void walletsSignTheirOwnEntries() {
        GenosSecurity web = builder(root).build();
        GenosDatabase database = open(web);
        String node = Judge.USER_PREFIX + eve.address();
        List<Entry> drafts = web.draft(
                eve.address(),
                version -> List.of(
                        new SlotWrite(node, new Slot.Role(version.text()), json("{role: 'guest'}")),
                        new SlotWrite(node, Slot.VALUE, json("{name: 'Eve', role: 'admin'}"))));
        assertThatExceptionOfType(ForgedEntryException.class).isThrownBy(() -> web.submit(drafts));
        web.submit(
                drafts.stream().map(entry -> entry.signed(wallet(entry.hash()))).toList());
        assertThat(web.roleOf(eve.address())).isEqualTo("guest");
        assertThat(database.get(node).value()).isEqualTo(json("{name: 'Eve'}"));
        List<Entry> refused = web.draft(eve.address(), version -> List.of(new SlotWrite("n", Slot.VALUE, json("{}"))));
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> web.submit(refused.stream()
                        .map(entry -> entry.signed(wallet(entry.hash())))
                        .toList()));
    }

    /** As wallets do it, with v. */
    private byte[] wallet(Hash256 hash) {
        byte[] signature = Arrays.copyOf(eve.sign(hash), 65);
        signature[64] = 27;
        return signature;
    }

    @Test
    void secretsAreReadByTheirAuthorAlone() {
        GenosSecurity mine = builder(root).build();
        GenosSecurity theirs = builder(server).build();
        GenosDatabase a = open(mine);
        GenosDatabase b = open(theirs);
        mine.assignRole(server.address(), "gateway", null);
        String id = mine.sm().put(json("{pin: 1234, kind: 'card'}"));
        String named = mine.sm().put(json("{pin: 99}"), "my-secret");
        exchange(a, b);
        assertThat(mine.sm().get(id)).isEqualTo(json("{pin: 1234, kind: 'card'}"));
        assertThat(mine.sm().get(named)).isEqualTo(json("{pin: 99}"));
        assertThat(theirs.sm().get(id)).isNull();
        assertThat(b.get(id).value().toString()).doesNotContain("1234");
        assertThat(theirs.sm().map(Query.all())).isEmpty();
        assertThat(mine.sm().map(Query.parse("{ query: { pin: { $gt: 100 } } }")))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.node().id()).isEqualTo(id);
                    assertThat(found.value()).isEqualTo(json("{pin: 1234, kind: 'card'}"));
                });
        assertThat(theirs.sm().remove(id)).isFalse();
        assertThat(mine.sm().remove(id)).isTrue();
        assertThat(mine.sm().get(id)).isNull();
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> theirs.sm().put(json("{}"), named));
        assertThat(mine.decrypt(mine.encrypt("hello"))).isEqualTo("hello");
        assertThatIllegalArgumentException().isThrownBy(() -> theirs.decrypt(mine.encrypt("hello")));
    }

    @Test
    void permissionsGuardActions() {
        GenosSecurity admin = builder(root).build();
        open(admin);
        admin.assignRole(ann, "manager", null);
        var asAnn = new Principal.User(ann);
        assertThat(admin.<String>actingFor(asAnn, () -> admin.executeWithPermission("publish", () -> "done")))
                .isEqualTo("done");
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> admin.actingFor(asAnn, () -> admin.executeWithPermission("delete", () -> "done")))
                .withMessageContaining("the role 'manager'");
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> admin.actingFor(
                        Principal.ANONYMOUS, () -> admin.executeWithPermission("publish", () -> "done")));
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> admin.actingFor(asAnn, () -> {
                    admin.assignRole(eve.address(), "user", null);
                    return null;
                }));
        assertThatIllegalArgumentException().isThrownBy(() -> admin.assignRole(ann, "emperor", null));
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> admin.assignRole(ann, "superadmin", null));
    }

    @Test
    void eventsTellOfChangesInOrder() {
        GenosSecurity admin = builder(root).build();
        var events = new CopyOnWriteArrayList<SecurityEvent>();
        ListenerRegistration registration = admin.onEvent(events::add);
        open(admin);
        admin.assignRole(ann, "user", Instant.ofEpochMilli(clock.get() + 100_000));
        admin.acls().set(json("{}"), "n");
        await().until(() -> events.size() == 2);
        assertThat(events)
                .containsExactly(new SecurityEvent.RoleChanged(ann, "user"), new SecurityEvent.AccessChanged("n"));
        clock.addAndGet(200_000);
        await().until(() -> events.contains(new SecurityEvent.RoleChanged(ann, null)));
        assertThat(admin.roleOf(ann)).isNull();
        registration.close();
        admin.assignRole(ann, "guest", null);
        await().until(() -> "guest".equals(admin.roleOf(ann)));
        assertThat(events).hasSize(3);
    }

    @Test
    void aRefusedWriteOfAHiddenNodeSaysNothingOfItsFields() {
        GenosSecurity admin = builder(root).build();
        GenosDatabase database = open(admin, ConflictPolicy.FIELD_LEVEL);
        admin.assignRole(ann, "user", null);
        String id = admin.acls().set(json("{salary: 5000, other: 1}"));

        for (String guess : List.of("{salary: 5000}", "{salary: 4000}")) {
            assertThatThrownBy(() -> admin.actingFor(new Principal.User(ann), () -> database.put(json(guess), id)))
                    .isInstanceOf(NotPermittedException.class)
                    .hasMessageContaining("salary")
                    .hasMessageNotContaining("other");
        }
    }

    @Test
    void governanceDoesNotFollowSomebodyWhoGoesUpAndDownWithoutEnd() {
        GenosSecurity admin = builder(root)
                .governance(List.of(
                        new GovernanceRule(Query.parse("{ query: { points: { $gte: 0 } } }"), null, "user"),
                        new GovernanceRule(Query.parse("{ query: { points: { $gte: 100 } } }"), null, "manager")))
                .build();
        GenosDatabase database = open(admin);
        String node = Judge.USER_PREFIX + ann;
        admin.assignRole(ann, "user", null);
        for (int i = 0; i < 10; i++) {
            String role = i % 2 == 0 ? "manager" : "user";
            String json = i % 2 == 0 ? "{points: 100}" : "{points: 1}";
            admin.actingFor(new Principal.User(ann), () -> database.put(json(json), node));
            await().until(() -> role.equals(admin.roleOf(ann)));
        }

        admin.actingFor(new Principal.User(ann), () -> database.put(json("{points: 100}"), node));
        admin.assignRole(bob, "user", null);
        admin.actingFor(new Principal.User(bob), () -> database.put(json("{points: 100}"), Judge.USER_PREFIX + bob));
        await("whoever came later").until(() -> "manager".equals(admin.roleOf(bob)));
        assertThat(admin.roleOf(ann)).isEqualTo("user");

        clock.addAndGet(Duration.ofHours(1).toMillis() + 1);
        await("their turn has come").until(() -> "manager".equals(admin.roleOf(ann)));
    }

    @Test
    void governanceGivesTheRoleOfTheLastRuleThatMatches() {
        GenosSecurity admin = builder(root)
                .governance(List.of(
                        new GovernanceRule(Query.parse("{ query: { points: { $gte: 10 } } }"), null, "user"),
                        new GovernanceRule(Query.parse("{ query: { points: { $gte: 100 } } }"), null, "manager"),
                        new GovernanceRule(
                                Query.parse("{ query: { points: { $gte: 0 } } }"), Duration.ofDays(30), "guest")))
                .build();
        GenosDatabase database = open(admin);
        admin.assignRole(ann, "user", null);
        var asAnn = new Principal.User(ann);
        String node = Judge.USER_PREFIX + ann;
        admin.actingFor(asAnn, () -> database.put(json("{points: 100}"), node));
        await().until(() -> "manager".equals(admin.roleOf(ann)));
        admin.actingFor(asAnn, () -> database.put(json("{points: 12}"), node));
        await().until(() -> "user".equals(admin.roleOf(ann)));
        long entries = database.entries().size();
        admin.actingFor(asAnn, () -> database.put(json("{points: 13}"), node));
        clock.addAndGet(Duration.ofDays(31).toMillis());
        await().until(() -> "guest".equals(admin.roleOf(ann)));
        assertThat(database.entries()).hasSize((int) entries + 1);
        admin.banish(ann, Instant.ofEpochMilli(clock.get()));
        database.put(json("{points: 1000}"), Judge.USER_PREFIX + root.address());
        assertThat(admin.roleOf(ann)).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder(root)
                        .governance(List.of(new GovernanceRule(Query.all(), null, "emperor")))
                        .build());
    }

    @Test
    void oneSecurityServesOneDatabaseAtATime() {
        GenosSecurity security = builder(root).build();
        assertThatIllegalStateException().isThrownBy(() -> security.roleOf(ann)).withMessageContaining("no database");
        GenosDatabase database = open(security);
        assertThatIllegalStateException().isThrownBy(() -> open(security)).withMessageContaining("'test'");
        database.close();
        assertThat(open(security)).isNotNull();
    }

    @Test
    void unsignedStoreIsRefusedAsItIs() {
        GenosSecurity security = builder(root).build();
        var options = StorageOptions.in(directory);
        try (GenosDatabase database =
                GenosDatabase.builder("test").storage(options).open()) {
            database.put(json("{}"), "n");
        }
        assertThatExceptionOfType(UnlawfulStoreException.class)
                .isThrownBy(() -> GenosDatabase.builder("test")
                        .storage(options)
                        .guard(security)
                        .open())
                .withMessageContaining("1 entries that nobody signed");
        try (GenosDatabase database =
                GenosDatabase.builder("test").storage(options).open()) {
            assertThat(database.get("n")).isNotNull();
        }
    }

    @Test
    void storeIsJudgedByTheSuperadminsOfToday() {
        var options = StorageOptions.in(directory);
        GenosSecurity before = builder(root).build();
        try (GenosDatabase database =
                GenosDatabase.builder("test").storage(options).guard(before).open()) {
            database.put(json("{}"), "n");
            before.assignRole(ann, "user", null);
        }
        GenosSecurity after = GenosSecurity.builder(server)
                .superAdmins(List.of(server.address()))
                .verifyStore(true)
                .build();
        try (GenosDatabase database =
                GenosDatabase.builder("test").storage(options).guard(after).open()) {
            assertThat(database.get("n")).isNull();
            assertThat(after.parked()).isEqualTo(2);
            assertThat(after.roleOf(ann)).isNull();
        }
        GenosSecurity again = builder(root).verifyStore(true).build();
        try (GenosDatabase database =
                GenosDatabase.builder("test").storage(options).guard(again).open()) {
            await().until(() -> database.get("n") != null);
            assertThat(again.roleOf(ann)).isEqualTo("user");
            assertThat(again.parked()).isZero();
        }
    }

    @Test
    void peersProveTheirKeys() {
        var admissions = new ArrayList<Admission>();
        GenosSecurity security = builder(root).build();
        GuardFactory factory = database -> {
            Guard guard = security.guard(database);
            admissions.add(guard.admission());
            return guard;
        };
        open.add(GenosDatabase.builder("test").guard(factory).open());
        Admission admission = admissions.get(0);
        Hash256 challenge = Hash256.of(new byte[32]);
        assertThat(admission.credentials().address()).isEqualTo(root.address().text());
        assertThat(Signatures.isSignedBy(root.address(), challenge, admission.prove(challenge)))
                .isTrue();
        String peer = eve.address().text();
        assertThat(admission.refusal(peer, eve.sign(challenge), challenge)).isNull();
        assertThat(admission.refusal(peer, root.sign(challenge), challenge)).contains("does not have the key");
        assertThat(admission.refusal(peer, new byte[3], challenge)).contains("does not have the key");
        assertThat(admission.refusal("eve", eve.sign(challenge), challenge)).contains("names no address");
        admission.convict(peer, "it sent a forged entry");
        assertThat(admission.refusal(peer, eve.sign(challenge), challenge)).contains("it sent a forged entry");
    }

    @Test
    void peersAreSentWhatTheyMayRead() {
        GenosSecurity admin = builder(root).build();
        var admissions = new ArrayList<Admission>();
        GuardFactory factory = database -> {
            Guard guard = admin.guard(database);
            admissions.add(guard.admission());
            return guard;
        };
        GenosDatabase database = GenosDatabase.builder("test").guard(factory).open();
        open.add(database);
        Reader reader = admissions.get(0).reader(ann.text());
        database.put(json("{}"), "open");
        admin.acls().set(json("{}"), "closed");
        admin.acls().set(json("{}"), root.address() + "/own");
        database.link("open", "closed");
        database.link("open", "open");
        assertThat(received(database, reader)).isEmpty();
        admin.assignRole(eve.address(), "user", null);
        assertThat(received(database, reader))
                .singleElement()
                .asString()
                .startsWith("user:" + eve.address() + "#role/");
        admin.assignRole(ann, "guest", null);
        assertThat(received(database, reader))
                .filteredOn(key -> !key.contains("#role/"))
                .satisfiesExactlyInAnyOrder(
                        key -> assertThat(key).isEqualTo("open#value"),
                        key -> assertThat(key).isEqualTo("open#edge/open"),
                        key -> assertThat(key).startsWith("closed#acl/"));
        admin.acls().grant("closed", Acls.EVERYONE, AccessLevel.READ);
        assertThat(received(database, reader)).contains("closed#value", "open#edge/closed");
        admin.acls().revoke("closed", Acls.EVERYONE);
        assertThat(received(database, reader))
                .doesNotContain("closed#value", "open#edge/closed")
                .filteredOn(key -> key.startsWith("closed#acl/"))
                .hasSize(3);
        assertThat(reader.asOfNow())
                .isEqualTo(admissions.get(0).reader(ann.text()).asOfNow());
        assertThat(admissions.get(0).reader(root.address().text()).asOfNow()).isSameAs(Reader.EVERYTHING);
    }

    private static List<String> received(GenosDatabase database, Reader reader) {
        return database.entries().stream()
                .filter(reader::mayReceive)
                .map(entry -> entry.nodeId() + "#" + entry.slot().text())
                .toList();
    }

    @Test
    void convictionsGrow() {
        var convictions = new Convictions();
        convictions.convict("x", "forged", 0);
        assertThat(convictions.offence("x", 59_999)).isEqualTo("forged");
        assertThat(convictions.offence("x", 60_000)).isNull();
        convictions.convict("x", "again", 70_000);
        assertThat(convictions.offence("x", 70_000 + 119_999)).isEqualTo("again");
        for (int i = 0; i < 40; i++) {
            convictions.convict("x", "again", 100_000);
        }
        assertThat(convictions.offence("x", 100_000 + Duration.ofDays(1).toMillis() - 1))
                .isNotNull();
        assertThat(convictions.offence("x", 100_000 + Duration.ofDays(1).toMillis()))
                .isNull();
        assertThat(convictions.offence("y", 0)).isNull();
    }

    @Test
    void snapshotsSayWhoMayReadThem() {
        GenosSecurity admin = builder(root).build();
        GenosDatabase database = open(admin);
        admin.acls().set(json("{}"), "n");
        Node before = database.get("n");
        admin.acls().grant("n", ann.text(), AccessLevel.READ);
        Node after = database.get("n");
        assertThat(before.access().isReadableBy(ann.text())).isFalse();
        assertThat(after.access().isReadableBy(ann.text())).isTrue();
        assertThat(after.timestamp()).isEqualTo(before.timestamp());
    }
}

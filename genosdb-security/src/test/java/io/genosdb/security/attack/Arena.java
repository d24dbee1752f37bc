package io.genosdb.security.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.DatabaseBuilder;
import io.genosdb.GenosDatabase;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Node;
import io.genosdb.guard.Refusal;
import io.genosdb.query.Query;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Identity;
import io.genosdb.security.policy.Permission;
import io.genosdb.security.policy.Role;
import io.genosdb.security.policy.Roles;
import io.genosdb.security.testing.Author;
import io.genosdb.security.testing.Cable;
import io.genosdb.security.testing.DishonestGuard;
import io.genosdb.security.testing.Member;
import io.genosdb.security.testing.Stranger;
import io.genosdb.security.testing.VirtualTime;
import io.genosdb.sync.SyncOptions;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.Message;
import io.genosdb.value.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Where attacks take place: a superadmin's database, a victim that holds everything, and an honest bystander who syncs with the victim
 * alone. Alice and Bob are users, Mallory is one too, and does not keep to the rules.
 */
final class Arena implements AutoCloseable {

    static final String DATABASE = "arena";
    static final Roles ROLES = Roles.of(List.of(
            new Role("guest", Set.of(Permission.READ, Permission.SYNC), null),
            new Role("user", Set.of(Permission.WRITE, Permission.LINK), "guest"),
            new Role("admin", Set.of(Permission.DELETE), "user"),
            new Role("steward", Set.of(Permission.ASSIGN_ROLE), "user"),
            new Role("warden", Set.of(Permission.DELETE_ANY), "user"),
            new Role("server", Set.of(Permission.REPLICATE, Permission.DELEGATE), "user"),
            new Role("superadmin", Set.of(), "admin")));

    /** Time goes in leaps here. */
    private static final SyncOptions PATIENT =
            new SyncOptions(null, 1_000, 4 << 20, Duration.ofSeconds(5), Duration.ofDays(365));

    final VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T10:00:00Z"));
    final Author root = author(1);
    final Author server = author(2);
    final Author alice = author(3);
    final Author bob = author(4);
    final Author mallory = author(5);
    /** Nobody has heard of them. */
    final Author nobody = author(6);

    final Member capital;
    final Member victim;
    final Member bystander;

    private final List<Member> members = new ArrayList<>();
    private int couriers = 1_000;
    private final List<Cable> cables = new ArrayList<>();

    Arena() {
        capital = open(root);
        victim = open(server);
        bystander = open(author(7));
        assign(server, "server");
        assign(Author.of(DATABASE, bystander.identity()), "server");
        for (Author user : List.of(alice, bob, mallory)) {
            assign(user, "user");
        }
        connect(capital, victim);
        connect(victim, bystander);
        pass(Duration.ofMinutes(1));
    }

    static Author author(long seed) {
        return Author.of(DATABASE, Author.identity(seed));
    }

    long now() {
        return time.millis();
    }

    void pass(Duration duration) {
        settle();
        time.pass(duration);
        settle();
    }

    void settle() {
        for (int i = 0; i < 20; i++) {
            cables.forEach(Cable::settle);
            time.pass(Duration.ofMillis(100));
        }
    }

    Member open(Author who) {
        return open(who, UnaryOperator.identity(), false);
    }

    /** A database that lets its own writes pass. */
    Member dishonest(Author who) {
        return open(who, UnaryOperator.identity(), true);
    }

    Member open(Author who, UnaryOperator<DatabaseBuilder> options, boolean isDishonest) {
        var member = new Member(
                who.identity(),
                security(who.identity()).build(),
                isDishonest ? DishonestGuard::of : UnaryOperator.identity(),
                options.apply(builder()),
                time);
        members.add(member);
        return member;
    }

    DatabaseBuilder builder() {
        return GenosDatabase.builder(DATABASE).clock(time).ticker(time::millis).sync(PATIENT);
    }

    GenosSecurity.Builder security(Identity identity) {
        return GenosSecurity.builder(identity)
                .superAdmins(List.of(root.address()))
                .roles(ROLES);
    }

    Cable connect(Member dialler, Member other) {
        var cable = new Cable(dialler.database(), other.database());
        cables.add(cable);
        settle();
        return cable;
    }

    Stranger stranger(Author who) {
        return Stranger.admitted(victim.database(), DATABASE, who);
    }

    void assign(Author whom, String role) {
        assign(whom, role, null);
    }

    void assign(Author whom, String role, Instant expiresAt) {
        capital.security().assignRole(whom.address(), role, expiresAt);
        settle();
    }

    /** What honest people have written is everywhere. */
    void given(Entry... entries) {
        victim.database().merge(List.of(entries));
        settle();
        assertThat(victim.database().entries()).as("the honest entries").contains(entries);
        assertEqual();
    }

    void assertEqual() {
        assertThat(bystander.database().digest()).isEqualTo(victim.database().digest());
        assertThat(capital.database().digest()).isEqualTo(victim.database().digest());
    }

    // ---- attacks

    /** Nobody takes such entries, by whatever road; the peer that brings them stays, since it may have been deceived itself. */
    void assertNotLetIn(Author courier, Entry... attack) {
        Hash256 before = victim.database().digest();
        for (Message.Purpose road : Message.Purpose.values()) {
            Stranger stranger = stranger(courier);
            stranger.send(road, List.of(attack));
            settle();
            assertThat(victim.database().digest())
                    .as("%s by %s", List.of(attack), road)
                    .isEqualTo(before);
            assertThat(stranger.told()).as("%s by %s", List.of(attack), road).isNull();
            stranger.leave();
        }
        victim.database().merge(List.of(attack));
        settle();
        assertThat(victim.database().digest()).as("%s by hand", List.of(attack)).isEqualTo(before);
        assertThat(victim.database().entries()).doesNotContain(attack);
        assertThat(victim.security().refusals()).extracting(Refusal::entry).containsAnyOf(attack);
        assertEqual();
    }

    void assertNotLetIn(Entry... attack) {
        assertNotLetIn(mallory, attack);
    }

    /** Nobody takes anything out of a message with such entries, and who sends one is cut off and not let in again. */
    void assertForged(Entry... attack) {
        Hash256 before = victim.database().digest();
        for (Message.Purpose road : Message.Purpose.values()) {
            Author carrier = author(couriers++);
            Stranger stranger = stranger(carrier);
            stranger.send(road, List.of(attack));
            settle();
            assertThat(victim.database().digest())
                    .as("%s by %s", List.of(attack), road)
                    .isEqualTo(before);
            assertThat(stranger.told()).as("%s by %s", List.of(attack), road).isEqualTo(ErrorCode.FORGED);
            assertThat(stranger.isClosed()).isTrue();
            stranger.leave();
            Stranger again = stranger(carrier);
            assertThat(again.told()).as("who forged comes again").isEqualTo(ErrorCode.IDENTITY);
            again.leave();
        }
        assertEqual();
    }

    static List<String> ids(GenosDatabase database) {
        return database.map(Query.parse("{}")).stream().map(Node::id).sorted().toList();
    }

    static JsonObject json(String text) {
        return JsonObject.parse(text);
    }

    @Override
    public void close() {
        members.forEach(Member::close);
    }
}

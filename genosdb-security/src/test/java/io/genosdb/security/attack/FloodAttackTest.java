package io.genosdb.security.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.guard.Guard;
import io.genosdb.guard.GuardFactory;
import io.genosdb.security.testing.Author;
import io.genosdb.security.testing.Cable;
import io.genosdb.security.testing.Member;
import io.genosdb.security.testing.Stranger;
import io.genosdb.sync.SyncOptions;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.Message;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More than anybody can take: whoever sends it is cut off, and the work it makes is bounded. */
class FloodAttackTest {

    private Arena arena;

    /** How many entries were handed to the check of signatures. */
    private final AtomicLong checked = new AtomicLong();

    @BeforeEach
    void open() {
        arena = new Arena();
    }

    @AfterEach
    void close() {
        arena.close();
    }

    private GuardFactory counting(GuardFactory factory) {
        return database -> {
            Guard guard = factory.guard(database);
            return (Guard) Proxy.newProxyInstance(
                    Guard.class.getClassLoader(), new Class<?>[] {Guard.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("authenticate")) {
                            checked.addAndGet(((List<?>) arguments[0]).size());
                        }
                        try {
                            return method.invoke(guard, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        };
    }

    private Member watched() {
        Author who = Arena.author(90);
        arena.assign(who, "server");
        var member = new Member(
                who.identity(), arena.security(who.identity()).build(), this::counting, arena.builder(), arena.time);
        arena.connect(member, arena.victim);
        arena.pass(Duration.ofSeconds(10));
        assertThat(member.database().digest()).isEqualTo(arena.victim.database().digest());
        checked.set(0);
        return member;
    }

    private void assertUnharmed(Member watched) {
        Entry honest = arena.alice.put("honest", "{\"at\":" + arena.now() + "}", arena.now());
        arena.given(honest);
        arena.pass(Duration.ofSeconds(10));
        assertThat(watched.database().entries()).contains(honest);
        assertThat(watched.database().digest())
                .isEqualTo(arena.victim.database().digest());
        Stranger newcomer = Stranger.admitted(watched.database(), Arena.DATABASE, arena.bob);
        arena.settle();
        assertThat(newcomer.told()).isNull();
        assertThat(newcomer.received()).contains(honest);
        newcomer.leave();
    }

    private static List<Entry> entries(Author author, String prefix, int count, long millis) {
        return IntStream.range(0, count)
                .mapToObj(i -> author.put(prefix + i, "{}", millis + i))
                .toList();
    }

    @Test
    void invalidSignatures() {
        try (Member watched = watched()) {
            Author flooder = Arena.author(91);
            List<Entry> forged = entries(arena.alice, "forged", 400, arena.now()).stream()
                    .map(entry -> entry.signed(new byte[64]))
                    .toList();
            Stranger stranger = Stranger.admitted(watched.database(), Arena.DATABASE, flooder);
            for (int i = 0; i < 100; i++) {
                stranger.send(Message.Purpose.LIVE, forged);
            }
            assertThat(stranger.told()).isEqualTo(ErrorCode.FORGED);
            assertThat(stranger.isClosed()).isTrue();
            assertThat(checked.get()).as("looked at of 40,000").isLessThanOrEqualTo(forged.size());
            stranger.leave();
            for (int i = 0; i < 50; i++) {
                Stranger again = Stranger.admitted(watched.database(), Arena.DATABASE, flooder);
                again.send(Message.Purpose.LIVE, forged);
                assertThat(again.told()).isEqualTo(ErrorCode.IDENTITY);
                again.leave();
            }
            assertThat(checked.get()).isLessThanOrEqualTo(forged.size());
            assertThat(watched.security().parked()).isZero();
            assertUnharmed(watched);
        }
    }

    @Test
    void signedEntriesThatNobodyPermitted() {
        try (Member watched = watched()) {
            Author flooder = Arena.author(92);
            List<Entry> unpermitted = entries(flooder, "flood", 6_000, arena.now());
            flood(watched, flooder, unpermitted);
            assertThat(checked.get()).isLessThan(2_500);
            flood(watched, flooder, entries(flooder, "again", 6_000, arena.now()));
            assertThat(checked.get()).isLessThan(5_000);
            assertThat(watched.security().parked()).isLessThanOrEqualTo(1_000);
            assertThat(watched.security().refusals()).hasSizeLessThan(1_000);
            Stranger again = Stranger.admitted(watched.database(), Arena.DATABASE, flooder);
            assertThat(again.told()).as("comes a third time").isEqualTo(ErrorCode.IDENTITY);
            again.leave();
            assertUnharmed(watched);
        }
    }

    private static void flood(Member watched, Author flooder, List<Entry> unpermitted) {
        Stranger stranger = Stranger.admitted(watched.database(), Arena.DATABASE, flooder);
        for (int i = 0; i < unpermitted.size() && stranger.told() == null; i += 100) {
            stranger.send(Message.Purpose.LIVE, unpermitted.subList(i, i + 100));
        }
        assertThat(stranger.told()).isEqualTo(ErrorCode.LIMIT);
        stranger.leave();
    }

    /** A server that was apart brings what was lawful until it is told otherwise: it is no flooder. By a delta, and by reconciliation. */
    @Test
    void whatWasLawfulAsFarAsItsServerKnew() {
        for (int opLogSize : new int[] {10_000, 10}) {
            try (Member watched = watched()) {
                Author apart = Arena.author(94 + opLogSize);
                Author writer = Arena.author(95 + opLogSize);
                arena.assign(apart, "server");
                arena.assign(writer, "user");
                Member late = arena.open(
                        apart, builder -> builder.sync(SyncOptions.DEFAULTS.withOpLogSize(opLogSize)), false);
                Cable before = arena.connect(late, watched);
                arena.pass(Duration.ofSeconds(10));
                before.cut();
                long since = arena.now();
                late.database().merge(entries(writer, "late", 6_000, since));
                var after = new Cable(watched.database(), late.database());
                while (writtenBy(writer, watched).isEmpty()) {
                    after.carry(true, 1);
                    after.carry(false, 1);
                }
                arena.capital.security().banish(writer.address(), Instant.ofEpochMilli(since - 1));
                arena.pass(Duration.ofSeconds(1));
                assertThat(writtenBy(writer, late)).hasSize(6_000);
                after.settle();
                arena.pass(Duration.ofSeconds(1));
                after.settle();
                assertThat(after.left().failure()).isNull();
                assertThat(writtenBy(writer, late)).isEmpty();
                assertThat(late.database().digest())
                        .isEqualTo(watched.database().digest());
                after.cut();
                assertUnharmed(watched);
            }
        }
    }

    private static List<Entry> writtenBy(Author author, Member holder) {
        return holder.database().entries().stream()
                .filter(entry -> entry.author().equals(author.text()))
                .toList();
    }

    /** The same entries again and again make no work that grows: they are known. */
    @Test
    void signedEntriesThatNobodyPermittedAgainAndAgain() {
        try (Member watched = watched()) {
            Author flooder = Arena.author(93);
            List<Entry> unpermitted = entries(flooder, "flood", 100, arena.now());
            Stranger stranger = Stranger.admitted(watched.database(), Arena.DATABASE, flooder);
            for (int i = 0; i < 500 && stranger.told() == null; i++) {
                stranger.send(Message.Purpose.LIVE, unpermitted);
            }
            assertThat(watched.security().parked()).isEqualTo(100);
            assertUnharmed(watched);
        }
    }

    @Test
    void whatIsParkedIsBoundedHoweverManyAuthorsThereAre() {
        try (Member watched = watched()) {
            for (int i = 0; i < 12; i++) {
                Author flooder = Arena.author(200 + i);
                List<Entry> unpermitted = entries(flooder, "flood", 1_000, arena.now());
                Stranger stranger = Stranger.admitted(watched.database(), Arena.DATABASE, flooder);
                for (int j = 0; j < unpermitted.size(); j += 500) {
                    stranger.send(Message.Purpose.LIVE, unpermitted.subList(j, j + 500));
                }
                stranger.leave();
                assertThat(watched.security().parked()).isLessThanOrEqualTo(10_000);
            }
            assertUnharmed(watched);
        }
    }

    /** Nobody may date so many entries ahead that others find no place beside them. */
    @Test
    void whatIsDatedAheadIsBoundedForEachAuthor() {
        long ahead = arena.now() + Duration.ofDays(1).toMillis();
        arena.victim.database().merge(entries(arena.nobody, "ahead", 1_500, ahead));
        arena.victim.database().merge(List.of(arena.bob.put("bobs", "{\"v\":9}", ahead + 9_000)));
        assertThat(arena.victim.database().status().intake().parked()).isEqualTo(1_001);
    }

    /** Parked forever: refusals that nothing could ever turn into permission are not kept. */
    @Test
    void whatCanNeverBeLetInIsNotKept() {
        List<Entry> hopeless = IntStream.range(0, 500)
                .mapToObj(i -> arena.mallory.put("n" + i, "{\"owner\":\"me\"}", arena.now() + i))
                .toList();
        int before = arena.victim.security().parked();
        arena.victim.database().merge(hopeless);
        assertThat(arena.victim.security().parked()).isEqualTo(before);
    }

    @Test
    void aListOfTenThousandChanges() {
        String note = arena.alice.own("note");
        long now = arena.now();
        var changes = new ArrayList<Entry>();
        for (int i = 0; i < 10_020; i++) {
            String level = i % 2 == 0 ? "read" : "write";
            changes.add(arena.alice.acl(
                    note, "{\"grant\":\"" + arena.bob.text() + "\",\"level\":\"" + level + "\"}", now + i));
        }
        for (int i = 0; i < changes.size(); i += 501) {
            arena.victim.database().merge(changes.subList(i, Math.min(i + 501, changes.size())));
        }
        assertThat(arena.victim.database().entries())
                .filteredOn(entry -> entry.nodeId().equals(note))
                .containsExactlyInAnyOrderElementsOf(changes.subList(0, 10_000));
        // Each further one that is dated before all others pushes the last one out.
        for (int i = 0; i < 20; i++) {
            Entry earlier = arena.alice.acl(note, "{\"revoke\":\"*\"}", now - 100 - i);
            arena.victim.database().merge(List.of(earlier));
            assertThat(arena.victim.database().entries())
                    .contains(earlier)
                    .doesNotContain(changes.get(9_999 - i))
                    .contains(changes.get(9_998 - i));
        }
        arena.pass(Duration.ofSeconds(10));
        arena.assertEqual();
    }

    @Test
    void aThousandRolesOfOneUser() {
        arena.assign(arena.bob, "steward");
        arena.pass(Duration.ofMinutes(1));
        long now = arena.now();
        List<Entry> roles = IntStream.range(0, 1_100)
                .mapToObj(i -> arena.bob.role(
                        arena.nobody.text(), "{\"role\":\"" + (i % 2 == 0 ? "user" : "guest") + "\"}", now + i))
                .toList();
        arena.victim.database().merge(roles);
        arena.pass(Duration.ofSeconds(30));
        assertThat(arena.victim.database().entries())
                .containsAll(roles.subList(0, 1_000))
                .doesNotContainAnyElementsOf(roles.subList(1_000, 1_100));
        Entry last = arena.root.role(arena.nobody.text(), "{\"role\":\"none\"}", now + 5_000);
        arena.given(last);
        assertThat(arena.victim.security().roleOf(arena.nobody.address()))
                .as("the superadmin has the last word all the same")
                .isNull();
    }

    @Test
    void entriesThatAreLargerThanAnybodyWrites() {
        long now = arena.now();
        var hostile = List.of(
                arena.mallory.from("o".repeat(100_000)).put("n", "{}", now),
                arena.mallory.entryAs(
                        "x".repeat(100_000), "n", io.genosdb.graph.Slot.VALUE, Arena.json("{}"), arena.mallory.at(now)),
                arena.mallory.put("n", "{}", now).signed(new byte[100_000]));
        Hash256 before = arena.victim.database().digest();
        int number = 300;
        for (Entry entry : hostile) {
            Stranger stranger = arena.stranger(Arena.author(number++));
            stranger.send(Message.Purpose.LIVE, List.of(entry));
            arena.settle();
            assertThat(stranger.told()).as("%s bytes", entry.size()).isNotNull();
            assertThat(arena.victim.database().digest()).isEqualTo(before);
            stranger.leave();
        }
        arena.assertEqual();
    }

    @Test
    void timesBeyondAllBounds() {
        for (String time : List.of("1e300", "9223372036854775808", "281474976710656", "-0.5", "1e-9")) {
            arena.assertNotLetIn(
                    arena.root.role(arena.bob.text(), "{\"role\":\"none\",\"since\":" + time + "}", arena.now()));
        }
        arena.assertNotLetIn(
                arena.root.role(arena.bob.text(), "{\"role\":\"none\",\"expiresAt\":1e300}", arena.now()),
                arena.root.role(arena.bob.text(), "{\"role\":\"none\",\"expiresAt\":-1}", arena.now() + 1));
        assertThat(arena.victim.security().roleOf(arena.bob.address())).isEqualTo("user");
        Entry furthest = arena.alice.put("n", "{}", (1L << 47) - 1);
        arena.victim.database().merge(List.of(furthest));
        arena.settle();
        assertThat(arena.victim.database().entries()).doesNotContain(furthest);
        arena.given(arena.alice.put("m", "{}", arena.now()));
    }
}

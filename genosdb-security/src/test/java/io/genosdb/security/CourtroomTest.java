package io.genosdb.security;

import static io.genosdb.security.policy.Entries.ANN;
import static io.genosdb.security.policy.Entries.BOB;
import static io.genosdb.security.policy.Entries.DAN;
import static io.genosdb.security.policy.Entries.EVE;
import static io.genosdb.security.policy.Entries.ROOT;
import static io.genosdb.security.policy.Entries.assignment;
import static io.genosdb.security.policy.Entries.at;
import static io.genosdb.security.policy.Entries.claim;
import static io.genosdb.security.policy.Entries.link;
import static io.genosdb.security.policy.Entries.removal;
import static io.genosdb.security.policy.Entries.role;
import static io.genosdb.security.policy.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Graph;
import io.genosdb.guard.Judgement;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.guard.Refusal;
import io.genosdb.security.policy.Assignment;
import io.genosdb.security.policy.Judge;
import io.genosdb.security.policy.RandomEntries;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CourtroomTest {

    private final Replica replica = new Replica(RandomEntries.POLICY);

    @Test
    void parksUntilThePermissionArrives() {
        Entry early = value(ANN, 10, "n");
        Judgement judgement = replica.receive(early);
        assertThat(judgement.admitted()).isEmpty();
        assertThat(judgement.parked()).containsExactly(early);
        assertThat(judgement.refusals())
                .extracting(Refusal::reason)
                .first()
                .asString()
                .contains("had no role");
        judgement = replica.receive(role(ROOT, 5, ANN, "user"));
        assertThat(judgement.admitted()).contains(early);
        assertThat(judgement.released()).containsExactly(early);
        assertThat(replica.parked()).isZero();
    }

    @Test
    void parksOnceHoweverOftenItArrives() {
        assertThat(replica.receive(value(ANN, 10, "n")).parked()).hasSize(1);
        Judgement again = replica.receive(value(ANN, 10, "n"), value(ANN, 10, "n"));
        assertThat(again.parked()).isEmpty();
        assertThat(again.refusals()).isEmpty();
        assertThat(replica.parked()).isEqualTo(1);
    }

    @Test
    void keepsNothingOfWhatIsRefusedForEver() {
        Judgement judgement = replica.receive(value(ANN, at(10), "n", "{\"owner\":1}"));
        assertThat(judgement.parked()).isEmpty();
        assertThat(judgement.refusals()).hasSize(1);
        assertThat(replica.parked()).isZero();
    }

    @Test
    void takesOutWhatTurnsOutUnlawfulAndGivesBackWhatItDisplaced() {
        Entry honest = value(BOB, 10, "n");
        Entry rogue = value(ANN, 20, "n");
        replica.receive(role(ROOT, 1, ANN, "user"), role(ROOT, 1, BOB, "user"));
        replica.receive(honest);
        replica.receive(rogue);
        Judgement judgement = replica.receive(role(ROOT, at(30), ANN, new Assignment("none", Long.MAX_VALUE, 15)));
        assertThat(judgement.revoked()).containsExactly(rogue);
        assertThat(judgement.parked()).contains(rogue);
        // Whoever sent the demotion is not to blame for it.
        assertThat(judgement.refusals()).isEmpty();
        assertThat(replica.courtroom().takeRevocations())
                .extracting(Refusal::entry)
                .containsExactly(rogue);
        assertThat(judgement.admitted()).contains(honest);
        assertThat(replica.state()).contains(honest).doesNotContain(rogue);
    }

    @Test
    void givesBackWhatLostAgainstTheUnlawfulWhenItArrived() {
        replica.receive(role(ROOT, 1, ANN, "user"), role(ROOT, 1, BOB, "user"));
        replica.receive(value(ANN, 20, "n"));
        replica.receive(value(BOB, 10, "n"));
        replica.receive(role(ROOT, 15, ANN, "guest"));
        assertThat(replica.state()).contains(value(BOB, 10, "n"));
    }

    @Test
    void givesBackANodeWithItsEdgesWhenItsRemovalWasUnlawful() {
        replica.receive(role(ROOT, 1, ANN, "admin"), role(ROOT, 1, BOB, "user"));
        replica.receive(value(BOB, 5, "n"), value(BOB, 5, "m"), link(BOB, 6, "n", "m"), link(BOB, 6, "m", "n"));
        replica.receive(removal(ANN, 20, "n"));
        assertThat(replica.graph().node("n")).isNull();
        replica.receive(role(ROOT, 15, ANN, "user"));
        assertThat(replica.graph().node("n")).isNotNull();
        assertThat(replica.graph().node("n").edges()).containsExactly("m");
        assertThat(replica.graph().node("m").edges()).containsExactly("n");
    }

    @Test
    void takesOutALinkThatWasUnlawful() {
        replica.receive(role(ROOT, 1, ANN, "user"), role(ROOT, 1, BOB, "user"));
        replica.receive(value(BOB, 5, "n"), value(BOB, 5, "m"), link(ANN, 20, "n", "m"));
        replica.receive(role(ROOT, 15, ANN, "guest"));
        assertThat(replica.graph().node("n").edges()).isEmpty();
    }

    @Test
    void givesBackAnAuthorsOwnEarlierValue() {
        replica.receive(role(ROOT, 1, ANN, "user"), value(ANN, 10, "n"));
        replica.receive(value(ANN, 20, "n"));
        replica.receive(role(ROOT, 15, ANN, "guest"));
        assertThat(replica.state()).contains(value(ANN, 10, "n")).doesNotContain(value(ANN, 20, "n"));
    }

    @Test
    void earlierClaimTurnsLaterWritesOut() {
        replica.receive(role(ROOT, 1, ANN, "user"), role(ROOT, 1, BOB, "user"));
        replica.receive(claim(BOB, 10, "n"), value(BOB, 10, "n"), value(BOB, 11, "n"));
        Judgement judgement = replica.receive(claim(ANN, 5, "n"));
        assertThat(judgement.revoked()).containsExactlyInAnyOrder(claim(BOB, 10, "n"), value(BOB, 11, "n"));
        assertThat(replica.state()).doesNotContain(value(BOB, 10, "n"));
        assertThat(replica.judge().access("n")).isNotNull();
    }

    @Test
    void writesAllOrNothing() {
        replica.receive(role(ROOT, 1, ANN, "user"));
        List<Entry> before = replica.state();
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> replica.write(value(ANN, 5, "n"), claim(ANN, 5, "n"), value(ANN, 5, BOB + "/x")))
                .withMessageContaining(BOB + "/x")
                .withMessageContaining("belonged to " + BOB);
        assertThat(replica.state()).isEqualTo(before);
        assertThat(replica.parked()).isZero();
        assertThat(replica.judge().access("n")).isNull();
        assertThat(replica.write(value(ANN, 5, "n"), claim(ANN, 5, "n")).admitted())
                .hasSize(2);
    }

    @Test
    void ordinaryAssignmentsLookAtNoOtherEntries() {
        var graph = new Graph();
        var scans = new AtomicInteger();
        var courtroom = new Courtroom(new Judge(RandomEntries.POLICY), graph::entriesOf, graph::entry, visitor -> {
            scans.incrementAndGet();
            graph.forEachEntry(visitor);
        });
        for (int i = 0; i < 100; i++) {
            merge(graph, courtroom, role(ROOT, 10 * i + 1, ANN, i % 2 == 0 ? "user" : "guest"));
            merge(graph, courtroom, value(ANN, 10 * i + 2, "n" + i));
        }
        assertThat(scans).hasValue(0);
        merge(graph, courtroom, role(ROOT, 5, ANN, "none"));
        assertThat(scans).hasValue(1);
    }

    @Test
    void findsWhatAnAuthorWroteUnderEveryOriginOfOneTime() {
        Entry under = value(ANN, at(10, "~"), "n", "{}");
        replica.receive(role(ROOT, 1, ANN, "user"));
        replica.receive(under);
        replica.receive(value(ANN, at(10, "!"), "m", "{}"));
        Judgement judgement = replica.receive(role(ROOT, at(10, "m"), ANN, assignment("guest")));
        assertThat(judgement.revoked()).containsExactly(under);
        assertThat(replica.state()).doesNotContain(under).contains(value(ANN, at(10, "!"), "m", "{}"));
    }

    /** Counts how many entries of the state it is given. */
    private static Courtroom watched(Graph graph, AtomicInteger lookedAt) {
        return new Courtroom(
                new Judge(RandomEntries.POLICY),
                id -> {
                    List<Entry> all = graph.entriesOf(id);
                    lookedAt.addAndGet(all.size());
                    return all;
                },
                key -> {
                    lookedAt.incrementAndGet();
                    return graph.entry(key);
                },
                graph::forEachEntry);
    }

    @Test
    void takesOutManyEdgesOfOneNodeLookingAtEachOnce() {
        var graph = new Graph();
        var lookedAt = new AtomicInteger();
        var courtroom = watched(graph, lookedAt);
        merge(graph, courtroom, role(ROOT, 1, ANN, "user"));
        merge(graph, courtroom, links(ANN, 20, 500));
        lookedAt.set(0);
        merge(graph, courtroom, role(ROOT, 15, ANN, "none"));
        assertThat(graph.entriesOf("n")).isEmpty();
        assertThat(lookedAt.get()).isLessThanOrEqualTo(500);
    }

    @Test
    void remembersManyLosersOfOneNodeLookingOnlyAtWhatTheyCanHaveLostAgainst() {
        var graph = new Graph();
        var lookedAt = new AtomicInteger();
        var courtroom = watched(graph, lookedAt);
        merge(graph, courtroom, role(ROOT, 1, ANN, "user"));
        merge(graph, courtroom, links(ANN, 20, 500));
        lookedAt.set(0);
        merge(graph, courtroom, links(ANN, 10, 500));
        assertThat(lookedAt.get()).isLessThanOrEqualTo(4 * 500);
        merge(graph, courtroom, role(ROOT, 15, ANN, "none"));
        assertThat(graph.entriesOf("n")).containsExactlyInAnyOrderElementsOf(links(ANN, 10, 500));
    }

    private static List<Entry> links(String author, long millis, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> link(author, millis, "n", "m" + i))
                .toList();
    }

    private static void merge(Graph graph, Courtroom courtroom, List<Entry> batch) {
        Judgement judgement = courtroom.judge(batch);
        graph.forget(judgement.revoked());
        courtroom.merged(graph.merge(judgement.admitted()));
    }

    private static void merge(Graph graph, Courtroom courtroom, Entry entry) {
        merge(graph, courtroom, List.of(entry));
    }

    @Test
    void restoredStateIsJudgedByThePolicyOfToday() {
        replica.receive(
                role(ROOT, 1, ANN, "registrar"), role(ANN, 5, BOB, "user"), value(BOB, 6, "n"), value(ANN, 6, "m"));
        List<Entry> state = replica.state();
        var graph = new Graph();
        graph.merge(state);
        var courtroom =
                new Courtroom(new Judge(RandomEntries.POLICY), graph::entriesOf, graph::entry, graph::forEachEntry);
        courtroom.restore(state, entry -> false);
        assertThat(courtroom.judge(List.of()).revoked()).isEmpty();
        var later = new Courtroom(new Judge(RandomEntries.POLICY), graph::entriesOf, graph::entry, graph::forEachEntry);
        later.restore(state, entry -> entry.nodeId().equals("user:" + BOB));
        Judgement judgement = later.judge(List.of());
        assertThat(judgement.revoked()).containsExactlyInAnyOrder(role(ANN, 5, BOB, "user"), value(BOB, 6, "n"));
        assertThat(judgement.parked()).containsExactly(value(BOB, 6, "n"));
        assertThat(later.judge(List.of()).revoked()).isEmpty();
    }

    @Test
    void restoresNothingOfWhichTooMuchWouldBeLost() {
        var state = new ArrayList<Entry>();
        for (int i = 0; i <= ParkedEntries.OF_AN_AUTHOR_AT_MOST; i++) {
            state.add(value(ANN, i + 1, "n" + i));
        }
        var courtroom = new Courtroom(new Judge(RandomEntries.POLICY), id -> List.of(), key -> null, visitor -> {});
        assertThatExceptionOfType(UnlawfulStoreException.class)
                .isThrownBy(() -> courtroom.restore(state, entry -> false))
                .withMessageContaining("1001 of the store's 1001 entries, by 1 author, are not lawful");
    }

    @Test
    void parksSoManyOfOneAuthor() {
        var flood = new ArrayList<Entry>();
        for (int i = 0; i <= ParkedEntries.OF_AN_AUTHOR_AT_MOST; i++) {
            flood.add(role(EVE, 100 + i, BOB, "user"));
        }
        replica.receive(value(DAN, 1, "n"));
        Judgement judgement = replica.receive(flood);
        assertThat(judgement.parked())
                .hasSize(ParkedEntries.OF_AN_AUTHOR_AT_MOST)
                .doesNotContain(flood.get(0));
        assertThat(replica.parked()).isEqualTo(ParkedEntries.OF_AN_AUTHOR_AT_MOST + 1);
        // What had to make room is no candidate any more.
        assertThat(replica.judge().knows(flood.get(0))).isFalse();
        assertThat(replica.receive(role(ROOT, 1, EVE, "registrar")).released())
                .hasSize(ParkedEntries.OF_AN_AUTHOR_AT_MOST);
    }

    @Test
    void parksSoManyOfAll() {
        var addresses = new ArrayList<String>();
        for (int i = 0; i < 11; i++) {
            addresses.add(io.genosdb.security.identity.Address.parse("0x" + "%040x".formatted(i + 1))
                    .text());
        }
        for (String address : addresses) {
            var flood = new ArrayList<Entry>();
            for (int i = 0; i < ParkedEntries.OF_AN_AUTHOR_AT_MOST; i++) {
                flood.add(value(address, 1 + i, "n"));
            }
            replica.receive(flood);
        }
        assertThat(replica.parked()).isEqualTo(ParkedEntries.AT_MOST);
        assertThat(replica.receive(role(ROOT, at(9999), addresses.get(0), new Assignment("user", Long.MAX_VALUE, 0)))
                        .released())
                .isEmpty();
    }

    @Test
    void displacedEntriesAreForgottenInOrder() {
        var displaced = new DisplacedEntries(2, 1_000_000);
        displaced.add(value(ANN, 1, "n"));
        displaced.add(link(ANN, 2, "n", "m"));
        displaced.add(value(ANN, 2, "k"));
        displaced.add(value(ANN, 2, "k"));
        assertThat(displaced.size()).isEqualTo(2);
        assertThat(displaced.take("m")).containsExactly(link(ANN, 2, "n", "m"));
        assertThat(displaced.take("n")).isEmpty();
        var small = new DisplacedEntries(10, value(ANN, 1, "n").size() + 1);
        small.add(value(ANN, 1, "n"));
        small.add(value(ANN, 2, "n"));
        assertThat(small.take("n")).containsExactly(value(ANN, 2, "n"));
    }
}

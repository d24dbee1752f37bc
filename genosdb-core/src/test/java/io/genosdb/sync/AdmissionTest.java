package io.genosdb.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.guard.ForgedEntryException;
import io.genosdb.guard.Guard;
import io.genosdb.guard.GuardFactory;
import io.genosdb.guard.Judgement;
import io.genosdb.guard.Refusal;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.IdentityChallenge;
import io.genosdb.sync.wire.Message;
import io.genosdb.sync.wire.Message.Purpose;
import io.genosdb.sync.wire.SecretProof;
import io.genosdb.testing.AdmissionGuard;
import io.genosdb.value.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who proves nothing learns nothing: mutual identities before anything of the state. */
class AdmissionTest {

    private static final String ALICE = "alice";
    private static final String BOB = "bob";
    private static final String MALLORY = "mallory";
    private static final byte[] NO_BINDING = {};

    private final AtomicLong millis = new AtomicLong(1_000_000);

    private GenosDatabase open(@Nullable String secret, GuardFactory guard) {
        GenosDatabase database = GenosDatabase.builder("test")
                .sync(SyncOptions.DEFAULTS.withSecret(secret))
                .guard(guard)
                .ticker(millis::get)
                .open();
        for (int i = 0; i < 10; i++) {
            database.put(JsonObject.parse("{\"n\":" + i + "}"), database.origin() + i);
        }
        return database;
    }

    private GenosDatabase open(Admission admission) {
        return open(null, AdmissionGuard.of(admission));
    }

    private Wire connect(GenosDatabase one, GenosDatabase other) {
        var wire = new Wire(one, other);
        wire.settle(millis);
        return wire;
    }

    private static void assertRefused(Wire wire, ErrorCode code, String line) {
        for (Wire.End end : List.of(wire.left(), wire.right())) {
            assertThat(end.connection().failure()).isEqualTo(code);
            assertThat(end.connection().reason()).contains(line);
        }
    }

    @Test
    void bothProveWhoTheyAre() {
        for (String secret : new String[] {null, "hush"}) {
            try (var a = open(secret, AdmissionGuard.of(new FakeAdmission(ALICE)));
                    var b = open(secret, AdmissionGuard.of(new FakeAdmission(BOB)));
                    var wire = connect(a, b)) {
                assertThat(wire.left().connection().address()).isEqualTo(BOB);
                assertThat(wire.right().connection().address()).isEqualTo(ALICE);
                assertThat(a.digest()).isEqualTo(b.digest());
                assertThat(a.size()).isEqualTo(20);
                assertThat(a.sync().isAuthenticated()).isTrue();
            }
        }
    }

    @Test
    void twoReplicasOfOnePersonAreLetIn() {
        try (var a = open(new FakeAdmission(ALICE));
                var b = open(new FakeAdmission(ALICE));
                var wire = connect(a, b)) {
            assertThat(wire.left().connection().failure()).isNull();
            assertThat(a.digest()).isEqualTo(b.digest());
        }
    }

    @Test
    void guardedAndUnguardedDoNotMix() {
        try (var guarded = open(new FakeAdmission(ALICE));
                var open = open(Admission.OPEN)) {
            assertRefused(connect(guarded, open), ErrorCode.IDENTITY, "genosdb.security must be on for all");
            assertRefused(connect(open, guarded), ErrorCode.IDENTITY, "genosdb.security must be on for all");
            assertThat(guarded.size()).isEqualTo(10);
            assertThat(open.size()).isEqualTo(10);
            assertThat(guarded.sync().status().refused()).isEqualTo(2);
        }
    }

    @Test
    void otherRulesAreRefused() {
        try (var a = open(new FakeAdmission(ALICE));
                var b = open(new FakeAdmission(BOB, Stranger.hash(43)))) {
            assertRefused(connect(a, b), ErrorCode.POLICY, "enforce different rules");
            assertThat(List.of(a.size(), b.size())).containsOnly(10);
        }
    }

    // ---- a peer that cheats

    /** A stranger that says it is somebody, and what it could sign. */
    private static final class Liar {
        private final Stranger stranger;
        private final Message.Greeting mine;
        private final Message.Greeting theirs;

        private Liar(GenosDatabase victim) {
            stranger = new Stranger(victim);
            theirs = stranger.hear(Message.Greeting.class).get(0);
            mine = Stranger.greeting(Stranger.RESPONDER);
            stranger.send(mine);
        }

        private Hash256 challenge() {
            return IdentityChallenge.of(mine, theirs, true, FakeAdmission.POLICY, NO_BINDING);
        }

        private void identify(String address, byte[] proof) {
            stranger.send(new Message.Identity(FakeAdmission.POLICY, address, proof));
        }

        private void identify(String address) {
            identify(address, FakeAdmission.sign(address, challenge()));
        }

        private List<Message> heard() {
            return stranger.hear();
        }
    }

    private static void assertTellsNothing(List<Message> heard) {
        assertThat(heard)
                .allMatch(message -> message instanceof Message.Greeting
                        || message instanceof Message.Proof
                        || message instanceof Message.Identity
                        || message instanceof Message.Failure);
    }

    private static List<ErrorCode> codes(List<Message> heard) {
        return heard.stream()
                .filter(Message.Failure.class::isInstance)
                .map(message -> ((Message.Failure) message).code())
                .toList();
    }

    @Test
    void whoProvesWhoTheyAreIsGreeted() {
        try (var victim = open(new FakeAdmission(ALICE))) {
            var honest = new Liar(victim);
            honest.identify(MALLORY);
            assertThat(honest.heard()).hasAtLeastOneElementOfType(Message.Hello.class);
        }
    }

    @Test
    void nothingIsSaidBeforeTheProof() {
        try (var victim = open(new FakeAdmission(ALICE))) {
            for (Message message : List.of(
                    Stranger.hello(5, 1 << 20),
                    new Message.Proof(Stranger.hash(1)),
                    new Message.Digest(false, 0, Hash256.ZERO, 0),
                    new Message.Reconcile(new byte[] {0x61}),
                    new Message.Entries(Purpose.LIVE, 1, List.of(Stranger.entry("hostile", 1))),
                    new Message.Lagging(),
                    new Message.Ack(0))) {
                var liar = new Liar(victim);
                liar.stranger.send(message);
                List<Message> heard = liar.heard();
                assertTellsNothing(heard);
                assertThat(codes(heard)).containsAnyOf(ErrorCode.IDENTITY, ErrorCode.UNEXPECTED, ErrorCode.SECRET);
                liar.stranger.send(Stranger.hello(5, 1 << 20));
                assertTellsNothing(liar.heard());
            }
            var silent = new Liar(victim);
            millis.addAndGet(11_000);
            victim.sync().tick();
            assertTellsNothing(silent.heard());
            assertThat(silent.stranger.told()).isEqualTo(ErrorCode.TIMEOUT);
            assertThat(victim.get("hostile")).isNull();
            assertThat(victim.size()).isEqualTo(10);
        }
    }

    @Test
    void theSecretComesFirst() {
        try (var victim = open("hush", AdmissionGuard.of(new FakeAdmission(ALICE)))) {
            var liar = new Liar(victim);
            liar.identify(MALLORY);
            List<Message> heard = liar.heard();
            assertThat(heard).doesNotHaveAnyElementsOfTypes(Message.Identity.class, Message.Hello.class);
            assertThat(codes(heard)).containsExactly(ErrorCode.SECRET);
            var knows = new Liar(victim);
            knows.stranger.send(
                    new Message.Proof(Objects.requireNonNull(new SecretProof("hush").prove(knows.mine, knows.theirs))));
            assertThat(knows.heard()).hasAtLeastOneElementOfType(Message.Identity.class);
            knows.stranger.send(Stranger.hello(5, 1 << 20));
            List<Message> after = knows.heard();
            assertTellsNothing(after);
            assertThat(codes(after)).containsExactly(ErrorCode.IDENTITY);
        }
    }

    @Test
    void nobodyIdentifiesTwice() {
        try (var victim = open(new FakeAdmission(ALICE))) {
            var liar = new Liar(victim);
            liar.identify(MALLORY);
            liar.identify(BOB);
            assertThat(liar.stranger.told()).isEqualTo(ErrorCode.UNEXPECTED);
            assertThat(liar.stranger.connection().address()).isEqualTo(MALLORY);
        }
    }

    @Test
    void aProofOfAnotherSessionDirectionOriginOrLinkIsOfNoUse() {
        try (var victim = open(new FakeAdmission(ALICE))) {
            var known = new Liar(victim);
            byte[] seen = FakeAdmission.sign(BOB, known.challenge());
            known.identify(BOB, seen);
            assertThat(known.heard()).hasAtLeastOneElementOfType(Message.Hello.class);
            known.stranger.leave();
            var liar = new Liar(victim);
            Message.Greeting mine = liar.mine;
            Message.Greeting theirs = liar.theirs;
            var another = new Message.Greeting(1, "test", "another", mine.nonce(), 0);
            for (byte[] proof : List.of(
                    seen,
                    FakeAdmission.sign(BOB, challenge(theirs, mine, true)),
                    FakeAdmission.sign(BOB, challenge(mine, theirs, false)),
                    FakeAdmission.sign(BOB, challenge(another, theirs, true)),
                    FakeAdmission.sign(BOB, challenge(mine, another, true)),
                    FakeAdmission.sign(BOB, IdentityChallenge.of(mine, theirs, true, Stranger.hash(1), NO_BINDING)),
                    FakeAdmission.sign(
                            BOB, IdentityChallenge.of(mine, theirs, true, FakeAdmission.POLICY, new byte[] {1})),
                    FakeAdmission.sign(MALLORY, challenge(mine, theirs, true)),
                    new byte[0])) {
                var next = new Liar(victim);
                next.identify(BOB, proof);
                List<Message> heard = next.heard();
                assertTellsNothing(heard);
                assertThat(codes(heard)).containsExactly(ErrorCode.IDENTITY);
            }
        }
    }

    private static Hash256 challenge(Message.Greeting prover, Message.Greeting verifier, boolean dialled) {
        return IdentityChallenge.of(prover, verifier, dialled, FakeAdmission.POLICY, NO_BINDING);
    }

    /** An origin is for anybody to say, and proves nothing. */
    @Test
    void whoTakesTheOriginOfAnotherReplicaTakesNothingFromIt() {
        try (var victim = open(new FakeAdmission(ALICE))) {
            Liar genuine = admitted(victim, BOB);
            genuine.stranger.send(new Message.End(Purpose.DELTA));
            genuine.stranger.send(new Message.Entries(Purpose.LIVE, 77, List.of()));
            Liar liar = admitted(victim, MALLORY);
            liar.stranger.send(new Message.End(Purpose.DELTA));
            liar.stranger.send(new Message.Entries(Purpose.LIVE, 1_000, List.of()));
            assertThat(genuine.stranger.told()).isNull();
            assertThat(liar.stranger.told()).isNull();
            assertThat(victim.sync().status().peers()).hasSize(2);
            liar.stranger.leave();
            assertThat(victim.sync().isReplaced(liar.stranger.connection())).isFalse();
            var again = new Liar(victim);
            again.identify(BOB);
            assertThat(again.heard())
                    .filteredOn(Message.Hello.class::isInstance)
                    .extracting(message -> ((Message.Hello) message).cursor())
                    .containsExactly(77L);
            again.stranger.send(Stranger.hello(0, 1 << 20));
            assertThat(genuine.stranger.told()).isEqualTo(ErrorCode.DUPLICATE);
            assertThat(victim.sync().isReplaced(genuine.stranger.connection())).isTrue();
        }
    }

    /** The victim's own proof, given back to it. */
    @Test
    void aReflectedProofIsOfNoUse() {
        try (var victim = open(new FakeAdmission(ALICE))) {
            var stranger = new Stranger(victim);
            Message.Greeting theirs = stranger.hear(Message.Greeting.class).get(0);
            stranger.send(new Message.Greeting(1, "test", Stranger.RESPONDER, theirs.nonce(), 0));
            stranger.send(stranger.hear(Message.Identity.class).get(0));
            assertThat(stranger.told()).isEqualTo(ErrorCode.IDENTITY);
        }
    }

    // ---- entries that nobody signed

    /** Takes entries of {@code forged} for forged, of {@code parked} for not permitted. */
    private static GuardFactory strict(Admission admission) {
        return database -> new AdmissionGuard(admission) {
            @Override
            public void authenticate(List<Entry> received) {
                if (received.stream().anyMatch(entry -> entry.nodeId().equals("forged"))) {
                    throw new ForgedEntryException("forged is not signed by its author");
                }
            }

            @Override
            public Judgement judge(List<Entry> batch, boolean isLocal) {
                return isLocal ? Guard.NONE.judge(batch, true) : judgeReceived(batch);
            }

            private static Judgement judgeReceived(List<Entry> batch) {
                List<Entry> parked = batch.stream()
                        .filter(entry -> entry.nodeId().startsWith("parked"))
                        .toList();
                return new Judgement(
                        batch.stream().filter(entry -> !parked.contains(entry)).toList(),
                        List.of(),
                        parked,
                        List.of(),
                        parked.stream().map(entry -> new Refusal(entry, "no")).toList());
            }
        };
    }

    private static Entry entry(String id) {
        return Stranger.FACTORY.create(
                new EntryKey(id, Slot.VALUE), new Version(1, Stranger.RESPONDER), JsonObject.parse("{}"));
    }

    private static Liar admitted(GenosDatabase victim, String address) {
        var liar = new Liar(victim);
        liar.identify(address);
        liar.stranger.send(Stranger.hello(0, 1 << 20));
        liar.heard();
        return liar;
    }

    @Test
    void whoSendsAForgedEntryIsCutOffAndRefusedAndNothingIsMerged() {
        var admission = new FakeAdmission(ALICE);
        try (var victim = open(null, strict(admission))) {
            Liar liar = admitted(victim, MALLORY);
            liar.stranger.send(new Message.Entries(Purpose.LIVE, 1, List.of(entry("good"), entry("forged"))));
            assertThat(liar.stranger.told()).isEqualTo(ErrorCode.FORGED);
            assertThat(liar.stranger.isClosed()).isTrue();
            assertThat(victim.get("good")).isNull();
            assertThat(victim.size()).isEqualTo(10);
            assertThat(admission.convicted).containsOnlyKeys(MALLORY);
            var again = new Liar(victim);
            again.identify(MALLORY);
            assertTellsNothing(again.heard());
            assertThat(again.stranger.told()).isEqualTo(ErrorCode.IDENTITY);
            assertThat(admitted(victim, BOB).stranger.told()).isNull();
        }
    }

    @Test
    void allConnectionsOfAConvictedAddressEnd() {
        try (var victim = open(null, strict(new FakeAdmission(ALICE)))) {
            var other = new Liar(victim);
            other.identify(MALLORY);
            Liar liar = admitted(victim, MALLORY);
            liar.stranger.send(new Message.Entries(Purpose.LIVE, 1, List.of(entry("forged"))));
            assertThat(other.stranger.told()).isEqualTo(ErrorCode.FORGED);
        }
    }

    /** Once, an honest replica may only not have heard of something; it has when it comes again. */
    @Test
    void whoseEntriesAreNotPermittedIsCutOffInTheEnd() {
        var admission = new FakeAdmission(ALICE);
        try (var victim = open(null, strict(admission))) {
            sendUntilCutOff(victim);
            assertThat(admission.convicted).isEmpty();
            sendUntilCutOff(victim);
            assertThat(admission.convicted).containsOnlyKeys(MALLORY);
        }
    }

    @Test
    void whoIsCutOffSeldomIsNotConvicted() {
        var admission = new FakeAdmission(ALICE);
        try (var victim = open(null, strict(admission))) {
            for (int i = 0; i < 3; i++) {
                sendUntilCutOff(victim);
                millis.addAndGet(3_600_001);
            }
            assertThat(admission.convicted).isEmpty();
        }
    }

    private static void sendUntilCutOff(GenosDatabase victim) {
        Liar liar = admitted(victim, MALLORY);
        for (int batch = 0; batch < 4; batch++) {
            int first = batch * 500;
            liar.stranger.send(new Message.Entries(
                    Purpose.LIVE,
                    batch,
                    IntStream.range(first, first + 500)
                            .mapToObj(i -> entry("parked" + i))
                            .toList()));
            assertThat(liar.stranger.told()).isNull();
        }
        liar.stranger.send(new Message.Entries(Purpose.LIVE, 4, List.of(entry("parked"))));
        assertThat(liar.stranger.told()).isEqualTo(ErrorCode.LIMIT);
        liar.stranger.leave();
    }
}

package io.genosdb.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.sync.SyncEvent.ProvedEqual;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.Message;
import io.genosdb.sync.wire.Message.Purpose;
import io.genosdb.sync.wire.SecretProof;
import io.genosdb.sync.wire.WireLimits;
import io.genosdb.value.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Strangers that do what no honest peer does. Whatever that is: their session ends with a reason or goes on harmlessly, it
 * costs bounded memory, and the honest session beside it goes on.
 */
class HostilePeerTest {

    private static final int NODES = 2_000;
    private static final long WINDOW = 4 << 20;
    private static final byte[] NOTHING_IN_COMMON = {0x61, 0, 0, 2, 0};
    private static final byte[] NOTHING_DIFFERS = {0x61};

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final GenosDatabase victim = open(SyncOptions.DEFAULTS);
    private final GenosDatabase friend = open(SyncOptions.DEFAULTS);
    private final List<SyncEvent> friendsEvents = new ArrayList<>();
    private @Nullable Wire honest;

    private GenosDatabase open(SyncOptions options) {
        return GenosDatabase.builder("test").sync(options).ticker(millis::get).open();
    }

    @BeforeEach
    void anHonestSession() {
        put(victim, "v", 0, NODES);
        honest = new Wire(victim, friend);
        honest.settle(millis);
        friend.sync().listen(event -> {
            synchronized (friendsEvents) {
                friendsEvents.add(event);
            }
        });
        assertThat(friend.size()).isEqualTo(NODES);
    }

    @AfterEach
    void isUnharmed() {
        synchronized (friendsEvents) {
            friendsEvents.clear();
        }
        put(victim, "after", 0, 10);
        put(friend, "later", 0, 10);
        settle();
        assertThat(friend.digest()).isEqualTo(victim.digest());
        assertThat(friend.get("after9")).isNotNull();
        assertThat(victim.get("later9")).isNotNull();
        pass(20_000);
        synchronized (friendsEvents) {
            assertThat(friendsEvents).contains(new ProvedEqual(victim.origin()));
        }
        victim.close();
        friend.close();
    }

    private static void put(GenosDatabase database, String prefix, int from, int to) {
        for (int i = from; i < to; i++) {
            database.put(JsonObject.parse("{\"n\":" + i + "}"), prefix + i);
        }
    }

    private void settle() {
        Wire wire = honest;
        if (wire != null) {
            wire.settle(millis);
        }
    }

    private void pass(long time) {
        for (long passed = 0; passed < time; passed += 100) {
            millis.addAndGet(100);
            victim.sync().tick();
            friend.sync().tick();
            settle();
        }
    }

    private static void assertEnded(Stranger stranger, ErrorCode... reasons) {
        assertThat(stranger.isClosed()).isTrue();
        assertThat(stranger.told())
                .isIn((Object[]) reasons)
                .isEqualTo(stranger.connection().failure());
        stranger.leave();
    }

    private static void assertGoesOn(Stranger stranger) {
        assertThat(stranger.told()).isNull();
        assertThat(stranger.isClosed()).isFalse();
        stranger.leave();
    }

    // ---- bytes

    static Stream<byte[]> garbage() {
        byte[] array = {0, (byte) 0xDD, -1, -1, -1, -1};
        byte[] entries = {0, (byte) 0x94, 3, 0, 0, (byte) 0xDD, 0x7F, -1, -1, -1};
        byte[] text = {0, (byte) 0x92, 0, (byte) 0xDB, 0x7F, -1, -1, -1};
        byte[] binary = {0, (byte) 0x92, 7, (byte) 0xC6, 0x7F, -1, -1, -1};
        byte[] hashes = {0, (byte) 0x92, 8, (byte) 0xDD, -1, -1, -1, -1};
        byte[] deep = new byte[10_000];
        Arrays.fill(deep, (byte) 0x91);
        deep[0] = 0;
        byte[] truncated = new byte[200];
        truncated[0] = 2;
        byte[] http = "\0GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        return Stream.of(
                new byte[0],
                new byte[1],
                new byte[] {4, 0},
                new byte[] {-1, -1, -1},
                new byte[100_000],
                array,
                entries,
                text,
                binary,
                hashes,
                deep,
                truncated,
                http,
                bomb());
    }

    /** 200 MB of nothing in 200 KB. */
    private static byte[] bomb() {
        var deflater = new Deflater(Deflater.BEST_SPEED, true);
        var nothing = new byte[1 << 20];
        var frame = new byte[4 << 20];
        int size = 1;
        frame[0] = 2;
        for (int i = 0; i < 200; i++) {
            deflater.setInput(nothing);
            size += deflater.deflate(frame, size, frame.length - size, Deflater.SYNC_FLUSH);
        }
        deflater.end();
        return Arrays.copyOf(frame, size);
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("garbage")
    void garbageEndsASession(byte[] frame) {
        var unknown = new Stranger(victim);
        unknown.send(frame);
        assertEnded(unknown, ErrorCode.MALFORMED, ErrorCode.LIMIT);
        var known = new Stranger(victim).shakeHands(Stranger.INITIATOR, 5, WINDOW);
        known.send(frame);
        assertEnded(known, ErrorCode.MALFORMED, ErrorCode.LIMIT);
    }

    @Test
    void whatIsCutOffEndsASession() {
        for (Message message : messages()) {
            byte[] whole = Stranger.CODEC.encode(message);
            for (int length = 1; length < whole.length; length += 1 + whole.length / 20) {
                var stranger = new Stranger(victim);
                var frame = new byte[1 + length];
                System.arraycopy(whole, 0, frame, 1, length);
                stranger.send(frame);
                assertEnded(stranger, ErrorCode.MALFORMED);
            }
        }
    }

    @Test
    void aMessageOfFragmentsWithoutEndEndsASession() {
        var stranger = new Stranger(victim);
        var fragment = new byte[1 + (64 << 10)];
        fragment[0] = 1;
        int sent = 0;
        while (!stranger.isClosed()) {
            stranger.send(fragment);
            sent++;
            assertThat(sent * (64 << 10)).isLessThan(WireLimits.maxMessageBytes(Limits.DEFAULTS) + (128 << 10));
        }
        assertEnded(stranger, ErrorCode.LIMIT);
    }

    // ---- order

    private static List<Message> messages() {
        return List.of(
                Stranger.greeting(Stranger.INITIATOR),
                new Message.Proof(Stranger.hash(1)),
                Stranger.hello(5, WINDOW),
                new Message.Entries(Purpose.LIVE, 1, List.of(Stranger.entry("hostile", 1))),
                new Message.End(Purpose.DELTA),
                new Message.End(Purpose.RECONCILE),
                new Message.Digest(false, 1, Stranger.hash(1), 1),
                new Message.Lagging(),
                new Message.Reconcile(NOTHING_IN_COMMON),
                new Message.Want(List.of(Stranger.hash(1))),
                new Message.Ack(0),
                new Message.Neighbours(List.of("abc")),
                new Message.Ping(300),
                new Message.Failure(ErrorCode.LIMIT, "text"));
    }

    private static boolean isAllowedAnywhere(Message message) {
        return message instanceof Message.Ping || message instanceof Message.Failure;
    }

    @Test
    void nothingIsTakenBeforeTheGreeting() {
        for (Message message : messages()) {
            if (!isAllowedAnywhere(message) && !(message instanceof Message.Greeting)) {
                var stranger = new Stranger(victim);
                stranger.send(message);
                assertEnded(stranger, ErrorCode.UNEXPECTED);
            }
        }
        assertThat(victim.get("hostile")).isNull();
    }

    @Test
    void nothingIsTakenBeforeTheHello() {
        for (Message message : messages()) {
            if (!isAllowedAnywhere(message) && !(message instanceof Message.Hello)) {
                var stranger = new Stranger(victim);
                stranger.send(Stranger.greeting(Stranger.INITIATOR));
                stranger.send(message);
                assertEnded(stranger, ErrorCode.UNEXPECTED, ErrorCode.SECRET);
            }
        }
        assertThat(victim.get("hostile")).isNull();
    }

    @Test
    void nobodyGreetsTwice() {
        for (Message message : messages().subList(0, 3)) {
            var stranger = new Stranger(victim).shakeHands(Stranger.RESPONDER, 5, WINDOW);
            stranger.send(message);
            assertEnded(stranger, ErrorCode.UNEXPECTED, ErrorCode.SECRET);
        }
    }

    @Test
    void aResponderDoesNotDoWhatTheInitiatorDoes() {
        for (Message message : List.of(
                new Message.Reconcile(NOTHING_IN_COMMON),
                new Message.Want(List.of(Stranger.hash(1))),
                new Message.End(Purpose.RECONCILE))) {
            var stranger = new Stranger(victim).shakeHands(Stranger.RESPONDER, 5, WINDOW);
            stranger.send(message);
            assertEnded(stranger, ErrorCode.UNEXPECTED);
        }
    }

    @Test
    void nothingIsWantedOrEndedBeforeAReconciliation() {
        for (Message message :
                List.of(new Message.Want(List.of(Stranger.hash(1))), new Message.End(Purpose.RECONCILE))) {
            var stranger = new Stranger(victim).shakeHands(Stranger.INITIATOR, 5, WINDOW);
            stranger.send(message);
            assertEnded(stranger, ErrorCode.UNEXPECTED);
        }
    }

    @Test
    void nothingIsTakenAfterTheEnd() {
        var stranger = new Stranger(victim).shakeHands(Stranger.INITIATOR, 5, WINDOW);
        stranger.send(new byte[] {0, 0});
        messages().forEach(stranger::send);
        assertEnded(stranger, ErrorCode.MALFORMED);
        assertThat(victim.get("hostile")).isNull();
    }

    @Test
    void strangersAreTold() {
        var other = new Stranger(victim);
        other.send(Stranger.greeting("other", Stranger.INITIATOR, Message.PROTOCOL_VERSION));
        assertEnded(other, ErrorCode.DATABASE);
        var newer = new Stranger(victim);
        newer.send(Stranger.greeting("test", Stranger.INITIATOR, Message.PROTOCOL_VERSION + 1));
        assertEnded(newer, ErrorCode.VERSION);
        var self = new Stranger(victim);
        self.send(Stranger.greeting(victim.origin()));
        assertEnded(self, ErrorCode.SELF);
    }

    @Test
    void whoNeverGreetsIsNotWaitedFor() {
        var strangers = Stream.generate(() -> new Stranger(victim)).limit(1_000).toList();
        strangers.get(0).send(Stranger.greeting(Stranger.INITIATOR));
        pass(9_000);
        strangers.forEach(stranger -> stranger.send(new Message.Ping(1)));
        pass(2_000);
        strangers.forEach(stranger -> assertEnded(stranger, ErrorCode.TIMEOUT));
        assertThat(victim.sync().status().peers()).hasSize(1);
    }

    // ---- secret

    private static final String SECRET = "the secret of the friends";

    private static void assertTellsNothing(Stranger stranger) {
        assertThat(stranger.hear())
                .allMatch(message -> message instanceof Message.Greeting
                        || message instanceof Message.Proof
                        || message instanceof Message.Failure);
    }

    @Test
    void whoProvesNothingLearnsNothing() {
        try (var guarded = open(SyncOptions.DEFAULTS.withSecret(SECRET))) {
            put(guarded, "g", 0, 10);
            for (Message message : messages().subList(1, messages().size())) {
                if (!isAllowedAnywhere(message)) {
                    var stranger = new Stranger(guarded);
                    stranger.send(Stranger.greeting(Stranger.INITIATOR));
                    stranger.send(message);
                    assertTellsNothing(stranger);
                    assertEnded(stranger, ErrorCode.SECRET, ErrorCode.UNEXPECTED);
                }
            }
            var silent = new Stranger(guarded);
            silent.send(Stranger.greeting(Stranger.INITIATOR));
            millis.addAndGet(11_000);
            guarded.sync().tick();
            assertTellsNothing(silent);
            assertEnded(silent, ErrorCode.TIMEOUT);
            assertThat(guarded.size()).isEqualTo(10);
        }
    }

    @Test
    void aReflectedProofProvesNothing() {
        try (var guarded = open(SyncOptions.DEFAULTS.withSecret(SECRET))) {
            var stranger = new Stranger(guarded);
            Message.Greeting theirs = stranger.hear(Message.Greeting.class).get(0);
            stranger.send(new Message.Greeting(1, "test", Stranger.RESPONDER, theirs.nonce(), 0));
            stranger.send(stranger.hear(Message.Proof.class).get(0));
            assertTellsNothing(stranger);
            assertEnded(stranger, ErrorCode.SECRET);
        }
    }

    @Test
    void aReplayedProofProvesNothing() {
        try (var guarded = open(SyncOptions.DEFAULTS.withSecret(SECRET))) {
            var known = new Stranger(guarded);
            Message.Greeting mine = Stranger.greeting(Stranger.RESPONDER);
            Message.Greeting theirs = known.hear(Message.Greeting.class).get(0);
            known.send(mine);
            var proof = new SecretProof(SECRET).prove(mine, theirs);
            assertThat(proof).isNotNull();
            known.send(new Message.Proof(proof));
            assertThat(known.hear(Message.Hello.class)).hasSize(1);
            known.leave();
            var stranger = new Stranger(guarded);
            stranger.send(mine);
            stranger.send(new Message.Proof(proof));
            assertTellsNothing(stranger);
            assertEnded(stranger, ErrorCode.SECRET);
        }
    }

    // ---- too much

    private static Message.Entries batch(int number) {
        return new Message.Entries(
                Purpose.LIVE,
                number,
                IntStream.range(0, 500)
                        .mapToObj(i -> Stranger.entry("h" + i, HybridTimestamp.pack(1_000) + number))
                        .toList());
    }

    @Test
    void moreThanTheWindowEndsASession() {
        var stranger = new Stranger(victim).shakeHands(Stranger.INITIATOR, 5, WINDOW);
        long bytes = 0;
        for (int i = 0; !stranger.isClosed(); i++) {
            stranger.send(batch(i));
            bytes += Stranger.CODEC.encode(batch(i)).length;
            assertThat(bytes).isLessThan(WINDOW + (1 << 20));
        }
        assertThat(bytes).isGreaterThan(WINDOW);
        assertEnded(stranger, ErrorCode.LIMIT);
    }

    @Test
    void asMuchAsIsAcknowledgedIsTaken() {
        var stranger = new Stranger(victim).shakeHands(Stranger.INITIATOR, 5, WINDOW);
        for (int i = 0; i < 300; i++) {
            stranger.send(batch(i));
            stranger.hear();
        }
        assertGoesOn(stranger);
    }

    @Test
    void whoNeverAcknowledgesCostsNoMoreThanTheBacklog() {
        var stranger = new Stranger(victim).shakeHands(Stranger.RESPONDER, 0, 1);
        stranger.hear();
        put(victim, "w", 0, OpLog.BACKLOG + 5_000);
        settle();
        assertThat(friend.size()).isEqualTo(victim.size());
        assertThat(victim.sync().status().opLogEntries()).isLessThanOrEqualTo(OpLog.BACKLOG + 1);
        assertThat(stranger.hear(Message.Entries.class)).isEmpty();
        for (int i = 0; i < 35; i++) {
            pass(1_000);
            stranger.send(new Message.Ping(i));
        }
        assertEnded(stranger, ErrorCode.TIMEOUT);
        put(victim, "x", 0, 2_000);
        settle();
        put(victim, "y", 0, 600);
        assertThat(victim.sync().status().opLogEntries()).isLessThan(2_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, Long.MAX_VALUE})
    void acknowledgingWhatWasNotSentEndsASession(long bytes) {
        var stranger = new Stranger(victim).shakeHands(Stranger.RESPONDER, NODES, WINDOW);
        stranger.send(new Message.Ack(bytes));
        assertEnded(stranger, ErrorCode.MALFORMED);
    }

    @Test
    void aFloodOfPingsEndsASessionUnlessThePongsAreHeard() {
        for (Message flood : List.of(new Message.Ping(1), new Message.Digest(false, 1, Stranger.hash(1), 1))) {
            var deaf = new Stranger(victim).shakeHands(Stranger.INITIATOR, 5, WINDOW);
            int sent = 0;
            while (!deaf.isClosed()) {
                deaf.send(flood);
                sent++;
                assertThat(sent).isLessThan(100_000);
            }
            assertEnded(deaf, ErrorCode.LIMIT);
            var listening = new Stranger(victim).shakeHands(Stranger.INITIATOR, 5, WINDOW);
            listening.hear();
            for (int i = 0; i < sent + 1_000; i++) {
                listening.send(flood);
                assertThat(listening.hear()).hasSizeLessThan(3);
            }
            assertGoesOn(listening);
        }
    }

    @Test
    void aThousandNeighboursAreBelievedAsLittleAsOne() {
        var stranger = new Stranger(victim).shakeHands(Stranger.INITIATOR, 5, WINDOW);
        var neighbours = Stream.concat(
                Stream.of(friend.origin()), IntStream.range(0, 1_023).mapToObj(i -> "neighbour" + i));
        stranger.send(new Message.Neighbours(neighbours.toList()));
        put(victim, "n", 0, 10);
        put(friend, "m", 0, 10);
        settle();
        assertThat(stranger.hear(Message.Entries.class).stream()
                        .filter(batch -> batch.purpose() == Purpose.LIVE)
                        .mapToInt(batch -> batch.entries().size())
                        .sum())
                .isEqualTo(10);
        assertThat(friend.size()).isEqualTo(victim.size()).isEqualTo(NODES + 20);
        assertGoesOn(stranger);
    }

    // ---- reconciliation

    @Test
    void whatWasNotOfferedIsNotSent() {
        var stranger = new Stranger(victim).shakeHands(Stranger.INITIATOR, NODES, WINDOW);
        stranger.send(new Message.Reconcile(NOTHING_DIFFERS));
        var hashes = new ArrayList<>(
                IntStream.range(0, 4_000).mapToObj(Stranger::hash).toList());
        stranger.send(new Message.Want(hashes));
        assertThat(stranger.hear(Message.Entries.class)).isEmpty();
        assertGoesOn(stranger);
    }

    @Test
    void reconciliationsBegunAgainAndAgainEndASession() {
        var stranger = new Stranger(victim).shakeHands(Stranger.INITIATOR, NODES, WINDOW);
        int begun = 0;
        while (!stranger.isClosed()) {
            stranger.send(new Message.Reconcile(NOTHING_DIFFERS));
            stranger.send(new Message.End(Purpose.RECONCILE));
            stranger.hear();
            begun++;
            assertThat(begun).isLessThan(10_000);
        }
        assertEnded(stranger, ErrorCode.LIMIT);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, Long.MAX_VALUE / 2, Long.MAX_VALUE})
    void aReconciliationThatDoesNotEndEndsASession(long claimed) {
        byte[] different = Arrays.copyOf(new byte[] {0x61, 0, 0, 1}, 20);
        for (String origin : List.of(Stranger.INITIATOR, Stranger.RESPONDER)) {
            var stranger = new Stranger(victim).shakeHands(origin, claimed, WINDOW);
            stranger.send(new Message.End(Purpose.DELTA));
            if (origin.equals(Stranger.RESPONDER)) {
                stranger.send(new Message.Lagging());
                assertThat(stranger.hear(Message.Reconcile.class)).hasSize(1);
            }
            int rounds = 0;
            while (!stranger.isClosed()) {
                stranger.send(new Message.Reconcile(different));
                stranger.hear();
                rounds++;
                assertThat(rounds).isLessThan(2_000);
            }
            assertEnded(stranger, ErrorCode.LIMIT);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoAsksForEverythingAgainAndAgainIsLeft(boolean listens) {
        var stranger = new Stranger(victim).shakeHands(Stranger.INITIATOR, NODES, WINDOW);
        int rounds = 0;
        while (!stranger.isClosed()) {
            stranger.send(new Message.Reconcile(NOTHING_IN_COMMON));
            if (listens) {
                stranger.hear(Message.Reconcile.class).forEach(answer -> want(stranger, answer));
            }
            rounds++;
            assertThat(rounds).isLessThan(200);
        }
        assertEnded(stranger, ErrorCode.LIMIT);
    }

    /** Wants all hashes of an answer that is one list. */
    private static void want(Stranger stranger, Message.Reconcile answer) {
        byte[] payload = answer.payload();
        var hashes = new ArrayList<Hash256>();
        int from = payload.length % 32;
        for (; from < payload.length; from += 32) {
            hashes.add(Hash256.of(Arrays.copyOfRange(payload, from, from + 32)));
        }
        stranger.send(new Message.Want(hashes.subList(0, Math.min(hashes.size(), WireLimits.HASHES))));
    }

    @Test
    void digestsThatNeverMatchCauseLittleTraffic() {
        var stranger = new Stranger(victim).shakeHands(Stranger.RESPONDER, NODES, WINDOW);
        int reconciliations = 0;
        int others = 0;
        int said = 0;
        for (int second = 0; second < 300; second++) {
            pass(1_000);
            put(victim, "d", second, second + 1);
            for (Message message : stranger.hear()) {
                if (message instanceof Message.Reconcile) {
                    reconciliations++;
                    stranger.send(new Message.Reconcile(NOTHING_DIFFERS));
                } else {
                    others++;
                }
                if (message instanceof Message.End || message instanceof Message.Digest digest && !digest.answer()) {
                    said++;
                    stranger.send(new Message.Digest(false, second, Stranger.hash(second), 0));
                } else if (message instanceof Message.Ping ping) {
                    stranger.send(new Message.Pong(ping.number()));
                }
            }
        }
        assertThat(reconciliations).isBetween(20, 60);
        assertThat(others).isLessThan(said + 600);
        assertGoesOn(stranger);
    }

    @Test
    void nobodyIsMadeToForgetByAStrangersClock() {
        var stranger = new Stranger(victim);
        stranger.hear();
        long lastDay = HybridTimestamp.day(Long.MAX_VALUE);
        stranger.send(new Message.Greeting(1, "test", Stranger.RESPONDER, Stranger.hash(1), lastDay));
        stranger.hear();
        stranger.send(new Message.Hello(0, Stranger.hash(0), 0, -1, WINDOW, Long.MAX_VALUE));
        stranger.send(new Message.Lagging());
        stranger.hear();
        stranger.send(new Message.End(Purpose.DELTA));
        pass(1_000);
        if (!stranger.hear(Message.Reconcile.class).isEmpty()) {
            stranger.send(new Message.Reconcile(NOTHING_IN_COMMON));
        }
        stranger.hear();
        assertThat(victim.size()).isEqualTo(NODES);
        stranger.leave();
    }

    // ---- entries

    @Test
    void entriesOfAbsurdVersionsAreMergedOrParked() {
        var stranger = new Stranger(victim).shakeHands(Stranger.INITIATOR, 5, WINDOW);
        long soon = HybridTimestamp.pack(System.currentTimeMillis() + 3_600_000);
        stranger.send(new Message.Entries(
                Purpose.LIVE,
                Long.MAX_VALUE,
                List.of(
                        Stranger.entry("absurd0", 0),
                        Stranger.entry("absurd1", Long.MAX_VALUE),
                        Stranger.entry("absurd2", Long.MAX_VALUE - 1),
                        forged("v0", soon),
                        forged("absurd3", soon + 1))));
        settle();
        assertThat(victim.get("absurd0")).isNotNull();
        assertThat(victim.get("absurd1")).isNull();
        put(victim, "v", 0, 1);
        assertThat(String.valueOf(victim.get("v0"))).doesNotContain("forged");
        assertGoesOn(stranger);
    }

    private Entry forged(String id, long timestamp) {
        return Stranger.FACTORY.create(
                new EntryKey(id, Slot.VALUE),
                new Version(timestamp, victim.origin()),
                JsonObject.parse("{\"by\":\"forged\"}"));
    }

    @Test
    void entriesOfTheFutureWaitInBoundedRoom() {
        var stranger = new Stranger(victim).shakeHands(Stranger.INITIATOR, 5, WINDOW);
        for (int i = 0; i < 40; i++) {
            int number = i;
            stranger.send(new Message.Entries(
                    Purpose.LIVE,
                    -1,
                    IntStream.range(0, 1_000)
                            .mapToObj(j ->
                                    Stranger.entry("future" + number + "-" + j, Long.MAX_VALUE - number * 1_000L - j))
                            .toList()));
            stranger.hear();
        }
        assertThat(victim.status().intake().parked()).isLessThan(20_000);
        assertThat(victim.size()).isEqualTo(NODES);
        assertGoesOn(stranger);
    }
}

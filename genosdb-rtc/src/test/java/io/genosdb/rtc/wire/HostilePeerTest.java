package io.genosdb.rtc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.room.Payload;
import io.genosdb.rtc.wire.SimulatedPair.Sent;
import io.genosdb.value.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that is in the room and means no good: nothing is thrown, little is held, others lose nothing. */
class HostilePeerTest {

    private static final RoomSecret SECRET = SimulatedPair.SECRET;
    private static final SessionLimits SMALL = new SessionLimits(
            1_000_000,
            8,
            2_000_000,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(123),
            Duration.ofSeconds(60));

    private final RoomFrames frames = new RoomFrames(SECRET.token());
    private final ReassemblyBudget budget = new ReassemblyBudget(2_400_000);
    private final Victim victim = new Victim();

    private final class Victim {
        private final RoomSession session =
                new RoomSession(SECRET, "a", "b", PeerHello.NONE, SMALL, budget, new Random(1));
        private long now = 1000;

        Victim() {
            session.opened(now);
            receive(part(Actions.READY, 0, ActionHeader.LAST, 255, ""));
            assertThat(session.isActive()).isTrue();
            session.effects();
        }

        void receive(byte[] message) {
            session.received(message, now);
        }

        <T extends SessionEffect> List<T> heard(Class<T> kind) {
            return session.effects().stream()
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
        }
    }

    private byte[] part(String type, int nonce, int flags, int progress, String body) {
        return part(type, nonce, flags, progress, body.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] part(String type, int nonce, int flags, int progress, byte[] body) {
        byte[] message = frames.frame(ActionHeader.BYTES + body.length);
        new ActionHeader(type, nonce, flags, progress).write(message, RoomFrames.HEADER_BYTES);
        System.arraycopy(body, 0, message, MessageEncoder.SYNC_OVERHEAD, body.length);
        return message;
    }

    private static List<byte[]> parts(OutgoingMessage message) {
        var parts = new ArrayList<byte[]>();
        message.transmission().forEachRemaining(parts::add);
        return parts;
    }

    @Test
    void hundredsOfThousandsOfChannelsAreForgottenAgain() {
        for (int i = 0; i < 300_000; i++) {
            victim.receive(part("channel" + i, i & 0xffff, 0, 1, "x"));
            if (i % 1000 == 0) {
                assertThat(budget.heldBytes()).isLessThan(8 * 200);
                assertThat(victim.session.effects().size()).isLessThanOrEqualTo(2000);
            }
        }
        assertThat(victim.session.isActive()).isTrue();
    }

    @Test
    void partsThatNeverEndAreBoundedAndTheirEndIsNoMessage() {
        var body = new byte[16_000];
        for (int i = 0; i < 1000; i++) {
            victim.receive(part("file", 1, 0, 1, body));
            assertThat(budget.heldBytes()).isLessThan(SMALL.maxMessageBytes() + 20_000L);
        }
        victim.receive(part("file", 1, ActionHeader.LAST, 255, "tail"));

        assertThat(victim.heard(SessionEffect.Message.class)).isEmpty();
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void severalMessagesTogetherAreBoundedPerPeer() {
        for (int i = 0; i < 400; i++) {
            victim.receive(part("file", i % 4, 0, 1, new byte[16_000]));
            assertThat(budget.heldBytes()).isLessThanOrEqualTo(SMALL.maxHeldBytes());
        }
        assertThat(victim.heard(SessionEffect.Refused.class))
                .isNotEmpty()
                .first()
                .satisfies(refused -> assertThat(refused.reason()).contains("the peer holds too much"));
    }

    @Test
    void metadataCountAsWhatTheyTakeAsObjects() {
        String metadata = "[" + "0,".repeat(1000) + "0]";
        victim.receive(part("file", 0, ActionHeader.METADATA, 1, metadata));

        assertThat(budget.heldBytes()).isEqualTo(32L * metadata.length());
    }

    @Test
    void whatStallsIsDroppedAfterAMinute() {
        victim.receive(part("file", 1, 0, 100, "x"));
        for (int i = 0; i < 12; i++) {
            victim.now += 5_000;
            victim.receive(new byte[0]);
            victim.session.tick(victim.now);
        }
        assertThat(budget.heldBytes()).isZero();
        assertThat(victim.heard(SessionEffect.Refused.class))
                .extracting(SessionEffect.Refused::reason)
                .containsExactly("a message of the channel 'file' was dropped: no part of it came for 60 s");

        victim.receive(part("file", 1, ActionHeader.LAST, 255, "tail"));
        assertThat(victim.heard(SessionEffect.Message.class)).isEmpty();

        victim.receive(part("file", 1, ActionHeader.LAST, 255, "new"));
        assertThat(victim.heard(SessionEffect.Message.class)).hasSize(1);
    }

    @Test
    void aNumberThatComesAgainBeginsAnew() {
        var encoder = new MessageEncoder(SECRET.token());
        List<byte[]> given = parts(encoder.encode("file", new Payload.Binary(new byte[100_000]), null));
        given.subList(0, 4).forEach(victim::receive); // Given up by its sender, 65536 messages ago.
        victim.session.effects();

        var bytes = new byte[90_000];
        Arrays.fill(bytes, (byte) 1);
        parts(new MessageEncoder(SECRET.token()).encode("file", new Payload.Binary(bytes), null))
                .forEach(victim::receive);

        assertThat(victim.heard(SessionEffect.Message.class))
                .singleElement()
                .satisfies(message ->
                        assertThat(((Payload.Binary) message.payload()).bytes()).isEqualTo(bytes));
    }

    @Test
    void aShortMessageUnderTheNumberOfALongOneIsNotItsEnd() {
        var encoder = new MessageEncoder(SECRET.token());
        List<byte[]> given = parts(encoder.encode("file", new Payload.Binary(new byte[100_000]), null));
        given.subList(0, 4).forEach(victim::receive);
        victim.session.effects();
        victim.receive(part("file", 0, ActionHeader.LAST, 255, "short"));

        assertThat(victim.heard(SessionEffect.Message.class)).isEmpty();
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void metadataInTheMiddleBeginSomethingNew() {
        victim.receive(part("c", 0, 0, 100, "x"));
        victim.receive(part("c", 0, ActionHeader.METADATA, 128, "{}"));
        victim.receive(part("c", 0, ActionHeader.LAST, 255, "y"));

        assertThat(victim.heard(SessionEffect.Message.class))
                .containsExactly(new SessionEffect.Message("c", new Payload.Text("y"), JsonValue.parse("{}"), 1));
    }

    @Test
    void whatIsNoJsonIsDroppedWhole() {
        victim.receive(part("c", 0, ActionHeader.LAST | ActionHeader.JSON, 255, "{"));
        victim.receive(part("c", 1, ActionHeader.METADATA, 128, "{"));
        victim.receive(part("c", 1, ActionHeader.LAST, 255, "x"));
        victim.receive(part("c", 2, ActionHeader.LAST | ActionHeader.METADATA, 255, "["));

        assertThat(victim.session.effects().stream().filter(effect -> !(effect instanceof SessionEffect.Progress)))
                .hasSize(3)
                .allMatch(SessionEffect.Refused.class::isInstance);
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void jsonOfTooManyValuesIsNotRead() {
        byte[] values = ("[0" + ",0".repeat(1_000_001) + "]").getBytes(StandardCharsets.UTF_8);
        var session = new RoomSession(
                SECRET,
                "a",
                "b",
                PeerHello.NONE,
                SessionLimits.DEFAULTS,
                new ReassemblyBudget(1L << 30),
                new Random(1));
        session.opened(0);
        session.received(part(Actions.READY, 0, ActionHeader.LAST, 255, ""), 0);
        int count = (values.length + 99_999) / 100_000;
        for (int i = 0; i < count; i++) {
            byte[] body = Arrays.copyOfRange(values, i * 100_000, Math.min(values.length, (i + 1) * 100_000));
            int flags = ActionHeader.JSON | (i == count - 1 ? ActionHeader.LAST : 0);
            session.received(part("c", 0, flags, OutgoingMessage.progress(i, count), body), 0);
        }

        assertThat(session.effects())
                .last()
                .isInstanceOfSatisfying(
                        SessionEffect.Refused.class,
                        refused -> assertThat(refused.reason()).contains("more than 1000000 values"));
    }

    @Test
    void whoTakesTheMostLosesFirst() {
        var other = new Victim();
        for (int i = 0; i < 40; i++) {
            other.receive(part("file", 0, 0, i + 1, new byte[16_000]));
        }
        for (int i = 0; i < 1000; i++) {
            victim.receive(part("file", i / 50, 0, i % 50 + 1, new byte[16_000]));
            assertThat(budget.heldBytes()).isLessThanOrEqualTo(2_400_000);
        }
        int last = other.session.effects().size();
        assertThat(last).isEqualTo(40); // Progress, and nothing refused.
        assertThat(victim.heard(SessionEffect.Refused.class))
                .isNotEmpty()
                .allMatch(refused -> refused.reason().contains("all peers of the room together"));
    }

    @Test
    void presencesChangeNothing() {
        for (int i = 0; i < 100_000; i++) {
            victim.receive(frames.presence(true));
        }
        assertThat(victim.session.effects()).isEmpty();
        assertThat(victim.session.isActive()).isTrue();
    }

    @Test
    void whoComesAndGoesAllTheTimeIsSentAway() {
        for (int i = 0; i < 100; i++) {
            victim.receive(frames.presence(false));
            victim.receive(frames.presence(true));
        }
        List<SessionEffect> effects = victim.session.effects();
        assertThat(effects).hasSizeLessThan(300).last().isInstanceOf(SessionEffect.Failed.class);
    }

    @Test
    void otherRoomsAndVersionsAreNobodysBusiness() {
        String other = new RoomSecret("", "genosdb", "other").token();
        victim.receive(new RoomFrames(other).presence(false));
        parts(new MessageEncoder(other).encode("chat", new Payload.Text("x"), null))
                .forEach(victim::receive);
        byte[] later = frames.frame(ActionHeader.BYTES);
        later[0] = 3;
        victim.receive(later);
        victim.receive(new byte[0]);
        victim.receive(new byte[300_000]);

        assertThat(victim.session.effects()).isEmpty();
        assertThat(victim.session.isActive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@_stream", "@_signal", "@_response", "@_later", "genosdb.later", "", "a\u0001"})
    void whatIsNoChannelIsIgnored(String type) {
        victim.receive(part(type, 0, 0, 100, "x"));
        victim.receive(part(type, 0, ActionHeader.LAST, 255, "x"));

        assertThat(victim.session.effects()).isEmpty();
        assertThat(budget.heldBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{\"type\":\"a\\u0000\"}", "{\"type\":\"x", "{\"type\":1,\"sync\":\"1\"}", "null"})
    void anUnusableHelloIsNone(String hello) {
        victim.receive(part(Actions.HELLO, 0, ActionHeader.LAST | ActionHeader.JSON, 255, hello));
        victim.receive(part(Actions.HELLO, 0, ActionHeader.LAST, 255, "x".repeat(5000)));

        assertThat(victim.heard(SessionEffect.HelloChanged.class)).isEmpty();
        assertThat(victim.session.isActive()).isTrue();
    }

    @Test
    void dataBeforeTheHandshakeIsDropped() {
        var locked = new RoomSecret("secret", SECRET.appId(), SECRET.roomId());
        var session = new RoomSession(locked, "a", "b", PeerHello.NONE, SMALL, budget, new Random(1));
        session.opened(0);
        session.effects();
        session.received(part(Actions.READY, 0, ActionHeader.LAST, 255, ""), 0);
        session.received(part("chat", 0, ActionHeader.LAST, 255, "x"), 0);
        session.received(part(Actions.SYNC, 0, ActionHeader.LAST, 255, "x"), 0);
        session.received(part(Actions.PING, 0, ActionHeader.LAST, 255, ""), 0);

        assertThat(session.effects()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noiseIsSurvived(long seed) {
        var random = new Random(seed);
        List<byte[]> valid = recorded(random);
        for (int run = 0; run < 200; run++) {
            var session = new RoomSession(
                    seed % 2 == 0 ? SECRET : new RoomSecret("secret", SECRET.appId(), SECRET.roomId()),
                    run % 2 == 0 ? "a" : "z",
                    "b",
                    PeerHello.NONE,
                    SMALL,
                    budget,
                    random);
            session.opened(0);
            long now = 0;
            for (int i = 0; i < 60; i++) {
                session.received(spoil(valid.get(random.nextInt(valid.size())).clone(), random), now);
                now += random.nextInt(100);
                if (session.nextTick() <= now) {
                    session.tick(now);
                }
                assertThat(session.effects()).hasSizeLessThan(20);
            }
            session.closed("done");
            assertThat(budget.heldBytes()).isZero();
        }
    }

    /** What two good peers said to each other. */
    private static List<byte[]> recorded(Random random) {
        var pair = new SimulatedPair(random.nextLong(), "", "");
        pair.open();
        var all = new ArrayList<byte[]>();
        Consumer<SimulatedPair.Side> take = side -> all.addAll(side.toOther);
        take.accept(pair.a);
        take.accept(pair.b);
        pair.settle();
        for (int i = 0; i < 20; i++) {
            Sent message = pair.randomMessage(i);
            all.addAll(parts(pair.a.encoder.encode(message.channel(), message.payload(), message.metadata())));
        }
        pair.a.ping(1);
        pair.a.leave();
        take.accept(pair.a);
        return all;
    }

    private static byte[] spoil(byte[] message, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> message;
            case 1 -> Arrays.copyOf(message, random.nextInt(message.length + 1));
            case 2 -> {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
                yield message;
            }
            default -> {
                // Where it hurts: type, number, flags, progress, the beginning of the content.
                int at = RoomFrames.HEADER_BYTES + random.nextInt(ActionHeader.BYTES + 8);
                if (at < message.length) {
                    message[at] = (byte) random.nextInt();
                }
                yield message;
            }
        };
    }
}

package io.genosdb.rtc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.room.Payload;
import io.genosdb.room.RoomLimits;
import io.genosdb.rtc.wire.SimulatedPair.Sent;
import io.genosdb.rtc.wire.SimulatedPair.Side;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session does, one thing after the other. */
class RoomSessionTest {

    private final SimulatedPair pair = joined("");
    private final Side a = pair.a;
    private final Side b = pair.b;

    private static SimulatedPair joined(String password) {
        var pair = new SimulatedPair(1, password, password);
        pair.open();
        pair.settle();
        assertThat(pair.a.active && pair.b.active).isTrue();
        pair.a.effects.clear();
        pair.b.effects.clear();
        return pair;
    }

    @Test
    void tellsPagesNothingOfWhatTheyDoNotKnow() {
        var page = new SimulatedPair(1, "", "");
        page.open();
        // What a page gets: nothing that it does not forget before it is ready.
        List<String> types = page.a.toOther.stream()
                .filter(message -> message[0] == 1)
                .map(message ->
                        ActionHeader.read(message, RoomFrames.HEADER_BYTES).type())
                .toList();
        assertThat(types).containsExactly(Actions.HELLO, Actions.READY);

        // What a page says: no hello.
        page.b.toOther.removeIf(message -> message[0] == 1
                && ActionHeader.read(message, RoomFrames.HEADER_BYTES).type().equals(Actions.HELLO));
        page.settle();
        assertThat(page.a.effects).containsExactly(new SessionEffect.Active(PeerHello.NONE));

        page.a.declare(new PeerHello("other", false));
        assertThat(page.a.toOther).isEmpty();
    }

    @Test
    void tellsPeersWhatItHasBecome() {
        a.declare(new PeerHello("other", false));
        pair.settle();

        assertThat(b.effects).containsExactly(new SessionEffect.HelloChanged(new PeerHello("other", false)));
    }

    @Test
    void carriesFramesOfTheSyncProtocol() {
        var frame = new byte[64 * 1024 - MessageEncoder.SYNC_OVERHEAD];
        Arrays.fill(frame, (byte) 7);
        byte[] message = a.encoder.sync(frame);
        assertThat(message).hasSize(64 * 1024);
        a.toOther.add(message);
        pair.settle();

        assertThat(b.effects)
                .singleElement()
                .isInstanceOfSatisfying(
                        SessionEffect.Sync.class,
                        sync -> assertThat(sync.frame()).isEqualTo(frame));
    }

    @Test
    void measuresTheTimeToThePeerAndBack() {
        a.ping(7);
        pair.pass(30);
        pair.deliver(a);
        pair.deliver(b);

        assertThat(a.effects).containsExactly(new SessionEffect.Pong(7, 30));
    }

    @Test
    void keepsAnswersAndTheWatchdogApart() {
        a.session.received(new byte[0], pair.now);
        b.session.received(new byte[0], pair.now);
        pair.pass(10_000); // Both ask for a sign of life.
        a.ping(7);
        pair.deliver(a);
        pair.deliver(b); // What b asks.
        pair.deliver(b); // What b answers.
        assertThat(a.effects).isEmpty();
        pair.settle();

        assertThat(a.effects).containsExactly(new SessionEffect.Pong(7, 0));
        assertThat(b.effects).isEmpty();
    }

    @Test
    void anAnswerIsNotForWhatWasAskedBeforeThePeerLeft() {
        b.leave();
        a.ping(1);
        pair.settle();
        b.rejoin();
        pair.settle();
        a.effects.clear();
        a.ping(2);
        pair.settle();

        assertThat(a.pongs).containsExactly(2L);
    }

    @Test
    void whoSaidGoodbyeIsNotThereForOneWhoComesBack() {
        b.leave();
        pair.deliver(b);
        a.leave(); // Before b has said that it is not present.
        a.toOther.clear();
        a.rejoin();

        assertThat(a.toOther)
                .hasSize(1)
                .first()
                .satisfies(message -> assertThat(message[0]).isEqualTo((byte) 2));
    }

    @Test
    void tellsWhatItHasBecomeDuringTheHandshake() {
        var shaking = new SimulatedPair(1, "", "");
        shaking.open();
        shaking.a.declare(new PeerHello("other", false));
        shaking.settle();

        assertThat(shaking.b.peer).isEqualTo(new PeerHello("other", false));
    }

    @Test
    void doesNotPingWhoIsNotThere() {
        b.leave();
        pair.settle();

        assertThat(a.session.ping(1, pair.now)).isFalse();
    }

    @Test
    void hasABoundForPingsUnderWay() {
        for (int i = 0; i < 64; i++) {
            assertThat(a.session.ping(i, pair.now)).isTrue();
        }
        assertThat(a.session.ping(64, pair.now)).isFalse();
    }

    @Test
    void givesUpWhoGivesNoSignOfLife() {
        a.session.received(new byte[0], pair.now);
        pair.pass(9_999);
        assertThat(a.toOther).isEmpty();
        pair.pass(1);
        assertThat(a.toOther).hasSize(1);
        pair.pass(9_999);
        assertThat(a.active).isTrue();
        pair.pass(1);

        assertThat(a.effects)
                .containsExactly(
                        new SessionEffect.Inactive("the peer gave no sign of life for 20 s", false),
                        new SessionEffect.Failed("the peer gave no sign of life for 20 s", false));
    }

    @Test
    void anythingIsASignOfLife() {
        pair.pass(19_000);
        a.session.received(new byte[] {9}, pair.now);
        pair.pass(9_999);

        assertThat(a.active).isTrue();
    }

    @Test
    void doesNotBlameThePeerForASleepOfItsOwn() {
        pair.now += 3_600_000;
        a.session.tick(pair.now);
        a.drain();

        assertThat(a.active).isTrue();
        assertThat(a.session.nextTick()).isEqualTo(pair.now + 10_000);
    }

    @Test
    void saysGoodbye() {
        b.leave();
        assertThat(b.effects).containsExactly(new SessionEffect.Inactive("this peer has left the room", false));
        pair.pass(98);
        assertThat(b.toOther).hasSize(1);
        pair.pass(1);
        assertThat(b.toOther).hasSize(2);
        assertThat(b.effects).last().isEqualTo(new SessionEffect.Left());
        pair.settle();

        assertThat(a.effects).containsExactly(new SessionEffect.Inactive("the peer has left the room", true));
        assertThat(a.failed).isFalse();
    }

    @Test
    void takesAbsenceForAGoodbye() {
        a.session.received(new RoomFrames(SimulatedPair.SECRET.token()).presence(false), pair.now);
        a.drain();

        assertThat(a.effects).containsExactly(new SessionEffect.Inactive("the peer has left the room", true));
    }

    @Test
    void waitsTwoMinutesForWhoLeft() {
        b.leave();
        pair.settle();
        pair.pass(122_000);
        assertThat(a.failed).isFalse();
        pair.pass(1_000);

        assertThat(a.failed).isTrue();
    }

    @Test
    void givesUpOnAHandshakeAfterTenSeconds() {
        var lonely = new SimulatedPair(1, "", "");
        lonely.a.session.opened(lonely.now);
        lonely.pass(9_999);
        assertThat(lonely.a.failed).isFalse();
        lonely.pass(1);

        assertThat(lonely.a.effects)
                .containsExactly(new SessionEffect.Failed("the handshake took more than 10 s", false));
    }

    @Test
    void saysAtOnceThatThePasswordIsAnother() {
        var strangers = new SimulatedPair(1, "one", "two");
        strangers.open();
        strangers.settle();

        assertThat(strangers.a.effects)
                .containsExactly(new SessionEffect.Failed("the peer has another password", true));
        assertThat(strangers.b.active).isFalse();
    }

    @Test
    void leavesAtOnceWhereNobodyIs() {
        var unopened = new SimulatedPair(1, "", "");
        unopened.a.leave();
        unopened.open();

        assertThat(unopened.a.effects).containsExactly(new SessionEffect.Left());
        assertThat(unopened.a.toOther).isEmpty();
    }

    @Test
    void aMessageThatWasOnItsWayWhenThePeerLeftIsForgotten() {
        b.send(new Sent("file", new Payload.Binary(new byte[100_000]), null));
        b.sendPart(0);
        pair.deliver(b);
        assertThat(a.budget.heldBytes()).isPositive();
        b.leave();
        pair.settle();

        assertThat(a.budget.heldBytes()).isZero();
    }

    @Test
    void aLinkThatEndsGivesBackWhatWasHeld() {
        b.send(new Sent("file", new Payload.Binary(new byte[100_000]), null));
        b.sendPart(0);
        pair.deliver(b);
        a.session.closed("gone");
        a.drain();

        assertThat(a.budget.heldBytes()).isZero();
        assertThat(a.effects).last().isEqualTo(new SessionEffect.Inactive("gone", false));
    }

    @Test
    void shortMessagesPassLongOnes() {
        a.send(new Sent("file", new Payload.Binary(new byte[100_000]), JsonNull.NULL));
        a.send(new Sent("file", new Payload.Text("short"), null));
        a.sendPart(0);
        a.sendPart(1);
        pair.settle();

        assertThat(b.received).first().isEqualTo(new Sent("file", new Payload.Text("short"), null));
        assertThat(b.received).hasSize(2);
        assertThat(b.received.get(1).metadata()).isEqualTo(JsonNull.NULL);
    }

    @Test
    void tellsHowFarAMessageIs() {
        a.send(new Sent("file", new Payload.Binary(new byte[3 * 16348]), null));
        Transmission transmission = a.transmissions.get(0);
        assertThat(transmission.progress()).isZero();
        transmission.next();
        assertThat(transmission.progress()).isEqualTo(85 / 255.0);
        transmission.next();
        transmission.next();

        assertThat(transmission.progress()).isEqualTo(1);
        assertThat(transmission.hasNext()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@_ping",
                "genosdb.sync",
                "a\u0000b",
                "\ud83d",
                "abcdefghijklmnopqrstuvwxyz0123456",
                "ääääääääääääääääa"
            })
    void refusesNamesThatAreNone(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> a.encoder.encode(name, new Payload.Text(""), null))
                .withMessageContaining("1 to 32 bytes");
    }

    private static Stream<Sent> tooLarge() {
        return Stream.of(
                new Sent("c", new Payload.Binary(new byte[RoomLimits.MAX_MESSAGE_BYTES + 1]), null),
                new Sent("c", new Payload.Json(JsonValue.of(Collections.nCopies(1_000_001, 1))), null),
                new Sent("c", new Payload.Text(""), JsonValue.of("x".repeat(60 * 1024))));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void refusesWhatIsTooLarge(Sent message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> a.encoder.encode(message.channel(), message.payload(), message.metadata()));
    }

    @Test
    void secretsAreNotShown() {
        assertThat(new RoomSecret("geheim", "app", "room")).asString().doesNotContain("geheim");
    }
}

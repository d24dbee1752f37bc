package io.genosdb.rtc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.room.Payload;
import io.genosdb.rtc.wire.SimulatedPair.Sent;
import io.genosdb.rtc.wire.SimulatedPair.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two sessions, every order of things that a seed can think of. */
class RoomSessionSimulationTest {

    private static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsSentArrivesOnceAndWhole(long seed) {
        var pair = new SimulatedPair(seed, "secret", "secret");
        pair.open();
        run(pair, 600, false);
        pair.settle();

        for (Side side : List.of(pair.a, pair.b)) {
            assertThat(side.active).isTrue();
            assertThat(side.completed).isEqualTo(side.sent.size());
            assertSame(pair.other(side).received, side.sent);
            assertThat(side.pings).isZero();
            assertThat(side.pongs).isSorted();
            assertThat(side.budget.heldBytes()).isZero();
            assertThat(side.peer).isEqualTo(pair.other(side).own);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bothAgreeWhoIsThereHoweverOftenTheyLeaveAndComeBack(long seed) {
        String password = seed % 2 == 0 ? "" : "secret";
        var pair = new SimulatedPair(seed, password, password);
        pair.open();
        run(pair, 1500, true);
        pair.settle();

        boolean both = pair.a.inRoom && pair.b.inRoom;
        for (Side side : List.of(pair.a, pair.b)) {
            assertThat(side.failed).isFalse();
            assertThat(side.active).isEqualTo(both);
            assertThat(pair.other(side).received.size()).isLessThanOrEqualTo(side.sent.size());
            assertContains(side.sent, pair.other(side).received);
            assertThat(side.budget.heldBytes()).isZero();
            if (both) {
                assertThat(side.peer).isEqualTo(pair.other(side).own);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nobodyIsThereForTheOtherWhereThePasswordsDiffer(long seed) {
        var passwords = List.of(List.of("one", "two"), List.of("one", ""), List.of("", "two"));
        List<String> chosen = passwords.get((int) (seed % 3));
        var pair = new SimulatedPair(seed, chosen.get(0), chosen.get(1));
        pair.open();
        run(pair, 300, seed % 2 == 0);
        pair.a.rejoin();
        pair.b.rejoin();
        pair.settle();
        pair.pass(10_000);

        for (Side side : List.of(pair.a, pair.b)) {
            assertThat(side.effects).noneMatch(SessionEffect.Active.class::isInstance);
            assertThat(side.received).isEmpty();
        }
        assertThat(pair.a.failed || pair.b.failed).isTrue();
    }

    @Test
    void theHelloIsThereWithThePeer() {
        var pair = new SimulatedPair(1, "", "");
        pair.open();
        pair.settle();

        assertThat(pair.b.effects).startsWith(new SessionEffect.Active(new PeerHello("superpeer", true)));
    }

    private static void run(SimulatedPair pair, int steps, boolean restless) {
        for (int i = 0; i < steps; i++) {
            Side side = pair.random.nextBoolean() ? pair.a : pair.b;
            switch (pair.random.nextInt(12)) {
                case 0, 1, 2, 3 -> pair.deliver(side);
                case 4, 5, 6, 7 -> {
                    if (!side.transmissions.isEmpty() && side.toOther.size() < 30) {
                        side.sendPart(pair.random.nextInt(side.transmissions.size()));
                    }
                }
                case 8 -> {
                    if (side.active) {
                        side.send(pair.randomMessage(i));
                    }
                }
                case 9 -> side.ping(i);
                case 10 -> {
                    if (pair.random.nextInt(10) == 0) {
                        side.declare(new PeerHello("type" + i, pair.random.nextBoolean()));
                    }
                }
                default -> {
                    if (restless && pair.random.nextInt(6) == 0) {
                        leaveOrComeBack(side);
                    }
                }
            }
            pair.pass(pair.random.nextInt(40));
        }
    }

    private static void leaveOrComeBack(Side side) {
        if (side.inRoom) {
            side.leave();
        } else {
            side.rejoin();
        }
    }

    private static void assertSame(List<Sent> received, List<Sent> sent) {
        assertThat(received).hasSameSizeAs(sent);
        assertContains(sent, received);
    }

    private static void assertContains(List<Sent> sent, List<Sent> received) {
        var left = new ArrayList<>(sent);
        for (Sent message : received) {
            assertThat(left.removeIf(candidate -> same(candidate, message)))
                    .as("was sent, and not received before")
                    .isTrue();
        }
    }

    private static boolean same(Sent one, Sent other) {
        return one.channel().equals(other.channel())
                && Objects.equals(one.metadata(), other.metadata())
                && (one.payload() instanceof Payload.Binary bytes && other.payload() instanceof Payload.Binary others
                        ? Arrays.equals(bytes.bytes(), others.bytes())
                        : one.payload().equals(other.payload()));
    }
}

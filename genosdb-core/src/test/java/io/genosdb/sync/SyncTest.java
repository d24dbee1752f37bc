package io.genosdb.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.sync.SyncEvent.CaughtUp;
import io.genosdb.sync.SyncEvent.ProvedEqual;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.Message.Purpose;
import io.genosdb.value.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Sessions between two databases over a wire that carries frames on the test's thread. */
class SyncTest {

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final List<SyncEvent> events = new ArrayList<>();

    private GenosDatabase open(String name, SyncOptions options) {
        return GenosDatabase.builder(name).sync(options).ticker(millis::get).open();
    }

    private GenosDatabase open() {
        return open("test", SyncOptions.DEFAULTS);
    }

    private static void put(GenosDatabase database, String prefix, int from, int to) {
        for (int i = from; i < to; i++) {
            database.put(
                    JsonObject.parse("{\"type\":\"user\",\"name\":\"User " + i + "\",\"age\":" + i % 90 + "}"),
                    prefix + i);
        }
    }

    private Wire connect(GenosDatabase one, GenosDatabase other) {
        var wire = new Wire(one, other);
        wire.settle(millis);
        return wire;
    }

    private List<Purpose> caughtUp() {
        return events.stream()
                .filter(CaughtUp.class::isInstance)
                .map(event -> ((CaughtUp) event).purpose())
                .toList();
    }

    private void assertEqual(GenosDatabase one, GenosDatabase other) {
        assertThat(one.digest()).isEqualTo(other.digest());
        assertThat(events).hasAtLeastOneElementOfType(ProvedEqual.class);
        events.clear();
    }

    @Test
    void equalStatesTakeOneRoundTripAndFewBytes() {
        try (var a = open();
                var b = open()) {
            put(a, "n", 0, 10);
            connect(a, b).close();
            assertThat(a.digest()).isEqualTo(b.digest());
            a.sync().listen(events::add);
            try (var wire = connect(a, b)) {
                assertEqual(a, b);
                assertThat(wire.turns()).isEqualTo(2);
                assertThat(wire.bytes()).isLessThan(500);
            }
        }
    }

    @Test
    void whatIsWrittenIsSentAtOnceBothWays() {
        try (var a = open();
                var b = open();
                var wire = connect(a, b)) {
            put(a, "a", 0, 100);
            put(b, "b", 0, 100);
            a.link("a1", "a2");
            a.remove("a3");
            wire.settle(millis);
            assertThat(a.digest()).isEqualTo(b.digest());
            assertThat(b.size()).isEqualTo(199);
        }
    }

    @Test
    void aPeerThatWasAwayForAMomentGetsADelta() {
        try (var a = open();
                var b = open()) {
            put(a, "a", 0, 5_000);
            connect(a, b).close();
            put(a, "a", 0, 300);
            put(b, "b", 0, 300);
            a.sync().listen(events::add);
            connect(a, b);
            assertThat(caughtUp()).containsExactly(Purpose.DELTA);
            assertEqual(a, b);
        }
    }

    @Test
    void aPeerThatWasAwayForLongReconciles() {
        try (var a = open();
                var b = open()) {
            put(a, "a", 0, 5_000);
            connect(a, b).close();
            put(a, "a", 0, 1_500);
            put(b, "b", 0, 1_500);
            a.sync().listen(events::add);
            connect(a, b);
            assertThat(caughtUp()).containsExactly(Purpose.RECONCILE);
            assertEqual(a, b);
        }
    }

    @Test
    void anEmptyPeerGetsTheFullState() {
        try (var a = open();
                var b = open()) {
            put(a, "a", 0, 20_000);
            put(b, "b", 0, 10);
            a.sync().listen(events::add);
            connect(a, b);
            assertThat(caughtUp()).contains(Purpose.FULL);
            assertThat(b.size()).isEqualTo(20_010);
            assertEqual(a, b);
        }
    }

    @Test
    void aReceiverThatIsTooSlowCatchesUp() {
        try (var a = open();
                var b = open();
                var wire = connect(a, b)) {
            a.sync().listen(events::add);
            put(a, "a", 0, OpLog.BACKLOG + 2_000);
            wire.settle(millis);
            assertThat(caughtUp()).contains(Purpose.RECONCILE);
            assertEqual(a, b);
        }
    }

    @Test
    void whatWasWrittenJustBeforeTheEndIsSentStill() {
        try (var b = open()) {
            var a = open();
            var wire = connect(a, b);
            put(a, "a", 0, 3_000);
            a.close();
            wire.settle(millis);
            assertThat(b.size()).isEqualTo(3_000);
            assertThat(wire.left().isClosed()).isTrue();
        }
    }

    @Test
    void strangersAreTold() {
        try (var a = open("one", SyncOptions.DEFAULTS);
                var b = open("two", SyncOptions.DEFAULTS);
                var c = open("one", SyncOptions.DEFAULTS.withSecret("secret"));
                var d = open("one", SyncOptions.DEFAULTS.withSecret("other"))) {
            put(a, "n", 0, 1);
            assertRefused(connect(a, b), ErrorCode.DATABASE);
            assertRefused(connect(a, c), ErrorCode.SECRET);
            assertRefused(connect(c, d), ErrorCode.SECRET);
            assertRefused(connect(a, a), ErrorCode.SELF);
            assertThat(List.of(b.size(), c.size(), d.size())).containsOnly(0);
        }
    }

    private static void assertRefused(Wire wire, ErrorCode code) {
        assertThat(wire.left().connection().failure()).isEqualTo(code);
        assertThat(wire.right().connection().failure()).isEqualTo(code);
        assertThat(wire.left().isClosed()).isTrue();
    }
}

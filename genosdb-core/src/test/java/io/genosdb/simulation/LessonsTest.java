package io.genosdb.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Node;
import io.genosdb.live.MapEvent;
import io.genosdb.query.Query;
import io.genosdb.sync.SyncEvent;
import io.genosdb.sync.SyncOptions;
import io.genosdb.sync.wire.Message.Purpose;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures that systems of this kind have had in production, each as a scenario. */
class LessonsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final List<String> trace = new ArrayList<>();
    private World world;
    private int worlds;

    @AfterEach
    void end() {
        if (world != null) {
            world.close();
        }
    }

    private Replica[] replicas(int count) {
        return replicas(count, SyncOptions.DEFAULTS);
    }

    private Replica[] replicas(int count, SyncOptions sync) {
        if (world != null) {
            world.close();
        }
        world = new World(1, directory.resolve("world" + ++worlds), Protocol.ENGINE, trace::add);
        var replicas = new Replica[count];
        for (int i = 0; i < count; i++) {
            replicas[i] = world.add(ReplicaOptions.DEFAULTS.withSync(sync));
        }
        return replicas;
    }

    /** Two replicas are connected until they are equal, and then not any more. */
    private void meet(Replica a, Replica b) {
        world.network.dial(a, b, lasted -> {});
        world.run(SECOND);
        world.runUntil(
                a + " and " + b + " are equal",
                () -> a.database().digest().equals(b.database().digest()),
                MINUTE);
        world.run(SECOND);
        part(a);
    }

    private void part(Replica replica) {
        world.network.sidesOf(replica).forEach(side -> side.end("the encounter is over"));
        world.run(SECOND);
    }

    private static void put(Replica replica, String id, int number) {
        replica.database().put(value(number), id);
    }

    private static void putMany(Replica replica, String prefix, int count) {
        for (int i = 0; i < count; i++) {
            put(replica, prefix + i, i);
        }
    }

    private static JsonObject value(int number) {
        return JsonObject.of(
                Map.of("number", new JsonNumber(number), "kind", new JsonString(number % 2 == 0 ? "even" : "odd")));
    }

    private static JsonObject valueOf(Replica replica, String id) {
        Node node = replica.database().get(id);
        return node == null ? null : node.value();
    }

    private int sent(String kind) {
        return world.network.messages().getOrDefault(kind, 0);
    }

    private static long position(Replica replica) {
        return replica.database().sync().status().opLogPosition();
    }

    @Test
    void lesson9FullStateMergesAndNeverReplaces() {
        Replica[] r = replicas(2);
        putMany(r[0], "big", 3_000);
        putMany(r[1], "own", 100);
        r[0].database().remove("big7");
        put(r[1], "both", 2);
        world.run(SECOND);
        put(r[0], "both", 1);

        meet(r[1], r[0]);

        assertThat(sent("Entries FULL")).isPositive();
        assertThat(r[1].database().size()).isEqualTo(3_100);
        assertThat(valueOf(r[0], "both")).isEqualTo(value(1));
        world.checkState();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void lesson10ThreeThatWroteApartEndWithAllThreeWrites(int opLog) {
        int[][] pairs = {{0, 1}, {1, 2}, {0, 2}};
        int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        for (int[] order : orders) {
            Replica[] r = replicas(3, SyncOptions.DEFAULTS.withOpLogSize(opLog));
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 3; i++) {
                    put(r[i], "n" + round + i, i);
                }
                for (int pair : order) {
                    meet(r[pairs[pair][0]], r[pairs[pair][1]]);
                }
            }
            // The first to meet has missed what the last one brought.
            meet(r[pairs[order[0]][0]], r[pairs[order[0]][1]]);
            meet(r[pairs[order[1]][0]], r[pairs[order[1]][1]]);
            for (Replica replica : r) {
                assertThat(replica.database().size())
                        .as("order %s", (Object) order)
                        .isEqualTo(9);
            }
            world.checkState();
        }
    }

    @Test
    void lesson11WhatArrivedByFullStateIsRelayed() {
        Replica[] r = replicas(4);
        meet(r[2], r[1]);
        putMany(r[0], "n", 3_000);

        meet(r[1], r[0]);
        assertThat(sent("Entries FULL")).isPositive();
        // One knows the relay from before, the other does not.
        meet(r[2], r[1]);
        meet(r[3], r[1]);

        assertThat(r[2].database().size()).isEqualTo(3_000);
        assertThat(r[3].database().size()).isEqualTo(3_000);
    }

    @Test
    void lesson12DeletesSurviveAPeerThatReturnsWithAnOldCopy() {
        Replica[] r = replicas(3, SyncOptions.DEFAULTS.withOpLogSize(4));
        putMany(r[0], "n", 50);
        meet(r[1], r[0]);
        meet(r[2], r[0]);
        for (int i = 0; i < 25; i++) {
            r[0].database().remove("n" + i);
        }
        meet(r[1], r[0]);

        // It returns with an old copy, has written to one of the removed nodes since, and linked to another one.
        put(r[2], "n3", 3);
        r[2].database().link("n30", "n4");
        meet(r[2], r[1]);
        meet(r[2], r[0]);

        world.checkState();
        assertThat(r[2].database().get("n3")).isNotNull();
        assertThat(r[0].database().get("n4")).isNull();
        assertThat(r[0].database().get("n30").edges()).isEmpty();
        assertThat(r[0].database().size()).isEqualTo(26);
    }

    @Test
    void lesson12EncountersOfEqualsRecordAndSendNothing() {
        Replica[] r = replicas(3, SyncOptions.DEFAULTS.withOpLogSize(4));
        putMany(r[0], "n", 50);
        r[0].database().clear();
        meet(r[1], r[0]);
        meet(r[2], r[0]);
        meet(r[2], r[1]);
        List<Long> positions = List.of(position(r[0]), position(r[1]), position(r[2]));
        int entries = sent("Entries LIVE") + sent("Entries DELTA") + sent("Entries RECONCILE") + sent("Entries FULL");
        long bytes = world.network.bytes();

        for (int i = 0; i < 10; i++) {
            meet(r[0], r[1]);
            meet(r[1], r[2]);
            meet(r[2], r[0]);
        }

        assertThat(List.of(position(r[0]), position(r[1]), position(r[2]))).isEqualTo(positions);
        assertThat(sent("Entries LIVE") + sent("Entries DELTA") + sent("Entries RECONCILE") + sent("Entries FULL"))
                .isEqualTo(entries);
        assertThat(world.network.bytes() - bytes).isLessThan(30 * 500);
    }

    @Test
    void lesson13EqualReadingsOfTwoReplicasResolveAlike() {
        Replica[] r = replicas(3);
        for (Replica replica : r) {
            replica.clock().grain(Duration.ofHours(1));
        }
        for (int i = 0; i < 20; i++) {
            put(r[0], "n" + i, 1);
            put(r[1], "n" + i, 2);
        }
        assertThat(r[0].database().get("n5").timestamp())
                .isEqualTo(r[1].database().get("n5").timestamp());

        meet(r[2], r[0]);
        meet(r[1], r[0]);
        meet(r[2], r[1]);

        for (int i = 0; i < 20; i++) {
            assertThat(valueOf(r[0], "n" + i)).isEqualTo(valueOf(r[1], "n" + i)).isEqualTo(valueOf(r[2], "n" + i));
        }
        world.checkState();
    }

    @Test
    void lesson13OneReadingOfOneReplicaForTwoValuesResolvesAlike() {
        for (int value = 2; value < 8; value++) {
            Replica[] r = replicas(2);
            for (Replica replica : r) {
                replica.clock().grain(Duration.ofHours(1));
            }
            world.connect(r[0], r[1]);
            world.run(SECOND);
            put(r[0], "n", 1);
            world.run(Duration.ofMillis(20));
            // The peer has the write; the crash takes it from the disk, and with it what the clock read.
            r[0].crash(false, false);
            assertThat(valueOf(r[1], "n")).isEqualTo(value(1));
            r[0].start();
            put(r[0], "n", value);
            Entry first = r[1].held().get(0);
            Entry second = r[0].held().get(0);
            assertThat(first.version()).isEqualTo(second.version());

            world.converge(MINUTE);
            assertThat(valueOf(r[0], "n")).isEqualTo(valueOf(r[1], "n"));
        }
    }

    @Test
    void lesson14BurstsDoNotBecomeALoopOfResyncs() {
        Replica[] r = replicas(4, new SyncOptions(null, 64, 1 << 16, Duration.ofSeconds(2), Duration.ofSeconds(15)));
        Topology.FULL_MESH.connect(world, world.random);
        world.run(SECOND);
        putMany(r[0], "n", 5_000);
        putMany(r[1], "m", 2_000);
        r[2].slowDown(20_000);
        world.run(Duration.ofMillis(300));
        r[0].database().clear();
        world.run(Duration.ofMillis(300));
        r[1].database().clear();
        world.run(Duration.ofSeconds(5));
        r[2].slowDown(0);

        world.converge(MINUTE);
        world.run(Duration.ofSeconds(45));

        world.checkState();
        world.checkProved();
        world.checkRest(Duration.ofSeconds(30));
        assertThat(sent("Reconcile")).isLessThan(300);
    }

    @Test
    void lesson15ALargeFirstSyncArrivesAndShowsHowFarItIs() {
        Replica[] r = replicas(2);
        world.network.tap(false);
        world.network.frames(1 << 16, false);
        putMany(r[0], "n", 100_000);
        var progress = new ArrayList<Long>();
        var total = new ArrayList<Long>();
        r[1].database().sync().listen(event -> {
            if (event instanceof SyncEvent.Progress at && at.purpose() == Purpose.FULL) {
                progress.add(at.done());
                total.add(at.total());
            }
        });
        world.connect(r[1], r[0]);
        world.runUntil("equal", world::areEqual, MINUTE);

        assertThat(r[1].database().size()).isEqualTo(100_000);
        assertThat(progress).isSorted().hasSizeGreaterThan(50).last().isEqualTo(100_000L);
        assertThat(total).containsOnly(100_000L);
    }

    /** Over a link that never lasts long enough for all of it. */
    @Test
    void lesson15ALargeFirstSyncGoesOnWhereItBroke() {
        Replica[] r = replicas(2);
        world.network.tap(false);
        world.network.frames(1 << 14, false);
        putMany(r[0], "n", 20_000);
        world.network.wire(r[0], r[1]).limit(100_000);
        for (int i = 0; i < 60 && !world.areEqual(); i++) {
            world.network.dial(r[1], r[0], lasted -> {});
            world.run(Duration.ofSeconds(2));
            part(r[1]);
        }

        assertThat(r[1].database().size()).isEqualTo(20_000);
    }

    @Test
    void lesson16IndexesAndLiveQueriesFollowWhatArrivesBySync() {
        Replica[] r = replicas(2);
        putMany(r[0], "n", 200);
        var seen = new HashMap<String, JsonObject>();
        r[1].database().map(Query.parse("{query: {kind: 'even'}}"), event -> follow(seen, event));
        meet(r[1], r[0]);
        world.connect(r[1], r[0]);
        world.run(Duration.ofSeconds(2));
        put(r[0], "n1", 2);
        r[0].database().remove("n2");
        world.converge(MINUTE);

        var expected = new TreeSet<String>();
        r[0].database().map(Query.parse("{query: {kind: 'even'}}")).forEach(node -> expected.add(node.id()));
        assertThat(expected).hasSize(100);
        assertThat(r[1].database()
                        .explain(Query.parse("{query: {kind: 'even'}}"))
                        .toString())
                .contains("kind");
        assertThat(r[1].database().map(Query.parse("{query: {kind: 'even'}}")))
                .extracting(Node::id)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(seen.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void follow(Map<String, JsonObject> seen, MapEvent event) {
        if (event.value() == null) {
            seen.remove(event.id());
        } else {
            seen.put(event.id(), event.value());
        }
    }

    @Test
    void lesson24AnEmptyDiskIsFilledAndDeletesNothing() {
        Replica[] r = replicas(3);
        world.connect(r[1], r[0]);
        world.connect(r[2], r[0]);
        world.run(SECOND);
        putMany(r[0], "n", 500);
        world.converge(MINUTE);
        List<Long> positions = List.of(position(r[1]), position(r[2]));

        r[0].crash();
        r[0].wipe();
        r[0].start();
        assertThat(r[0].database().size()).isZero();
        put(r[0], "new", 1);
        world.converge(MINUTE);

        assertThat(r[0].database().size()).isEqualTo(501);
        assertThat(List.of(position(r[1]), position(r[2])))
                .isEqualTo(List.of(positions.get(0) + 1, positions.get(1) + 1));
    }

    @Test
    void lesson25RefusalsAreSaidOnceAndNotWithEveryAttempt() {
        replicas(0);
        Replica a = world.add(ReplicaOptions.DEFAULTS.withSync(SyncOptions.DEFAULTS.withSecret("one")));
        Replica b = world.add(ReplicaOptions.DEFAULTS.withSync(SyncOptions.DEFAULTS.withSecret("other")));
        world.connect(a, b);
        put(a, "n", 1);
        world.run(Duration.ofMinutes(30));

        assertThat(b.database().size()).isZero();
        assertThat(a.database().sync().status().refused()).isGreaterThan(10);
        assertThat(trace.stream().filter(line -> line.contains("WARN")).count()).isLessThanOrEqualTo(10);
    }

    @Test
    void longAwayAReplicaGivesUpWhatTheRoomNoLongerHas() {
        Replica[] r = replicas(3);
        Topology.FULL_MESH.connect(world, world.random);
        putMany(r[0], "n", 10);
        world.converge(MINUTE);
        world.run(Duration.ofSeconds(20));
        r[2].stop();
        r[0].database().remove("n1");
        world.run(Duration.ofSeconds(20));

        pass(31);
        put(r[1], "while-away", 1);
        world.run(Duration.ofSeconds(20));
        r[2].start();
        put(r[2], "back", 1);
        world.runUntil("equal", world::areEqual, MINUTE);

        for (Replica replica : r) {
            assertThat(replica.database().get("n1")).as("%s", replica).isNull();
            assertThat(replica.database().get("n2")).isNotNull();
            assertThat(replica.database().get("while-away")).isNotNull();
            assertThat(replica.database().get("back")).isNotNull();
        }
    }

    /** As above, in a room where nobody writes anything all the while. */
    @Test
    void longAwayFromAQuietRoom() {
        Replica[] r = replicas(3);
        Topology.FULL_MESH.connect(world, world.random);
        putMany(r[0], "n", 10);
        world.converge(MINUTE);
        world.run(Duration.ofSeconds(20));
        r[2].stop();
        r[0].database().remove("n1");
        world.run(Duration.ofSeconds(20));

        pass(31);
        r[2].start();
        world.runUntil("equal", world::areEqual, MINUTE);

        for (Replica replica : r) {
            assertThat(replica.database().get("n1")).as("%s", replica).isNull();
            assertThat(replica.database().get("n2")).isNotNull();
        }
    }

    /** Days go by, with some time in each. */
    private void pass(int days) {
        for (int i = 0; i < days; i++) {
            world.timeline.skip(Duration.ofDays(1));
            world.run(Duration.ofSeconds(3));
        }
    }

    @Test
    void aClockThatIsFarAheadTakesNothingFromOthers() {
        Replica[] r = replicas(3);
        putMany(r[0], "n", 10);
        meet(r[0], r[1]);
        meet(r[0], r[2]);
        r[1].clock().skew(Duration.ofDays(40));
        world.run(Duration.ofSeconds(2));
        meet(r[1], r[2]);
        put(r[0], "important", 1);
        world.run(SECOND);
        world.network.dial(r[0], r[1], lasted -> {});
        world.run(Duration.ofSeconds(10));

        assertThat(r[0].database().get("important")).isNotNull();
        assertThat(r[0].database().size()).isEqualTo(11);
    }

    @Test
    void replicasThatPurgeAtDifferentHoursCompareEqual() {
        Replica[] r = replicas(2);
        putMany(r[0], "n", 10);
        r[0].database().remove("n1");
        meet(r[0], r[1]);
        r[1].clock().skew(Duration.ofMinutes(2));
        // Half a minute before midnight here, and after it there, on the day the removal is old enough.
        world.timeline.skip(Duration.ofDays(30).plusHours(13).plusMinutes(59));
        world.run(Duration.ofSeconds(3));
        assertThat(r[0].database().digest()).isNotEqualTo(r[1].database().digest());
        int entries = sent("Entries RECONCILE") + sent("Entries DELTA") + sent("Entries FULL");
        var proved = new ArrayList<SyncEvent>();
        r[0].database().sync().listen(event -> {
            if (event instanceof SyncEvent.ProvedEqual) {
                proved.add(event);
            }
        });

        world.network.dial(r[0], r[1], lasted -> {});
        world.run(Duration.ofSeconds(5));

        assertThat(proved).isNotEmpty();
        assertThat(sent("Entries RECONCILE") + sent("Entries DELTA") + sent("Entries FULL"))
                .isEqualTo(entries);
    }

    /** The same, with a connection that was there before: it goes on, and is proved again when both have purged. */
    @Test
    void replicasThatPurgeAtDifferentHoursDuringASession() {
        Replica[] r = replicas(2);
        world.connect(r[0], r[1]);
        putMany(r[0], "n", 10);
        r[0].database().remove("n1");
        world.converge(MINUTE);
        r[1].clock().skew(Duration.ofMinutes(3));
        world.timeline.skip(Duration.ofDays(30).plusHours(13).plusMinutes(58));
        world.run(Duration.ofSeconds(3));
        put(r[0], "n2", 77);
        long bytes = world.network.bytes();
        world.run(Duration.ofSeconds(60));

        assertThat(valueOf(r[1], "n2")).isEqualTo(value(77));
        assertThat(world.network.bytes() - bytes).isLessThan(30_000);
        world.run(Duration.ofMinutes(4));
        assertThat(r[0].database().digest()).isEqualTo(r[1].database().digest());
        put(r[0], "n3", 78);
        world.run(Duration.ofSeconds(30));
        world.checkProved();
        world.checkRest(Duration.ofSeconds(30));
    }

    @Test
    void inAFullMeshNothingIsSentTwice() {
        Replica[] r = replicas(6);
        Topology.FULL_MESH.connect(world, world.random);
        put(r[0], "first", 1);
        world.converge(MINUTE);
        world.run(Duration.ofSeconds(15));
        int messages = sent("Entries LIVE");
        for (int i = 0; i < 10; i++) {
            put(r[i % 6], "n" + i, i);
            world.run(Duration.ofMillis(100));
        }
        world.run(SECOND);

        assertThat(sent("Entries LIVE") - messages).isEqualTo(10 * 5);
        world.checkState();
    }

    @Test
    void inALineEverythingIsForwardedOnce() {
        Replica[] r = replicas(6);
        Topology.LINE.connect(world, world.random);
        put(r[0], "first", 1);
        world.converge(MINUTE);
        world.run(Duration.ofSeconds(15));
        int messages = sent("Entries LIVE");
        for (int i = 0; i < 10; i++) {
            put(r[i % 6], "n" + i, i);
            world.run(Duration.ofMillis(100));
        }

        assertThat(sent("Entries LIVE") - messages).isEqualTo(10 * 5);
        world.checkState();
    }

    /** What is parked divides two replicas for hours; they must not spend them on reconciling. */
    @Test
    void whatIsParkedCostsLittleUntilItsTimeComes() {
        Replica[] r = replicas(2);
        world.connect(r[0], r[1]);
        world.run(SECOND);
        r[0].clock().skew(Duration.ofHours(3));
        putMany(r[0], "n", 100);
        world.run(MINUTE);
        assertThat(r[1].database().status().intake().parked()).isEqualTo(100);
        long bytes = world.network.bytes();
        world.run(Duration.ofMinutes(10));
        assertThat(world.network.bytes() - bytes).isLessThan(600_000);

        r[0].clock().skew(Duration.ZERO);
        world.timeline.skip(Duration.ofHours(1));
        world.converge(MINUTE);
        assertThat(r[1].database().size()).isEqualTo(100);
    }
}

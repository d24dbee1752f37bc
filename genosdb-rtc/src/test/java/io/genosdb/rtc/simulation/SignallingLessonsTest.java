package io.genosdb.rtc.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.rtc.signal.SignalEffect;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The lessons of the field that are about finding each other. Each is tried with many seeds. */
class SignallingLessonsTest {

    private static final int SEEDS = 40;
    private static final String SMALL = "AAAAAAAAAAAAAAAAAAAA";
    private static final String LARGE = "zzzzzzzzzzzzzzzzzzzz";

    private static void everySeed(Consumer<World> scenario) {
        long first = Long.getLong("genosdb.simulation.first-seed", 1);
        int count = Integer.getInteger("genosdb.simulation.seeds", SEEDS);
        for (long seed = first; seed < first + count; seed++) {
            var world = new World(seed);
            try {
                scenario.accept(world);
            } catch (AssertionError e) {
                throw new AssertionError(
                        "failed with -Dgenosdb.simulation.seeds=1 -Dgenosdb.simulation.first-seed=" + seed + ": "
                                + e.getMessage() + "\n" + world.endOfTrace(),
                        e);
            }
        }
    }

    /** With two of ours, and with a page that is smaller, or larger. */
    private static void everyPair(BiConsumer<World, List<Participant>> scenario) {
        for (int pair = 0; pair < 3; pair++) {
            int which = pair;
            everySeed(world -> {
                world.relay();
                scenario.accept(
                        world,
                        which == 0
                                ? List.of(world.ours(SMALL), world.ours(LARGE))
                                : which == 1
                                        ? List.of(world.page(SMALL), world.ours(LARGE))
                                        : List.of(world.ours(SMALL), world.page(LARGE)));
            });
        }
    }

    @Test
    void lesson1OneDeadRelayDoesNotHoldBackTheOthers() {
        everySeed(world -> {
            world.relay().up = false;
            world.relay().loss = 1;
            world.relay();
            SimulatedRelay slow = world.relay();
            slow.delay = 10_000;
            for (int i = 0; i < 3; i++) {
                world.ours();
                world.page();
            }
            assertThat(world.meet(1500)).isLessThan(1500);
        });
    }

    @Test
    void lesson2AfterARelayDroppedEverybodyTheyHearAndAreHeardAgain() {
        everySeed(world -> {
            SimulatedRelay relay = world.relay();
            relay.loss = 1;
            world.ours();
            world.ours();
            world.ours();
            world.timeline.run(10_000);
            relay.loss = 0;
            relay.down();
            world.timeline.run(100);
            relay.up = true;
            world.participants.forEach(relay::connect);
            world.meet(1500);
            world.page();
            world.meet(1500);
        });
    }

    @Test
    void lesson4WhoDialAtOnceEndWithOneLinkThatBothUse() {
        everyPair((world, pair) -> {
            for (int i = world.random.nextInt(4); i > 0; i--) {
                SimulatedRelay relay = world.relay();
                relay.delay = world.random.nextLong(300);
                relay.jitter = world.random.nextLong(300);
                relay.duplication = 0.5;
                world.participants.forEach(relay::connect);
            }
            world.meet(1500);
            world.timeline.run(60_000);
            assertThat(world.ends).filteredOn(end -> end.open).hasSize(2);
            world.checkRest(130_000);
        });
    }

    @Test
    void lesson4WornLinksAreReplacedAtOnceByBothWithoutAGap() {
        everySeed(world -> {
            world.relay();
            world.relay();
            OurPeer small = world.ours(SMALL);
            OurPeer large = world.ours(LARGE);
            world.meet(1500);
            for (int i = 0; i < 5; i++) {
                End before = small.inUse(LARGE);
                if (i != 1) {
                    small.replace(LARGE);
                }
                world.timeline.run(world.random.nextInt(2) * world.random.nextLong(100));
                if (i != 0) {
                    large.replace(SMALL);
                }
                for (int step = 0; step < 200; step++) {
                    world.timeline.run(5);
                    assertThat(hears(small, large) && hears(large, small)).isTrue();
                }
                assertThat(world.met(small, large)).isTrue();
                assertThat(small.inUse(LARGE)).isNotSameAs(before);
                world.timeline.run(60_000);
                assertThat(Objects.requireNonNull(before).closed).isTrue();
            }
            world.checkRest(130_000);
        });
    }

    /** Whether what one sends arrives at the other: an older link goes on for a while. */
    private static boolean hears(OurPeer one, OurPeer other) {
        End end = one.inUse(other.id);
        return end != null && !end.closed && end.other() != null && !end.other().closed;
    }

    @Test
    void lesson5WhoComesBackUnderTheSameIdReplacesTheOldLinkAtOnce() {
        for (String id : List.of(SMALL, LARGE)) {
            everySeed(world -> {
                world.relay();
                world.relay();
                OurPeer before = world.ours(id);
                OurPeer other = world.ours("MMMMMMMMMMMMMMMMMMMM");
                world.meet(1500);
                world.timeline.run(world.random.nextLong(30_000));
                End old = Objects.requireNonNull(other.inUse(id));
                before.crash();
                OurPeer after = world.ours(id);
                world.timeline.run(1500);
                assertThat(world.met(after, other)).isTrue();
                assertThat(old.closed).isTrue();
                world.timeline.run(60_000);
                world.checkRest(130_000);
            });
        }
    }

    @Test
    void lesson5WhoComesBackWhileStillBeingDialledIsMetAtOnce() {
        for (String id : List.of(SMALL, LARGE)) {
            everySeed(world -> {
                world.relay();
                OurPeer before = world.ours(id);
                world.ours("MMMMMMMMMMMMMMMMMMMM");
                world.timeline.run(world.random.nextLong(200));
                before.crash();
                world.ours(id);
                world.meet(2500);
            });
        }
    }

    @Test
    void lesson7AClosedLinkIsNoDepartureAndIsMadeAnew() {
        everyPair((world, pair) -> {
            world.meet(1500);
            world.timeline.run(15_000);
            Objects.requireNonNull(pair.get(0).inUse(pair.get(1).id)).cut();
            world.timeline.run(20_000);
            // A page that asked too early doesn't listen before it knows; it is asked again.
            world.meet(17_000);
        });
    }

    @Test
    void lesson7WhoSaidGoodbyeIsNotDialledNorSeenByWhatComesLate() {
        for (String id : List.of(SMALL, LARGE)) {
            everySeed(world -> {
                world.relay();
                SimulatedRelay slow = world.relay();
                slow.delay = 4000;
                OurPeer leaving = world.ours(id);
                OurPeer other = world.ours("MMMMMMMMMMMMMMMMMMMM");
                world.meet(1500);
                world.timeline.run(1000);
                leaving.leave();
                other.done.clear();
                world.timeline.run(60_000);
                assertThat(other.done).allMatch(SignalEffect.Publish.class::isInstance);
                assertThat(other.ends()).isEmpty();

                world.ours(id);
                world.meet(1500);
                assertThat(other.done).contains(new SignalEffect.Seen(id));
            });
        }
    }

    @Test
    void aPageThatLeftMayComeBack() {
        for (String id : List.of(SMALL, LARGE)) {
            everySeed(world -> {
                world.relay();
                SimulatedRelay slow = world.relay();
                slow.delay = 4000;
                Page page = world.page(id);
                OurPeer other = world.ours("MMMMMMMMMMMMMMMMMMMM");
                world.meet(1500);
                page.leaveRoom();
                other.done.clear();
                world.timeline.run(world.random.nextLong(9000));
                assertThat(other.done)
                        .noneMatch(SignalEffect.Seen.class::isInstance)
                        .noneMatch(SignalEffect.Connected.class::isInstance);
                if (world.random.nextBoolean()) {
                    page.ends().forEach(End::close);
                    world.timeline.run(100);
                }
                page.rejoin();
                world.meet(1500);
            });
        }
    }

    @Test
    void lesson8ARelayThatTakesNothingIsNotMissed() {
        everySeed(world -> {
            SimulatedRelay refusing = world.relay();
            refusing.loss = 1;
            world.relay();
            Participant one = world.ours();
            Participant other = world.page();
            world.timeline.run(60);
            refusing.disconnect(one);
            refusing.disconnect(other);
            world.meet(1500);
        });
    }

    @Test
    void anotherPasswordKeepsThemApart() {
        everySeed(world -> {
            world.relay();
            OurPeer one = world.join(new OurPeer(SMALL, "one", world));
            OurPeer two = world.join(new OurPeer(LARGE, "two", world));
            world.timeline.run(120_000);
            assertThat(world.met(one, two)).isFalse();
            assertThat(two.done).contains(new SignalEffect.Failed(SMALL, "It has another password for the room"));
            assertThat(world.ends).noneMatch(end -> end.open);
        });
    }

    @Test
    void aDozenMeetOverALossyRelay() {
        everySeed(world -> {
            SimulatedRelay relay = world.relay();
            relay.loss = 0.2;
            for (int i = 0; i < 8; i++) {
                world.ours();
            }
            world.meet(20_000);
            world.timeline.run(120_000);
            world.checkRest(130_000);
        });
    }
}

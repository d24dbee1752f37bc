package io.genosdb.rtc.simulation;

import java.util.List;
import java.util.random.RandomGenerator;

/** One seed: people come and go, and relays and connections fail; then calm, in which all must meet, and stay so. */
final class SignallingSimulation {

    /** So long it takes at most from the end of the faults: a page doesn't announce itself more often than every minute. */
    private static final long LIMIT_MILLIS = 110_000;

    private static final long SETTLING_MILLIS = 90_000;
    private static final long REST_MILLIS = 130_000;

    private final World world;
    private final RandomGenerator random;
    private final int most;

    private SignallingSimulation(long seed) {
        world = new World(seed);
        random = world.random;
        most = random.nextInt(2, 7);
    }

    /** Runs a seed; returns how long all needed to meet after the storm, in milliseconds. */
    static long run(long seed) {
        var simulation = new SignallingSimulation(seed);
        try {
            return simulation.run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + simulation.world.endOfTrace(), e);
        }
    }

    private long run() {
        relays();
        int first = random.nextInt(2, most + 1);
        for (int i = 0; i < first; i++) {
            join();
            world.timeline.run(random.nextInt(3) == 0 ? random.nextLong(5000) : 0);
        }
        int faults = random.nextInt(25);
        for (int i = 0; i < faults; i++) {
            world.timeline.run(random.nextInt(4) == 0 ? random.nextLong(30_000) : random.nextLong(1500));
            fault();
        }
        calm();
        long met = world.meet(LIMIT_MILLIS);
        world.timeline.run(SETTLING_MILLIS);
        world.checkRest(REST_MILLIS);
        return met;
    }

    private void relays() {
        int count = random.nextInt(1, 5);
        for (int i = 0; i < count; i++) {
            SimulatedRelay relay = world.relay();
            relay.delay = random.nextInt(4) == 0 ? random.nextLong(10, 3000) : random.nextLong(1, 60);
            relay.jitter = random.nextInt(4) == 0 ? random.nextLong(2000) : random.nextLong(1, 50);
            relay.loss = random.nextBoolean() ? 0 : random.nextDouble() * 0.6;
            relay.duplication = random.nextBoolean() ? 0 : random.nextDouble() * 0.5;
        }
    }

    private void calm() {
        world.trace(() -> "calm");
        for (SimulatedRelay relay : world.relays) {
            relay.loss = 0;
        }
        if (world.relays.stream().noneMatch(relay -> relay.up)) {
            up(world.relays.get(0));
        }
        while (world.present().size() < 2) {
            join();
        }
    }

    private void join() {
        if (random.nextInt(3) == 0) {
            world.page();
        } else {
            world.ours();
        }
    }

    private void fault() {
        List<Participant> present = world.present();
        if (present.size() < 2) {
            join();
            return;
        }
        Participant one = present.get(random.nextInt(present.size()));
        Participant other = present.get(random.nextInt(present.size()));
        switch (random.nextInt(10)) {
            case 0 -> {
                if (present.size() < most) {
                    join();
                }
            }
            case 1 -> one.crash();
            case 2 -> restart(one);
            case 3 -> leave(one);
            case 4, 5 -> cut(one, other);
            case 6 -> relayFails();
            case 7 ->
                world.participants.stream()
                        .filter(p -> p.alive && p instanceof Page page && !page.inRoom)
                        .findFirst()
                        .ifPresent(p -> ((Page) p).rejoin());
            default -> {
                if (one instanceof OurPeer ours) {
                    ours.replace(other.id);
                    if (random.nextBoolean() && other instanceof OurPeer too) {
                        too.replace(one.id);
                    }
                }
            }
        }
    }

    /** Comes back under the same id, which pages never do. */
    private void restart(Participant one) {
        world.trace(() -> one + " restarts");
        one.crash();
        if (one.isPage()) {
            world.page();
        } else {
            world.ours(one.id);
        }
    }

    private void leave(Participant one) {
        world.trace(() -> one + " leaves");
        if (one instanceof OurPeer ours) {
            ours.leave();
        } else if (one instanceof Page page) {
            page.leaveRoom();
        }
    }

    private void cut(Participant one, Participant other) {
        End end = one.inUse(other.id);
        if (end != null) {
            world.trace(() -> end + " is cut");
            end.cut();
        }
    }

    private void relayFails() {
        SimulatedRelay relay = world.relays.get(random.nextInt(world.relays.size()));
        world.trace(() -> "relay " + relay.number + (relay.up ? " goes down" : " comes up"));
        if (relay.up) {
            relay.down();
        } else {
            up(relay);
        }
    }

    private void up(SimulatedRelay relay) {
        relay.up = true;
        world.participants.stream().filter(p -> p.alive).forEach(relay::connect);
    }
}

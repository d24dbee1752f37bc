package io.genosdb.simulation;

import io.genosdb.sync.SyncOptions;
import io.genosdb.testing.Property;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** One seed: a storm of writes and faults, then calm, in which all replicas must become equal and fall silent. */
final class Simulation {

    private static final Duration LONGEST_SKEW = Duration.ofHours(5);

    private final Plan plan;
    private final World world;
    private final RandomGenerator random;
    private final Protocol protocol;
    private final Workload workload;
    private boolean calm;

    private Simulation(Plan plan, World world, RandomGenerator random, Protocol protocol) {
        this.protocol = protocol;
        this.plan = plan;
        this.world = world;
        this.random = random;
        this.workload = new Workload(Property.generator(random.nextLong()), world.trace, plan.nodes());
    }

    /** What a seed led to. */
    record Outcome(Plan plan, String traceHash, long traceLines, Duration converged) {}

    static Outcome run(
            long seed, Path directory, Protocol protocol, UnaryOperator<Plan> change, Consumer<String> sink) {
        RandomGenerator random = Property.generator(seed);
        Plan plan = change.apply(Plan.random(random));
        try (var world = new World(random.nextLong(), directory, protocol, sink)) {
            world.trace.add(plan.toString());
            try {
                return new Simulation(plan, world, random, protocol).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        e.getMessage() + "\n" + plan + "\nThe end of the trace:\n" + world.trace.end(), e);
            }
        }
    }

    private Outcome run() {
        world.network.frames(plan.maxFrameBytes(), plan.compressed());
        for (int i = 0; i < plan.replicas(); i++) {
            world.add(plan.options());
        }
        plan.topology().connect(world, random);
        write();
        fail();
        for (long second = 0; second < plan.storm().toSeconds(); second++) {
            world.run(Duration.ofSeconds(1));
            List<Replica> up = world.up();
            world.checkMemory(up.get(random.nextInt(up.size())));
        }
        calm = true;
        Fault.end(world);
        // What wrong clocks have written ahead of its time is due now.
        world.timeline.skip(LONGEST_SKEW);
        Duration converged = world.converge(limit());
        if (protocol == Protocol.ENGINE) {
            world.run(settling());
            world.checkState();
            world.checkProved();
            world.checkRest(Duration.ofSeconds(30));
            world.checkState();
        }
        return new Outcome(plan, world.trace.hash(), world.trace.lines(), converged);
    }

    /** How long dead connections may go unnoticed, and be replaced, and all be proved equal. */
    private Duration settling() {
        SyncOptions sync = plan.options().sync();
        return sync.silence()
                .multipliedBy(2)
                .plus(sync.verifyInterval().multipliedBy(3))
                .plusSeconds(15);
    }

    private Duration limit() {
        SyncOptions sync = plan.options().sync();
        return Duration.ofSeconds(60)
                .plus(sync.silence().multipliedBy(2))
                .plus(sync.verifyInterval().multipliedBy(plan.replicas() + 10L));
    }

    private void write() {
        if (!calm) {
            List<Replica> up = world.up();
            if (random.nextInt(8) == 0) {
                workload.collide(up);
            } else {
                workload.step(up.get(random.nextInt(up.size())));
            }
            world.timeline.after(random.nextLong(1 + 2 * plan.pace().toNanos() / 1000), this::write);
        }
    }

    private void fail() {
        if (!calm && !plan.faults().isEmpty()) {
            List<Fault> faults = List.copyOf(plan.faults());
            faults.get(random.nextInt(faults.size())).strike(world, random);
            world.timeline.after(random.nextLong(4_000_000), this::fail);
        }
    }
}

package io.genosdb.simulation;

import io.genosdb.storage.Durability;
import io.genosdb.sync.SyncOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What one seed tries. */
record Plan(
        int replicas,
        Topology topology,
        ReplicaOptions options,
        int nodes,
        Duration storm,
        Duration pace,
        Set<Fault> faults,
        int maxFrameBytes,
        boolean compressed) {

    private static final int[] OP_LOGS = {1, 8, 64, 1000};

    static Plan random(RandomGenerator random) {
        int replicas = replicas(random);
        var sync = new SyncOptions(
                random.nextInt(4) == 0 ? "secret" : null,
                OP_LOGS[random.nextInt(OP_LOGS.length)],
                random.nextBoolean() ? 1 << 16 : 4 << 20,
                Duration.ofMillis(500 + random.nextInt(5000)),
                Duration.ofSeconds(2 + random.nextInt(15)));
        var options = new ReplicaOptions(
                random.nextInt(8) > 0,
                random.nextInt(4) == 0 ? Durability.SYNC : Durability.ASYNC,
                Duration.ofMillis(1 + random.nextInt(500)),
                random.nextInt(3) == 0,
                Duration.ofDays(30),
                sync);
        Topology[] topologies = Topology.values();
        return new Plan(
                replicas,
                topologies[random.nextInt(topologies.length)],
                options,
                4 + random.nextInt(30),
                Duration.ofSeconds(5 + random.nextInt(replicas > 12 ? 5 : 40)),
                Duration.ofMillis(10 + random.nextInt(600)),
                faults(random),
                1024 << random.nextInt(5),
                random.nextBoolean());
    }

    /** The same with fewer faults and frames of any size, for a sync that cannot stand more. */
    Plan easier(Set<Fault> avoided) {
        var fewer = EnumSet.noneOf(Fault.class);
        fewer.addAll(faults);
        fewer.removeAll(avoided);
        return new Plan(replicas, topology, options, nodes, storm, pace, fewer, 1 << 20, compressed);
    }

    /** Mostly few: they find the same faults sooner. */
    private static int replicas(RandomGenerator random) {
        return switch (random.nextInt(20)) {
            case 0 -> 13 + random.nextInt(52);
            case 1, 2, 3 -> 7 + random.nextInt(6);
            default -> 2 + random.nextInt(5);
        };
    }

    private static Set<Fault> faults(RandomGenerator random) {
        var faults = EnumSet.noneOf(Fault.class);
        for (Fault fault : Fault.values()) {
            if (random.nextInt(fault == Fault.DISORDER ? 4 : 2) == 0) {
                faults.add(fault);
            }
        }
        return faults;
    }
}

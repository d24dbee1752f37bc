package io.genosdb.simulation;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** What goes wrong. */
enum Fault {
    /** The network falls apart in two, and comes together again. */
    PARTITION {
        @Override
        void strike(World world, RandomGenerator random) {
            long group = random.nextLong();
            List<Replica> replicas = world.replicas();
            world.trace.add("partition");
            forEachPair(replicas, (a, b) -> {
                if ((group >> a.number() & 1) != (group >> b.number() & 1)) {
                    world.network.cut(a, b);
                }
            });
            later(world, random, 8, () -> heal(world));
        }
    },
    /** Two replicas cannot reach each other for a while. */
    CUT {
        @Override
        void strike(World world, RandomGenerator random) {
            Replica a = any(world.replicas(), random);
            Replica b = any(world.replicas(), random);
            world.trace.add("cut " + a + " " + b);
            world.network.cut(a, b);
            later(world, random, 15, () -> world.network.heal(a, b));
        }
    },
    /** A connection breaks. */
    RESET {
        @Override
        void strike(World world, RandomGenerator random) {
            List<Side> sides = world.network.sides();
            if (!sides.isEmpty()) {
                any(sides, random).end("reset");
            }
        }
    },
    /** A connection carries nothing any more, in one direction or both, and nobody is told. */
    HALF_OPEN {
        @Override
        void strike(World world, RandomGenerator random) {
            List<Side> sides = world.network.sides();
            if (!sides.isEmpty()) {
                Side side = any(sides, random);
                world.trace.add(side + " goes dead");
                side.die();
                if (random.nextBoolean()) {
                    side.other().die();
                }
            }
        }
    },
    /** A replica loses what it has not flushed, and starts again. */
    CRASH {
        @Override
        void strike(World world, RandomGenerator random) {
            restart(world, random, Replica::crash);
        }
    },
    /** A replica is stopped and started. */
    RESTART {
        @Override
        void strike(World world, RandomGenerator random) {
            restart(world, random, Replica::stop);
        }
    },
    /** A replica crashes and starts on an empty disk. */
    EMPTY_DISK {
        @Override
        void strike(World world, RandomGenerator random) {
            restart(world, random, replica -> {
                replica.crash();
                replica.wipe();
            });
        }
    },
    /** A wall clock is wrong by hours, also beyond what others accept. */
    WRONG_CLOCK {
        @Override
        void strike(World world, RandomGenerator random) {
            Replica replica = any(world.replicas(), random);
            Duration skew = Duration.ofSeconds(random.nextInt(-4 * 3600, 4 * 3600));
            world.trace.add(replica + " has its clock off by " + skew);
            replica.clock().skew(skew);
        }
    },
    /** Wall clocks are coarse, so that replicas read the same. */
    COARSE_CLOCK {
        @Override
        void strike(World world, RandomGenerator random) {
            Duration grain = Duration.ofSeconds(1 + random.nextInt(60));
            world.trace.add("clocks read multiples of " + grain);
            world.replicas().forEach(replica -> replica.clock().grain(grain));
        }
    },
    /** A connection has little room. */
    NARROW {
        @Override
        void strike(World world, RandomGenerator random) {
            Wire wire = world.network.wire(any(world.replicas(), random), any(world.replicas(), random));
            wire.limit(2_000 + random.nextInt(50_000));
            wire.delay(random.nextInt(300_000), random.nextInt(200_000));
        }
    },
    /** A replica takes long to read. */
    SLOW_RECEIVER {
        @Override
        void strike(World world, RandomGenerator random) {
            Replica replica = any(world.replicas(), random);
            replica.slowDown(random.nextInt(500_000));
            later(world, random, 10, () -> replica.slowDown(0));
        }
    },
    /** Frames are lost, doubled and overtaken, which no transport should do. */
    DISORDER {
        @Override
        void strike(World world, RandomGenerator random) {
            world.network.disorder(random.nextDouble() / 10);
            later(world, random, 10, () -> world.network.disorder(0));
        }
    };

    abstract void strike(World world, RandomGenerator random);

    /** Nothing goes wrong any more: clocks are right, replicas are up, the network works; dead connections stay dead. */
    static void end(World world) {
        world.trace.add("the faults end");
        world.network.disorder(0);
        heal(world);
        forEachPair(world.replicas(), (a, b) -> {
            world.network.wire(a, b).limit(Wire.FAST);
            world.network.wire(a, b).delay(500, 0);
        });
        for (Replica replica : world.replicas()) {
            replica.slowDown(0);
            replica.clock().skew(Duration.ZERO);
            replica.clock().grain(Duration.ofMillis(1));
            if (!replica.isUp()) {
                replica.start();
            }
        }
    }

    private static void restart(World world, RandomGenerator random, java.util.function.Consumer<Replica> end) {
        List<Replica> up = world.up();
        if (up.size() > 1) {
            Replica replica = any(up, random);
            end.accept(replica);
            later(world, random, 6, () -> {
                if (!replica.isUp()) {
                    replica.start();
                    world.checkMemory(replica);
                }
            });
        }
    }

    private static void heal(World world) {
        forEachPair(world.replicas(), world.network::heal);
    }

    private static void later(World world, RandomGenerator random, int seconds, Runnable action) {
        world.timeline.after(random.nextLong(seconds * 1_000_000L), action);
    }

    private static <T> T any(List<T> all, RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }

    private static void forEachPair(List<Replica> replicas, java.util.function.BiConsumer<Replica, Replica> action) {
        for (int a = 0; a < replicas.size(); a++) {
            for (int b = a + 1; b < replicas.size(); b++) {
                action.accept(replicas.get(a), replicas.get(b));
            }
        }
    }
}

package io.genosdb.simulation;

import java.util.random.RandomGenerator;

/** Who is connected to whom. All of them connect everybody to everybody over some way. */
enum Topology {
    LINE,
    RING,
    STAR,
    FULL_MESH,
    PARTIAL_MESH;

    /** Replicas of a full mesh beyond which it is made a partial one, since that many links teach nothing more. */
    private static final int LARGEST_MESH = 16;

    void connect(World world, RandomGenerator random) {
        var replicas = world.replicas();
        int count = replicas.size();
        for (int a = 0; a < count; a++) {
            for (int b = a + 1; b < count; b++) {
                if (joins(a, b, count, random)) {
                    // Sometimes the one dials, sometimes the other, sometimes both at once.
                    int direction = random.nextInt(3);
                    if (direction != 0) {
                        world.connect(replicas.get(a), replicas.get(b));
                    }
                    if (direction != 1) {
                        world.connect(replicas.get(b), replicas.get(a));
                    }
                }
            }
        }
    }

    private boolean joins(int a, int b, int count, RandomGenerator random) {
        return switch (this) {
            case LINE -> b == a + 1;
            case RING -> b == a + 1 || (a == 0 && b == count - 1);
            case STAR -> a == 0;
            case FULL_MESH -> count <= LARGEST_MESH || b == a + 1 || random.nextInt(count) < 4;
            case PARTIAL_MESH -> b == a + 1 || random.nextInt(count) < 2;
        };
    }
}

package io.genosdb.testing;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Runs a property over many seeded random cases. A failure names its seed; {@code -Dgenosdb.test.seed=<seed>} runs that
 * case alone, {@code -Dgenosdb.test.iterations=<n>} sets how many there are.
 */
public final class Property {

    /** One random case. */
    @FunctionalInterface
    public interface Case {
        void check(RandomGenerator random) throws Exception;
    }

    private Property() {}

    public static void forAll(int iterations, Case property) {
        Long only = Long.getLong("genosdb.test.seed");
        if (only != null) {
            check(only, property);
            return;
        }
        int count = Integer.getInteger("genosdb.test.iterations", iterations);
        for (long seed = 1; seed <= count; seed++) {
            check(seed, property);
        }
    }

    private static void check(long seed, Case property) {
        try {
            property.check(generator(seed));
        } catch (Exception | AssertionError e) {
            throw new AssertionError("failed with -Dgenosdb.test.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    public static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}

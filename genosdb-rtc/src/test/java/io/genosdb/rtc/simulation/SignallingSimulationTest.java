package io.genosdb.rtc.simulation;

import org.junit.jupiter.api.Test;

/**
 * Peers of ours and pages meet whatever happens. {@code -Dgenosdb.simulation.seeds=N} runs so many seeds,
 * {@code -Dgenosdb.simulation.first-seed=S} begins with that one.
 */
class SignallingSimulationTest {

    private static final int SEEDS = 150;

    @Test
    void everyPairEndsWithOneConnectionThatBothUse() {
        long first = Long.getLong("genosdb.simulation.first-seed", 1);
        int count = Integer.getInteger("genosdb.simulation.seeds", SEEDS);
        for (long seed = first; seed < first + count; seed++) {
            try {
                SignallingSimulation.run(seed);
            } catch (AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + " failed; to see it again: ./mvnw test -pl genosdb-rtc"
                                + " -Dtest=SignallingSimulationTest -Dgenosdb.simulation.seeds=1"
                                + " -Dgenosdb.simulation.first-seed=" + seed + "\n" + e.getMessage(),
                        e);
            }
        }
    }
}

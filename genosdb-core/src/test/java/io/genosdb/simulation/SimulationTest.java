package io.genosdb.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replicas under random writes and random faults become equal. {@code -Dgenosdb.simulation.seeds=N} runs so many seeds,
 * {@code -Dgenosdb.simulation.first-seed=S} begins with that one; with {@code -Dgenosdb.simulation.trace=FILE} all that happens is
 * written down.
 */
class SimulationTest {

    private static final int SEEDS = 100;

    @TempDir
    Path directory;

    @Test
    void theSameSeedGivesTheSameTrace() throws IOException {
        for (long seed = 1; seed <= 10; seed++) {
            assertThat(trace(seed)).isEqualTo(trace(seed));
        }
    }

    private List<String> trace(long seed) throws IOException {
        var lines = new ArrayList<String>();
        Simulation.run(
                seed,
                Files.createTempDirectory(directory, "seed" + seed),
                Protocol.ENGINE,
                UnaryOperator.identity(),
                lines::add);
        return lines;
    }

    @Test
    void replicasConverge() throws IOException {
        long first = Long.getLong("genosdb.simulation.first-seed", 1);
        int count = Integer.getInteger("genosdb.simulation.seeds", SEEDS);
        String file = System.getProperty("genosdb.simulation.trace");
        var lines = new ArrayList<String>();
        for (long seed = first; seed < first + count; seed++) {
            try {
                Simulation.run(
                        seed,
                        Files.createTempDirectory(directory, "seed" + seed),
                        Protocol.ENGINE,
                        UnaryOperator.identity(),
                        file == null ? line -> {} : lines::add);
            } catch (AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + " failed; to see it again: ./mvnw test -pl genosdb-core -Dtest=SimulationTest"
                                + " -Dgenosdb.simulation.seeds=1 -Dgenosdb.simulation.first-seed=" + seed + "\n"
                                + e.getMessage(),
                        e);
            } finally {
                if (file != null) {
                    Files.write(Path.of(file), lines);
                }
            }
        }
    }
}

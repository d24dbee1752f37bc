package io.genosdb.security.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Honest replicas come to the same verdicts. {@code -Dgenosdb.simulation.seeds=N} runs so many seeds,
 * {@code -Dgenosdb.simulation.first-seed=S} begins with that one; with {@code -Dgenosdb.simulation.trace=FILE} all that happens is written
 * down.
 */
class SecuritySimulationTest {

    private static final int SEEDS = 80;

    @TempDir
    Path directory;

    @Test
    void honestReplicasHoldWhatTheLawSays() throws IOException {
        long first = Long.getLong("genosdb.simulation.first-seed", 1);
        int count = Integer.getInteger("genosdb.simulation.seeds", SEEDS);
        String file = System.getProperty("genosdb.simulation.trace");
        var lines = new ArrayList<String>();
        var failures = new TreeMap<Long, Throwable>();
        for (long seed = first; seed < first + count; seed++) {
            Path disks = Files.createTempDirectory(directory, "seed" + seed);
            try (var simulation = new Simulation(seed, disks, file == null ? line -> {} : lines::add)) {
                simulation.run();
            } catch (RuntimeException | AssertionError e) {
                failures.put(seed, e);
            }
        }
        if (file != null) {
            Files.write(Path.of(file), lines);
        }
        if (!failures.isEmpty()) {
            long seed = failures.firstKey();
            var messages = new StringBuilder();
            failures.forEach((failed, cause) ->
                    messages.append("\nseed ").append(failed).append(": ").append(cause));
            throw new AssertionError(
                    "seeds " + failures.keySet() + " of " + count + " failed; to see the first again: ./mvnw test"
                            + " -pl genosdb-security -Dtest=SecuritySimulationTest -Dgenosdb.simulation.seeds=1"
                            + " -Dgenosdb.simulation.first-seed=" + seed + messages,
                    failures.get(seed));
        }
    }
}

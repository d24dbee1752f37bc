package io.genosdb.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator itself, with the simplest sync there is in place of the engine. */
class SimulatorTest {

    private static final Protocol NAIVE = database -> new NaiveSync(database, entry -> true);
    private static final Protocol FORGETFUL = database -> new NaiveSync(database, entry -> !entry.expires());

    /** It neither pings nor repeats anything within one connection. */
    private static final Set<Fault> TOO_MUCH = Set.of(Fault.DISORDER, Fault.HALF_OPEN, Fault.CRASH, Fault.EMPTY_DISK);

    @TempDir
    Path directory;

    @Test
    void theSameSeedGivesTheSameTrace() throws IOException {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(trace(seed, NAIVE)).isEqualTo(trace(seed, NAIVE));
        }
    }

    @Test
    void differentSeedsGiveDifferentTraces() throws IOException {
        assertThat(trace(1, NAIVE)).isNotEqualTo(trace(2, NAIVE));
    }

    @Test
    void aSyncThatForgetsRemovalsIsFound() {
        assertThatThrownBy(() -> {
                    for (long seed = 1; seed <= 5; seed++) {
                        trace(seed, FORGETFUL);
                    }
                })
                .isInstanceOf(AssertionError.class);
    }

    private List<String> trace(long seed, Protocol protocol) throws IOException {
        var lines = new ArrayList<String>();
        Simulation.run(
                seed,
                Files.createTempDirectory(directory, "world"),
                protocol,
                plan -> plan.easier(TOO_MUCH),
                lines::add);
        return lines;
    }
}

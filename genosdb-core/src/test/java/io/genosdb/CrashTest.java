package io.genosdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.Node;
import io.genosdb.query.Query;
import io.genosdb.storage.StorageOptions;
import io.genosdb.storage.StorageType;
import io.genosdb.testing.Property;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a process (SIGKILL) in which several threads write durably, at random moments, over and over on one store. {@code -Dgenosdb.test.iterations} sets
 * how often.
 */
class CrashTest {

    private static final int THREADS = 4;
    private static final int ROUNDS = Integer.getInteger("genosdb.test.iterations", 5);

    @ParameterizedTest
    @EnumSource(names = {"MVSTORE", "ROCKSDB"})
    void acknowledgedWritesSurvive(StorageType type, @TempDir Path directory) throws IOException, InterruptedException {
        RandomGenerator random = Property.generator(Long.getLong("genosdb.test.seed", 1));
        var acknowledged = new TreeSet<Integer>();
        for (int round = 0; round < ROUNDS; round++) {
            int from = (round + 1) * 10_000_000;
            run(directory, type, from, 300 + random.nextInt(1_200), acknowledged);
            Set<Integer> found = reopen(directory, type);
            var missing = new TreeSet<>(acknowledged);
            missing.removeAll(found);
            assertThat(missing).as("acknowledged, and lost").isEmpty();
            assertNoGaps(found, from);
        }
        assertThat(acknowledged).hasSizeGreaterThan(ROUNDS);
    }

    private static void run(Path directory, StorageType type, int from, int millis, Set<Integer> acknowledged)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingWriter.class.getName(),
                        directory.toString(),
                        type.name(),
                        Integer.toString(from),
                        Integer.toString(THREADS)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("open");
            long start = System.nanoTime();
            while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(millis)) {
                note(lines.readLine(), acknowledged);
            }
            // Not Process.destroyForcibly, which closes the streams with lines in them.
            ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line, acknowledged);
            }
            assertThat(process.waitFor()).as("killed, not ended by itself").isEqualTo(128 + 9);
        }
    }

    /** The last line may be cut off, and then nobody was told. */
    private static void note(String line, Set<Integer> acknowledged) {
        if (line.endsWith(".")) {
            acknowledged.add(Integer.valueOf(line.substring(0, line.length() - 1)));
        }
    }

    private static Set<Integer> reopen(Path directory, StorageType type) {
        var found = new HashSet<Integer>();
        var storage = StorageOptions.in(directory).withType(type);
        try (var db = GenosDatabase.builder("crash").storage(storage).open()) {
            assertThat(db.status().storage().recovery())
                    .as("a kill damages nothing")
                    .isNull();
            for (Node node : db.map(Query.filter("{ number: { $exists: true } }"))) {
                assertThat(node.value().get("number")).isEqualTo(node.value().get("again"));
                found.add(Integer.valueOf(node.id().substring(1)));
            }
        }
        return found;
    }

    /** What is there of a thread's writes is a beginning of them. */
    private static void assertNoGaps(Set<Integer> found, int from) {
        for (int thread = 0; thread < THREADS; thread++) {
            int number = from + thread;
            while (found.contains(number)) {
                number += THREADS;
            }
            int gap = number;
            assertThat(found)
                    .noneMatch(other -> other > gap && other < from + 10_000_000 && (other - gap) % THREADS == 0);
        }
    }
}

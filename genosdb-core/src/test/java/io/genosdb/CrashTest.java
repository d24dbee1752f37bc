package io.genosdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.Node;
import io.genosdb.query.Query;
import io.genosdb.storage.Durability;
import io.genosdb.storage.StorageOptions;
import io.genosdb.storage.StorageType;
import io.genosdb.testing.Property;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kills a writing process (SIGKILL) at random moments, over and over on one store. {@code -Dgenosdb.test.iterations} sets
 * how often.
 */
class CrashTest {

    private static final int ROUNDS = Integer.getInteger("genosdb.test.iterations", 5);

    /** The flush that was running when the process was killed may have begun a save delay after the write. */
    private static final long ASYNC_WINDOW_MILLIS = 200 + 3_000;

    @ParameterizedTest
    @CsvSource({"MVSTORE, SYNC, 4", "MVSTORE, ASYNC, 1", "ROCKSDB, SYNC, 4", "ROCKSDB, ASYNC, 1"})
    void acknowledgedWritesSurvive(StorageType type, Durability durability, int threads, @TempDir Path directory)
            throws IOException, InterruptedException {
        RandomGenerator random = Property.generator(Long.getLong("genosdb.test.seed", 1));
        var acknowledged = new TreeMap<Integer, Long>();
        for (int round = 0; round < ROUNDS; round++) {
            int from = (round + 1) * 10_000_000;
            long killed = run(directory, type, durability, from, threads, 300 + random.nextInt(1_200), acknowledged);
            Set<Integer> found = reopen(directory, type);
            for (Map.Entry<Integer, Long> write : acknowledged.entrySet()) {
                boolean mayBeLost = durability == Durability.ASYNC && write.getValue() > killed - ASYNC_WINDOW_MILLIS;
                if (!mayBeLost) {
                    assertThat(found)
                            .as("acknowledged %d ms before the kill", killed - write.getValue())
                            .contains(write.getKey());
                }
            }
            assertNoGaps(found, from, threads);
            acknowledged.keySet().retainAll(found);
        }
        assertThat(acknowledged).hasSizeGreaterThan(ROUNDS);
    }

    private static long run(
            Path directory,
            StorageType type,
            Durability durability,
            int from,
            int threads,
            int millis,
            Map<Integer, Long> acknowledged)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingWriter.class.getName(),
                        directory.toString(),
                        type.name(),
                        durability.name(),
                        Integer.toString(from),
                        Integer.toString(threads)))
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
            long killed = System.currentTimeMillis();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line, acknowledged);
            }
            assertThat(process.waitFor()).as("killed, not ended by itself").isEqualTo(128 + 9);
            return killed;
        }
    }

    /** The last line may be cut off, and then nobody was told. */
    private static void note(String line, Map<Integer, Long> acknowledged) {
        String[] parts = line.split(" ", 2);
        if (parts.length == 2 && parts[1].length() == 13) {
            acknowledged.put(Integer.valueOf(parts[0]), Long.valueOf(parts[1]));
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
    private static void assertNoGaps(Set<Integer> found, int from, int threads) {
        for (int thread = 0; thread < threads; thread++) {
            int number = from + thread;
            while (found.contains(number)) {
                number += threads;
            }
            int gap = number;
            assertThat(found)
                    .noneMatch(other -> other > gap && other < from + 10_000_000 && (other - gap) % threads == 0);
        }
    }
}

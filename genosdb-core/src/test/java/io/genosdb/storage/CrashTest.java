package io.genosdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.testing.Property;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kills a writing process at random moments, again and again on one store. What is there afterwards is exactly a beginning of
 * what was written, and reaches at least as far as was promised: to the last acknowledged write with synchronous durability,
 * else to the last one before a flush that has ended. (That a flush begins within the save delay is shown by
 * {@link JournalTest}, where time stands still.)
 *
 * <p>{@code -Dgenosdb.test.crashes=<n>} sets how often each store is killed.
 */
class CrashTest {

    private static final int CRASHES = Integer.getInteger("genosdb.test.crashes", 5);

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"MVSTORE, SYNC, 400", "MVSTORE, ASYNC, 30000", "ROCKSDB, SYNC, 400", "ROCKSDB, ASYNC, 30000"})
    void aKilledProcessLosesNothingThatWasPromised(StorageType type, Durability durability, int mostWrites)
            throws Exception {
        long seed = Long.getLong("genosdb.test.seed", System.nanoTime());
        RandomGenerator random = Property.generator(seed);
        long last = 0;
        for (int crash = 0; crash < CRASHES; crash++) {
            String round = "-Dgenosdb.test.seed=" + seed + ", crash " + crash;
            long promised = Math.max(last, killWriter(type, durability, last + 1, random.nextInt(1, mostWrites)));
            last = checkPrefix(type, promised, round);
        }
    }

    /** Lets the writer acknowledge so many writes, and returns the last one that must not be lost. */
    private long killWriter(StorageType type, Durability durability, long first, int writes) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashWriter.class.getName(),
                        directory.toString(),
                        type.name(),
                        durability.name(),
                        Long.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long promised = 0;
        try (BufferedReader output = writer.inputReader(StandardCharsets.US_ASCII)) {
            String line = output.readLine();
            assertThat(line).as("the writer must be able to open the store").isNotNull();
            for (int i = 0; line != null; line = output.readLine(), i++) {
                if (i == writes) {
                    writer.destroyForcibly();
                }
                promised = Math.max(promised, promise(line, durability));
            }
        } catch (IOException e) {
            // The last line may be cut off with the process.
        }
        writer.waitFor();
        return promised;
    }

    private static long promise(String line, Durability durability) {
        boolean counts = line.startsWith(durability == Durability.SYNC ? "A " : "D ") && line.length() > 2;
        return counts ? Long.parseLong(line.substring(2)) : 0;
    }

    private long checkPrefix(StorageType type, long promised, String round) {
        try (Journal journal = Journals.open(Journals.options(directory, type))) {
            assertThat(journal.status().recovery()).as(round).isNull();
            Journals.Content content = Journals.load(journal);
            long last = content.entries().values().stream()
                    .mapToLong(stored -> stored.entry().timestamp())
                    .max()
                    .orElse(0);
            assertThat(last).as(round).isGreaterThanOrEqualTo(promised);
            for (long number = last; number > Math.max(0, last - CrashWriter.NODES); number--) {
                assertThat(content.entries()).as(round).containsValue(CrashWriter.value(number));
            }
            assertThat(content.entries()).hasSize((int) Math.min(last, CrashWriter.NODES));
            assertThat(journal.highestClock()).as(round).isGreaterThanOrEqualTo(last);
            return last;
        }
    }
}

package io.genosdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.storage.Durability;
import io.genosdb.storage.StorageOptions;
import io.genosdb.storage.StorageType;
import io.genosdb.testing.Property;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Three processes share a store and write. The owner is killed (SIGKILL) at random moments, again and again; another takes over,
 * and a new process comes in. Whatever a process acknowledged that lives to its orderly end is there in the end; with synchronous
 * durability all are killed, and everything is there that any acknowledged.
 * {@code -Dgenosdb.test.crashes} sets how often.
 */
class LocalSyncCrashTest {

    private static final int CRASHES = Integer.getInteger("genosdb.test.crashes", 3);
    private static final int PROCESSES = 3;
    private static final int NUMBERS = 10_000_000;
    private static final long PATIENCE_SECONDS = 60;

    private final List<Writer> writers = new ArrayList<>();
    private final BlockingQueue<Writer> owners = new LinkedBlockingQueue<>();
    private int started;

    @TempDir
    Path directory;

    @AfterEach
    void end() {
        writers.forEach(writer -> writer.process.destroyForcibly());
    }

    @ParameterizedTest
    @CsvSource({"MVSTORE, ASYNC", "ROCKSDB, ASYNC", "MVSTORE, SYNC"})
    void whatWasAcknowledgedSurvivesTheOwners(StorageType type, Durability durability) throws Exception {
        long seed = Long.getLong("genosdb.test.seed", System.nanoTime());
        RandomGenerator random = Property.generator(seed);
        String hint = "-Dgenosdb.test.seed=" + seed;
        var acknowledged = new TreeSet<Integer>();
        for (int i = 0; i < PROCESSES; i++) {
            start(type, durability);
        }
        for (int crash = 0; crash < CRASHES; crash++) {
            Writer owner = owners.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(owner).as("somebody owns the store, %s", hint).isNotNull();
            assertThat(owner.ended.await(random.nextInt(1_000), TimeUnit.MILLISECONDS))
                    .as("nobody ends unasked, %s", hint)
                    .isFalse();
            owner.kill();
            writers.remove(owner);
            if (durability == Durability.SYNC) {
                acknowledged.addAll(owner.acknowledged);
            }
            start(type, durability);
        }
        assertThat(owners.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(hint).isNotNull();
        for (Writer writer : List.copyOf(writers)) {
            if (durability == Durability.SYNC) {
                writer.kill();
            } else {
                writer.close();
                assertThat(writer.isClosed).as("closed in order, %s", hint).isTrue();
            }
            acknowledged.addAll(writer.acknowledged);
        }
        assertThat(acknowledged).hasSizeGreaterThan(PROCESSES);
        assertStored(type, acknowledged, hint);
    }

    private void assertStored(StorageType type, Set<Integer> acknowledged, String hint) {
        var storage = StorageOptions.in(directory).withType(type);
        try (var db = GenosDatabase.builder("shared").storage(storage).open()) {
            assertThat(db.status().storage().engine()).isEqualTo(type);
            assertThat(db.status().storage().recovery()).as(hint).isNull();
            var missing = new TreeSet<>(acknowledged);
            missing.removeIf(number -> db.get("n" + number) != null);
            assertThat(missing).as("acknowledged, and lost, %s", hint).isEmpty();
        }
    }

    private void start(StorageType type, Durability durability) throws Exception {
        var writer = new Writer(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SharingWriter.class.getName(),
                        directory.toString(),
                        type.name(),
                        durability.name(),
                        Integer.toString(++started * NUMBERS)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        writers.add(writer);
        writer.follow(owners);
        assertThat(writer.open.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static final class Writer {
        private final Process process;
        private final Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
        private final CountDownLatch open = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean isClosed;

        private Writer(Process process) {
            this.process = process;
        }

        private void follow(BlockingQueue<Writer> owners) {
            var thread = new Thread(() -> {
                try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        note(line, owners);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    ended.countDown();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        /** The last line may be cut off, and then nobody was told. */
        private void note(String line, BlockingQueue<Writer> owners) {
            if (line.endsWith(".")) {
                acknowledged.add(Integer.valueOf(line.substring(0, line.length() - 1)));
            } else if (line.equals("open")) {
                open.countDown();
            } else if (line.equals("owner")) {
                owners.add(this);
            } else if (line.equals("closed")) {
                isClosed = true;
            }
        }

        private void kill() throws InterruptedException {
            // Not Process.destroyForcibly, which closes the streams with lines in them.
            ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
            assertThat(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        private void close() throws IOException, InterruptedException {
            process.outputWriter().close();
            assertThat(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }
}

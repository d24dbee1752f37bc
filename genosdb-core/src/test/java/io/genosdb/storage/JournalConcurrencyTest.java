package io.genosdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.EntryKey;
import io.genosdb.graph.StoredEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several writers under one lock, of which some wait for the disk, with compaction and status beside them. */
@Timeout(120)
class JournalConcurrencyTest {

    private static final int WRITERS = 4;
    private static final int WRITES = 400;

    @TempDir
    Path directory;

    private final Object writerLock = new Object();
    private final HashMap<EntryKey, StoredEntry> model = new HashMap<>();
    private long number;

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "MVSTORE"})
    void nothingIsLostOrReordered(StorageType type) throws Exception {
        StorageOptions options = Journals.options(directory, type)
                .withSaveDelay(Duration.ofMillis(1))
                .withMaxPending(50);
        var scheduler = Executors.newScheduledThreadPool(1);
        var threads = Executors.newFixedThreadPool(WRITERS + 1);
        try (Journal journal = Journals.open(options, scheduler)) {
            var tasks = new ArrayList<Callable<Void>>();
            for (int writer = 0; writer < WRITERS; writer++) {
                var random = new SplittableRandom(writer);
                tasks.add(() -> write(journal, random));
            }
            tasks.add(() -> {
                for (int i = 0; i < 10; i++) {
                    journal.compact();
                    assertThat(journal.status().warnings()).isEmpty();
                }
                return null;
            });
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            threads.shutdown();
            scheduler.shutdown();
        }
        try (Journal journal = Journals.open(options)) {
            assertThat(Journals.load(journal).entries()).isEqualTo(model);
        }
    }

    private Void write(Journal journal, SplittableRandom random) {
        for (int i = 0; i < WRITES; i++) {
            journal.awaitCapacity();
            long ticket;
            synchronized (writerLock) {
                StoredEntry stored = Journals.value("n" + random.nextInt(100), ++number);
                EntryKey key = stored.entry().key();
                if (random.nextInt(4) == 0) {
                    model.remove(key);
                    ticket = journal.append(List.of(), List.of(key), number);
                } else {
                    model.put(key, stored);
                    ticket = journal.append(List.of(stored), List.of(), number);
                }
            }
            if (random.nextInt(10) == 0) {
                journal.awaitDurable(ticket);
            }
        }
        return null;
    }
}

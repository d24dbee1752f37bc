package io.genosdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.StoredEntry;
import io.genosdb.testing.Property;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loss of power at any moment of a write, a compaction or the making of a store takes nothing that was acknowledged. */
class PowerLossTest {

    private static final int NODES = 60;

    @TempDir
    Path directory;

    @Test
    void whatWasAcknowledgedSurvives() {
        Property.forAll(60, random -> {
            Path folder = Files.createTempDirectory(directory, "disk");
            StorageOptions options = Journals.options(folder, StorageType.MVSTORE);
            var appended = new HashMap<String, Long>();
            var acknowledged = new HashMap<String, Long>();
            long number = 0;
            for (int life = 0; life < 6; life++) {
                var disk = new PowerLossDisk();
                disk.failAfter(random.nextInt(life == 0 ? 3 : 1, 120));
                number = live(options, disk, random, number, appended, acknowledged);
                disk.lose(random);
                check(options, appended, acknowledged);
            }
        });
    }

    /** Writes until the power is lost. */
    private static long live(
            StorageOptions options,
            PowerLossDisk disk,
            RandomGenerator random,
            long first,
            Map<String, Long> appended,
            Map<String, Long> acknowledged) {
        long number = first;
        Journal journal;
        try {
            journal = Journals.open(options, new ManualScheduler(), List.of(new MvStoreProvider(disk::open)));
        } catch (StorageException e) {
            assertThat(disk.hasFailed()).as(e.toString()).isTrue();
            return number;
        }
        try {
            assertThat(journal.status().recovery()).isNull();
            while (true) {
                var batch = new ArrayList<StoredEntry>();
                for (int i = random.nextInt(1, 25); i > 0; i--) {
                    String id = "n" + random.nextInt(NODES);
                    batch.add(Journals.value(id, ++number, text(random)));
                    appended.put(id, number);
                }
                journal.append(batch, List.of(), number);
                if (random.nextInt(8) == 0) {
                    journal.compact();
                }
                journal.flush();
                acknowledged.putAll(appended);
            }
        } catch (StorageException e) {
            assertThat(disk.hasFailed()).as(e.toString()).isTrue();
            return number;
        } finally {
            closeWithoutPower(journal);
        }
    }

    private static JsonObject text(RandomGenerator random) {
        return JsonObject.of(Map.of("text", new JsonString("x".repeat(random.nextInt(1000)))));
    }

    private static void closeWithoutPower(Journal journal) {
        try {
            journal.close();
        } catch (StorageException e) {
            // What it could not write was not acknowledged.
        }
    }

    private static void check(StorageOptions options, Map<String, Long> appended, Map<String, Long> acknowledged)
            throws IOException {
        try (Journal journal = Journals.open(options)) {
            assertThat(journal.status().recovery()).isNull();
            Journals.Content content = Journals.load(journal);
            acknowledged.forEach(
                    (id, number) -> assertThat(content.number(id)).as(id).isBetween(number, appended.get(id)));
            // What was appended but not acknowledged is there or not.
            appended.replaceAll((id, number) -> content.number(id));
            appended.values().removeIf(number -> number < 0);
            acknowledged.putAll(appended);
        }
    }
}

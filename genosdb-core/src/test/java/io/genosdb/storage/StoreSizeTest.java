package io.genosdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Slot;
import io.genosdb.testing.Property;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Overwriting does not grow the file without bound, and compaction gives space back. */
class StoreSizeTest {

    private static final int NODES = 2_000;

    @TempDir
    Path directory;

    private final RandomGenerator random = Property.generator(1);

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 500, 5_000})
    void aSteadyWorkloadKeepsTheFileBounded(int entriesPerBatch) {
        try (Journal journal = open()) {
            for (int i = 0; i < NODES; i++) {
                journal.append(List.of(Journals.value("n" + i, i)), List.of(), i);
            }
            journal.flush();
            journal.compact();
            long live = journal.status().bytes();
            long largest = 0;
            for (int batch = 0; batch < 100; batch++) {
                for (int i = 0; i < entriesPerBatch; i++) {
                    journal.append(List.of(Journals.value("n" + random.nextInt(NODES), i)), List.of(), i);
                }
                journal.flush();
                largest = Math.max(largest, journal.status().bytes());
            }
            assertThat(largest).isLessThan(8 * live + (4 << 20));
            journal.compact();
            assertThat(journal.status().bytes()).isLessThan(live * 5 / 4);
        }
    }

    @Test
    void compactionGivesBackTheSpaceOfWhatIsGone() {
        try (Journal journal = open()) {
            var keys = new ArrayList<EntryKey>();
            for (int i = 0; i < NODES; i++) {
                journal.append(List.of(Journals.value("n" + i, i)), List.of(), i);
                keys.add(new EntryKey("n" + i, Slot.VALUE));
            }
            journal.flush();
            long full = journal.status().bytes();
            journal.append(List.of(Journals.value("last", 1)), keys, 1);
            journal.flush();
            journal.compact();
            assertThat(journal.status().bytes()).isLessThan(full / 5);
        }
        try (Journal journal = open()) {
            assertThat(Journals.load(journal).entries()).hasSize(1);
        }
    }

    private Journal open() {
        return Journals.open(Journals.options(directory, StorageType.MVSTORE));
    }
}

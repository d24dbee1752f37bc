package io.genosdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Slot;
import io.genosdb.graph.StoredEntry;
import io.genosdb.testing.Property;
import io.genosdb.testing.RandomJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "MVSTORE"})
    void givesBackWhatWasAppended(StorageType type) {
        StorageOptions options = Journals.options(directory, type);
        StoredEntry first = Journals.value("a", 1);
        StoredEntry second = Journals.value("b", 2);
        StoredEntry edge = new StoredEntry(Journals.edge("a", "b", 3), -1, 3);
        String origin;
        try (Journal journal = Journals.open(options)) {
            origin = journal.origin();
            assertThat(origin).matches("[0-9A-Za-z]{20}");
            journal.append(List.of(first, second), List.of(), 7);
            journal.append(List.of(edge), List.of(), 9);
            journal.append(List.of(Journals.value("gone", 4)), List.of(), 8);
            journal.append(List.of(), List.of(new EntryKey("gone", Slot.VALUE)), 8);
            journal.appendParked(List.of(Journals.edge("x", "y", 100), Journals.edge("x", "z", 101)));
            journal.removeParked(List.of(Journals.edge("x", "y", 100)));
        }
        try (Journal journal = Journals.open(options)) {
            Journals.Content content = Journals.load(journal);
            assertThat(content.entries())
                    .containsOnly(
                            Map.entry(first.entry().key(), first),
                            Map.entry(second.entry().key(), second),
                            Map.entry(edge.entry().key(), edge));
            assertThat(content.parked()).containsExactly(Journals.edge("x", "z", 101));
            assertThat(journal.origin()).isEqualTo(origin);
            assertThat(journal.highestClock()).isEqualTo(9);
            assertThat(journal.status().engine()).isEqualTo(type);
            assertThat(journal.status().warnings()).isEmpty();
            assertThat(journal.status().recovery()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "MVSTORE"})
    void agreesWithAMapAfterAnyHistory(StorageType type) {
        Property.forAll(25, random -> {
            Path folder = Files.createTempDirectory(directory, "history");
            char[] password = random.nextInt(3) == 0 ? "geheim".toCharArray() : null;
            StorageOptions options =
                    Journals.options(folder, type).withPassword(password).withKeyIterations(2);
            var model = new HashMap<EntryKey, StoredEntry>();
            Set<io.genosdb.graph.Entry> parked = new HashSet<>();
            for (int opening = 0; opening < 3; opening++) {
                try (Journal journal = Journals.open(options)) {
                    Journals.Content content = Journals.load(journal);
                    assertThat(content.entries()).isEqualTo(model);
                    assertThat(content.parked()).containsExactlyInAnyOrderElementsOf(parked);
                    for (int step = 0; step < 20; step++) {
                        var stored = new HashMap<EntryKey, StoredEntry>();
                        var forgotten = new ArrayList<EntryKey>();
                        for (int i = random.nextInt(10); i > 0; i--) {
                            StoredEntry value = Journals.value(
                                    "n" + random.nextInt(30), random.nextInt(1000), RandomJson.object(random, 3));
                            stored.put(value.entry().key(), value);
                        }
                        for (int i = random.nextInt(4); i > 0; i--) {
                            var key = new EntryKey("n" + random.nextInt(30), Slot.VALUE);
                            if (!stored.containsKey(key)) {
                                forgotten.add(key);
                            }
                        }
                        journal.append(List.copyOf(stored.values()), forgotten, step);
                        model.putAll(stored);
                        forgotten.forEach(model::remove);
                        var entry = Journals.edge("p", "q" + random.nextInt(5), random.nextInt(3));
                        if (random.nextBoolean()) {
                            journal.appendParked(List.of(entry));
                            parked.add(entry);
                        } else {
                            journal.removeParked(List.of(entry));
                            parked.remove(entry);
                        }
                        if (random.nextInt(5) == 0) {
                            journal.flush();
                        }
                        if (random.nextInt(20) == 0) {
                            journal.compact();
                        }
                    }
                }
            }
        });
    }

    @Test
    void flushesAfterTheSaveDelayAndNotBefore() {
        var scheduler = new ManualScheduler();
        StorageOptions options =
                Journals.options(directory, StorageType.MVSTORE).withSaveDelay(Duration.ofMillis(100));
        try (Journal journal = Journals.open(options, scheduler)) {
            journal.append(List.of(Journals.value("a", 1)), List.of(), 1);
            scheduler.advance(Duration.ofMillis(60));
            journal.append(List.of(Journals.value("b", 2)), List.of(), 2);
            scheduler.advance(Duration.ofMillis(39));
            assertThat(journal.status().pending()).isEqualTo(2);
            scheduler.advance(Duration.ofMillis(1));
            assertThat(journal.status().pending()).isZero();
            assertThat(journal.status().flushes()).isEqualTo(1);
            assertThat(scheduler.waiting()).isZero();
        }
    }

    @Test
    void memoryIsAWarning() {
        try (Journal journal = Journals.open(StorageOptions.inMemory())) {
            journal.commit(journal.append(List.of(Journals.value("a", 1)), List.of(), 5));
            assertThat(journal.highestClock()).isEqualTo(5);
            assertThat(journal.origin()).hasSize(20);
            assertThat(journal.status().engine()).isEqualTo(StorageType.MEMORY);
            assertThat(journal.status().warnings()).singleElement().asString().contains("memory only");
            assertThat(Journals.load(journal).entries()).isEmpty();
        }
    }

    @Test
    void oneDatabaseOwnsAStore() {
        StorageOptions options = Journals.options(directory, StorageType.MVSTORE);
        try (Journal first = Journals.open(options)) {
            assertThatThrownBy(() -> Journals.open(options))
                    .isInstanceOf(LockedStoreException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
            assertThat(first.status().closed()).isFalse();
        }
        Journals.open(options).close();
    }
}

package io.genosdb.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Slot;
import io.genosdb.graph.StoredEntry;
import io.genosdb.testing.Property;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever happens to the files of a store: it opens with what is intact and says that something was lost, or refuses with
 * the reason. It never delivers what was not written, and is never empty without a word.
 */
class DamageTest {

    private static final int NODES = 400;
    private static final int BATCHES = 12;

    @TempDir
    Path directory;

    /** Every version that a key ever had; a stale one may come back in place of a damaged newer one, and is reported. */
    private final Map<EntryKey, Map<Long, StoredEntry>> written = new HashMap<>();

    private final Map<EntryKey, StoredEntry> expected = new HashMap<>();

    @ParameterizedTest
    @CsvSource({
        "MVSTORE, true, false, 150",
        "MVSTORE, false, false, 100",
        "MVSTORE, true, true, 40",
        "ROCKSDB, true, false, 40",
        "ROCKSDB, false, false, 30"
    })
    void damageIsRepairedOrRefusedButNeverSilent(StorageType type, boolean closed, boolean encrypted, int iterations)
            throws IOException {
        Path original = directory.resolve("original");
        StorageOptions options = options(original, type, encrypted);
        Path image = directory.resolve("image");
        Journal journal = Journals.open(options);
        fill(journal);
        if (closed) {
            journal.close();
            copy(original, image);
        } else {
            copy(original, image);
            journal.close();
        }
        var outcomes = new HashMap<String, Integer>();
        Property.forAll(iterations, random -> {
            Path damaged = directory.resolve("damaged");
            copy(image, damaged);
            String what = damage(damaged, random);
            String outcome = check(options(damaged, type, encrypted), what);
            outcomes.merge(outcome, 1, Integer::sum);
            delete(damaged);
        });
        // A property that always ends one way proves nothing.
        if (outcomes.values().stream().mapToInt(Integer::intValue).sum() >= 30) {
            assertThat(outcomes).containsKeys("complete", "incomplete, reported");
        }
    }

    private static StorageOptions options(Path folder, StorageType type, boolean encrypted) {
        return Journals.options(folder, type)
                .withPassword(encrypted ? "geheim".toCharArray() : null)
                .withKeyIterations(2);
    }

    private void fill(Journal journal) {
        RandomGenerator random = Property.generator(99);
        long number = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            for (int i = 0; i < NODES / 4; i++) {
                StoredEntry stored = Journals.value("node-" + random.nextInt(NODES), ++number, text(random));
                EntryKey key = stored.entry().key();
                written.computeIfAbsent(key, k -> new HashMap<>()).put(number, stored);
                expected.put(key, stored);
                journal.append(List.of(stored), List.of(), number);
            }
            var gone = new EntryKey("node-" + random.nextInt(NODES), Slot.VALUE);
            expected.remove(gone);
            journal.append(List.of(), List.of(gone), number);
            journal.flush();
        }
    }

    private static JsonObject text(RandomGenerator random) {
        return JsonObject.of(Map.of("text", new JsonString("x".repeat(random.nextInt(300)))));
    }

    private static String damage(Path folder, RandomGenerator random) throws IOException {
        List<Path> files;
        try (var walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        // Mostly the data, now and then any file.
        Path file = random.nextInt(6) == 0
                ? files.get(random.nextInt(files.size()))
                : files.stream()
                        .filter(f -> f.toString().contains("entries."))
                        .skip(random.nextInt((int) files.stream()
                                .filter(f -> f.toString().contains("entries."))
                                .count()))
                        .findFirst()
                        .orElseThrow();
        long size = Files.size(file);
        String name = folder.relativize(file).toString();
        if (size == 0) {
            return name + " was empty";
        }
        switch (random.nextInt(10)) {
            case 0 -> {
                try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                    channel.truncate(random.nextLong(size));
                }
                return name + " cut off";
            }
            case 1 -> {
                Files.write(file, new byte[0]);
                return name + " emptied";
            }
            case 2 -> {
                overwrite(file, random.nextLong(size), random.nextInt(1, 20_000), random);
                return name + " overwritten";
            }
            default -> {
                int flips = random.nextInt(3) == 0 ? random.nextInt(1, 30) : 1;
                for (int i = 0; i < flips; i++) {
                    flip(file, random.nextLong(size), random.nextInt(8));
                }
                return name + " with " + flips + " flipped bits";
            }
        }
    }

    private static void flip(Path file, long position, int bit) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(position);
            int old = access.read();
            access.seek(position);
            access.write(old ^ 1 << bit);
        }
    }

    private static void overwrite(Path file, long position, int length, RandomGenerator random) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            var noise = new byte[(int) Math.min(length, access.length() - position)];
            random.nextBytes(noise);
            access.seek(position);
            access.write(noise);
        }
    }

    private String check(StorageOptions options, String what) {
        Journals.Content content;
        Recovery recovery;
        try (Journal journal = Journals.open(options)) {
            content = Journals.load(journal);
            recovery = journal.status().recovery();
            assertThat(journal.status().pending()).isZero();
        } catch (StorageException e) {
            assertThat(e.getMessage()).as(what).isNotBlank();
            return "refused";
        }
        content.entries()
                .forEach((key, stored) ->
                        assertThat(written.get(key)).as(what + ": " + key).containsValue(stored));
        boolean complete = content.entries().equals(expected);
        if (!complete) {
            assertThat(recovery).as(what + ": incomplete").isNotNull();
            assertThat(recovery.lost()).as(what + ": " + recovery).isNotZero();
            assertThat(recovery.kept()).as(what).exists();
            if (recovery.lost() != Recovery.UNKNOWN) {
                assertThat(content.entries().size() + recovery.lost()).as(what).isEqualTo(expected.size());
            }
        }
        try (Journal journal = Journals.open(options)) {
            assertThat(journal.status().recovery()).as(what + ": still damaged").isNull();
            assertThat(Journals.load(journal)).as(what).isEqualTo(content);
            journal.append(List.of(Journals.value("after", 1)), List.of(), 1);
        }
        try (Journal journal = Journals.open(options)) {
            assertThat(Journals.load(journal).number("after")).isEqualTo(1);
        }
        return (complete ? "complete" : "incomplete") + (recovery == null ? "" : ", reported");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

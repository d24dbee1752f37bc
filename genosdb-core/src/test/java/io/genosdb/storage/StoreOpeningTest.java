package io.genosdb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.value.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which engine is chosen, and what is refused. */
class StoreOpeningTest {

    @TempDir
    Path temporary;

    private Path directory;

    @BeforeEach
    void nameDirectory() {
        directory = temporary.resolve("not/there/yet");
    }

    private StorageOptions auto() {
        return StorageOptions.in(directory).withKeyIterations(2);
    }

    private static void fill(StorageOptions options) {
        try (Journal journal = Journals.open(options)) {
            journal.append(
                    List.of(Journals.value("secret-node", 1, JsonObject.parse("{\"word\":\"Geheimnis\"}"))),
                    List.of(),
                    1);
        }
    }

    private static void assertRefused(StorageOptions options, Class<? extends StorageException> type, String reason) {
        assertThatThrownBy(() -> Journals.open(options)).isInstanceOf(type).hasMessageContaining(reason);
    }

    @Test
    void theNativeEngineComesFirst() {
        try (Journal journal = Journals.open(auto())) {
            assertThat(journal.status().engine()).isEqualTo(StorageType.ROCKSDB);
            assertThat(journal.status().fallback()).isNull();
        }
    }

    @Test
    void aFallbackIsShown() {
        var broken = new FaultyEngine();
        broken.unavailable = "the native library of it does not load";
        try (Journal journal =
                Journals.open(auto(), new ManualScheduler(), List.of(broken, new MvStoreProvider(DataFile::onDisk)))) {
            assertThat(journal.status().engine()).isEqualTo(StorageType.MVSTORE);
            assertThat(journal.status().fallback()).contains("native library of it does not load");
            assertThat(journal.status().warnings()).isEmpty();
        }
    }

    @Test
    void withoutAnEngineMemoryIsAWarning() {
        var broken = new FaultyEngine();
        broken.unavailable = "nothing there";
        try (Journal journal = Journals.open(auto(), new ManualScheduler(), List.of(broken))) {
            assertThat(journal.status().engine()).isEqualTo(StorageType.MEMORY);
            assertThat(journal.status().warnings()).singleElement().asString().contains("nothing there");
        }
    }

    @Test
    void anEngineThatIsAskedForMustBeThere() {
        var broken = new FaultyEngine();
        broken.unavailable = "nothing there";
        assertThatThrownBy(() ->
                        Journals.open(auto().withType(StorageType.MVSTORE), new ManualScheduler(), List.of(broken)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("nothing there");
    }

    @Test
    void aStoreKeepsItsEngine() {
        fill(auto().withType(StorageType.MVSTORE));
        try (Journal journal = Journals.open(auto())) {
            assertThat(journal.status().engine()).isEqualTo(StorageType.MVSTORE);
            assertThat(Journals.load(journal).number("secret-node")).isEqualTo(1);
        }
        assertRefused(auto().withType(StorageType.ROCKSDB), StorageException.class, "holds a store of MVSTORE");
    }

    @Test
    void aStoreOfAnEngineThatIsGoneIsNotReplaced() {
        fill(auto().withType(StorageType.MVSTORE));
        var gone = new FaultyEngine();
        gone.fileName = "entries.mvstore";
        gone.unavailable = "it was removed";
        assertThatThrownBy(() -> Journals.open(auto(), new ManualScheduler(), List.of(gone)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("it was removed");
    }

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "MVSTORE"})
    void passwordsAreToldApart(StorageType type) throws IOException {
        StorageOptions options = auto().withType(type);
        StorageOptions encrypted = options.withPassword("richtig".toCharArray());
        fill(encrypted);
        assertRefused(options.withPassword("falsch".toCharArray()), WrongPasswordException.class, "not the one");
        assertRefused(options, WrongPasswordException.class, "is encrypted");
        try (Journal journal = Journals.open(encrypted)) {
            assertThat(journal.status().encrypted()).isTrue();
            assertThat(Journals.load(journal).number("secret-node")).isEqualTo(1);
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(content).doesNotContain("Geheimnis", "secret-node", "richtig");
            }
        }
        assertThat(encrypted.toString()).doesNotContain("richtig").contains("encrypted=true");
    }

    @Test
    void aPasswordForAPlainStoreIsRefused() {
        fill(auto());
        assertRefused(auto().withPassword("zuviel".toCharArray()), WrongPasswordException.class, "not encrypted");
    }

    @Test
    void anEmptyPasswordIsNoPassword() {
        assertThatThrownBy(() -> auto().withPassword(new char[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherDatabaseIsRefused() {
        fill(auto());
        assertThatThrownBy(
                        () -> Journal.open(auto(), "other", new ManualScheduler(), Journals.CLOCK, new SecureRandom()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("holds the database 'test', not 'other'");
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        fill(auto());
        Path header = directory.resolve("genosdb.header");
        String json =
                Files.readString(header).lines().findFirst().orElseThrow().replace("\"format\":2", "\"format\":1");
        var crc = new java.util.zip.CRC32C();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        Files.writeString(header, json + "\n" + String.format("%08x", crc.getValue()) + "\n");
        assertRefused(auto(), UnsupportedFormatException.class, "format 1");
    }

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "MVSTORE"})
    void aStoreWhoseFilesAreGoneIsRefused(StorageType type) throws IOException {
        fill(auto().withType(type));
        Files.move(
                directory.resolve(type == StorageType.MVSTORE ? "entries.mvstore" : "entries.rocksdb"),
                temporary.resolve("elsewhere"));
        assertRefused(auto(), CorruptStoreException.class, "are gone");
    }

    @Test
    void aForeignFileIsRefusedAndLeftAlone() throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("entries.mvstore");
        String content = "These are my holiday pictures. ".repeat(2000);
        Files.writeString(file, content);
        assertRefused(auto(), CorruptStoreException.class, "not a store of this database");
        assertThat(file).hasContent(content);
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        fill(auto().withType(StorageType.MVSTORE));
        Files.write(directory.resolve("entries.mvstore"), new byte[0]);
        assertRefused(auto(), CorruptStoreException.class, "nothing of the store");
        assertThat(directory.resolve("entries.mvstore")).isEmptyFile();
    }

    @Test
    void twoStoresInOneDirectoryAreRefused() throws IOException {
        fill(auto().withType(StorageType.MVSTORE));
        Files.createDirectory(directory.resolve("entries.rocksdb"));
        assertRefused(auto(), CorruptStoreException.class, "several engines");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsRefused() throws IOException {
        Files.writeString(temporary.resolve("not"), "a file where a directory should be");
        assertRefused(auto(), StorageException.class, "cannot be used");
    }

    @Test
    void anInterruptedCreationBeginsAnew() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("entries.mvstore.new"), "half a store");
        try (Journal journal = Journals.open(auto().withType(StorageType.MVSTORE))) {
            assertThat(Journals.load(journal).entries()).isEmpty();
        }
        assertThat(directory.resolve("entries.mvstore.new")).doesNotExist();
    }

    @Test
    void anInterruptedReplacementIsFinished() throws IOException {
        fill(auto().withType(StorageType.MVSTORE));
        Path file = directory.resolve("entries.mvstore");
        Files.copy(file, directory.resolve("entries.mvstore.salvaged"));
        Files.writeString(file, "damaged");
        try (Journal journal = Journals.open(auto())) {
            assertThat(Journals.load(journal).number("secret-node")).isEqualTo(1);
        }
        assertThat(directory.resolve("damaged-20260102-030405/entries.mvstore")).hasContent("damaged");
    }

    @Test
    void theHeaderIsRestoredFromItsCopy() throws IOException {
        fill(auto().withPassword("richtig".toCharArray()));
        Files.delete(directory.resolve("genosdb.header"));
        try (Journal journal = Journals.open(auto().withPassword("richtig".toCharArray()))) {
            assertThat(Journals.load(journal).number("secret-node")).isEqualTo(1);
            assertThat(journal.status().recovery().lost()).isZero();
        }
        try (Journal journal = Journals.open(auto().withPassword("richtig".toCharArray()))) {
            assertThat(journal.status().recovery()).isNull();
        }
    }

    @Test
    void everyStoreHasAnOriginOfItsOwn() {
        try (Journal first = Journals.open(auto());
                Journal second = Journals.open(StorageOptions.in(temporary.resolve("second")))) {
            assertThat(first.origin()).isNotEqualTo(second.origin());
        }
    }
}

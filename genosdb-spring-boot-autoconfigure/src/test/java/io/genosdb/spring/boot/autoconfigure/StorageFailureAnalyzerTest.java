package io.genosdb.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.storage.CorruptStoreException;
import io.genosdb.storage.StorageException;
import io.genosdb.storage.StorageOptions;
import io.genosdb.storage.UnsupportedFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

class StorageFailureAnalyzerTest {

    @TempDir
    Path directory;

    @Test
    void isRegistered() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, (type, name, failure) -> {}))
                .hasAtLeastOneElementOfType(StorageFailureAnalyzer.class);
    }

    @Test
    void tellsOfALockedStore() {
        try (var other = GenosDatabase.builder("genosdb")
                .storage(StorageOptions.in(directory))
                .open()) {
            FailureAnalysis analysis = analyzeStart("genosdb.sync.local=false");

            assertThat(other.size()).isZero();
            assertThat(analysis.getDescription())
                    .startsWith("The store of the graph database could not be opened")
                    .contains(directory.toString());
            assertThat(analysis.getAction())
                    .contains("One process owns a store")
                    .contains("genosdb.sync.local", "genosdb.sync.enabled", "genosdb.sync.secret")
                    .contains("genosdb.storage.directory");
        }
    }

    @Test
    void tellsOfAWrongPassword() {
        runner("genosdb.storage.password=right")
                .run(context -> assertThat(context).hasNotFailed());

        FailureAnalysis analysis = analyzeStart("genosdb.storage.password=wrong");

        assertThat(analysis.getAction()).contains("genosdb.storage.password").contains("cannot be recovered");
        assertThat(analysis.getDescription() + analysis.getAction())
                .doesNotContain("wrong\"")
                .doesNotContain("right");
    }

    @Test
    void tellsOfADirectoryThatCannotBeUsed() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");

        FailureAnalysis analysis =
                analyzeStart("genosdb.storage.directory=" + file.resolve("store"), "genosdb.storage.type=mvstore");

        assertThat(analysis.getDescription()).contains(file.toString());
        assertThat(analysis.getAction()).contains("writable");
    }

    @Test
    void tellsOfADamagedStoreAndOfAnUnknownFormat() {
        assertThat(analyze(new CorruptStoreException("the header is damaged")).getAction())
                .contains("backup")
                .contains("Nothing was changed on disk");
        assertThat(analyze(new UnsupportedFormatException("format 9")).getAction())
                .contains("release");
    }

    @Test
    void doesNotSpeakOfOtherFailures() {
        assertThat(new StorageFailureAnalyzer().analyze(new IllegalStateException("else")))
                .isNull();
    }

    private static FailureAnalysis analyze(StorageException failure) {
        return Objects.requireNonNull(
                new StorageFailureAnalyzer().analyze(new IllegalStateException("bean creation", failure)));
    }

    private ApplicationContextRunner runner(String... properties) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(GenosAutoConfiguration.class))
                .withPropertyValues("genosdb.storage.directory=" + directory)
                .withPropertyValues(properties);
    }

    private FailureAnalysis analyzeStart(String... properties) {
        var analysis = new FailureAnalysis[1];
        runner(properties).run(context -> {
            assertThat(context).hasFailed();
            analysis[0] = new StorageFailureAnalyzer().analyze(context.getStartupFailure());
        });
        assertThat(analysis[0]).isNotNull();
        return analysis[0];
    }
}

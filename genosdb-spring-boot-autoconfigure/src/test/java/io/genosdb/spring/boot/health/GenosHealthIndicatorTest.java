package io.genosdb.spring.boot.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.storage.StorageOptions;
import io.genosdb.value.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class GenosHealthIndicatorTest {

    @TempDir
    Path directory;

    @Test
    void isUpWithWhatAnOperatorWantsToKnow() {
        try (var database = GenosDatabase.builder("test")
                .storage(StorageOptions.in(directory.resolve("store")).withPassword("secret".toCharArray()))
                .open()) {
            database.put(JsonObject.empty(), "private-id");
            database.flush();

            Health health = health(database);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsEntry("database", "test")
                    .containsEntry("nodes", 1)
                    .containsEntry("parkedEntries", 0)
                    .doesNotContainKey("warnings")
                    .containsKey("clock");
            assertThat(storage(health))
                    .containsEntry("directory", directory.resolve("store").toString())
                    .containsEntry("encrypted", true)
                    .containsEntry("durability", "async")
                    .containsEntry("pendingWrites", 0L)
                    .doesNotContainKey("error");
            assertThat(health.toString()).doesNotContain("secret").doesNotContain("private-id");
        }
    }

    @Test
    void warnsWhenMemoryWasTheFallback() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        try (var database = GenosDatabase.builder("test")
                .storage(StorageOptions.in(file.resolve("store")))
                .open()) {
            Health health = health(database);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(storage(health)).containsEntry("type", "memory").containsKey("fallback");
            assertThat(health.getDetails())
                    .extractingByKey("warnings", InstanceOfAssertFactories.list(String.class))
                    .isNotEmpty();
        }
    }

    @Test
    void doesNotWarnOfMemoryThatWasAskedFor() {
        try (var database = GenosDatabase.inMemory("test")) {
            assertThat(health(database).getDetails()).doesNotContainKey("warnings");
        }
    }

    @Test
    void isDownWhenClosed() {
        var database = GenosDatabase.inMemory("test");
        database.close();

        Health health = health(database);

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(storage(health)).containsEntry("error", "the store is closed");
    }

    private static Health health(GenosDatabase database) {
        return Objects.requireNonNull(new GenosHealthIndicator(database).health());
    }

    private static Map<String, Object> storage(Health health) {
        return assertThat(health.getDetails())
                .extractingByKey("storage", InstanceOfAssertFactories.map(String.class, Object.class))
                .actual();
    }
}

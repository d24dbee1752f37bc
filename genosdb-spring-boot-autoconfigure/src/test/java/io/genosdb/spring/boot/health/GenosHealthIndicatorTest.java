package io.genosdb.spring.boot.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.DatabaseStatus;
import io.genosdb.GenosDatabase;
import io.genosdb.storage.Durability;
import io.genosdb.storage.Recovery;
import io.genosdb.storage.StorageOptions;
import io.genosdb.storage.StorageStatus;
import io.genosdb.storage.StorageType;
import io.genosdb.sync.PeerStatus;
import io.genosdb.sync.SyncStatus;
import io.genosdb.sync.transport.DialStatus;
import io.genosdb.value.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class GenosHealthIndicatorTest {

    private static final SyncDetails ALONE = new SyncDetails(new SyncStatus(List.of(), 0, 0, 0, 0, 0, null), List.of());

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
    void tellsThatMemoryIsMemoryAndWarnsOfItOnlyWhereMoreWasWanted() {
        try (var database = GenosDatabase.inMemory("test")) {
            Health health = health(database);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(storage(health))
                    .containsEntry("type", "memory")
                    .containsEntry("persistent", false)
                    .doesNotContainKey("directory");
            assertThat(health.getDetails()).doesNotContainKey("warnings");
        }
        Health fallback = health(status(
                it -> {
                    it.engine = StorageType.MEMORY;
                    it.fallback = "no engine is there";
                    it.warnings = List.of("entries are kept in memory only: no engine is there");
                },
                null,
                0));
        assertThat(warnings(fallback)).singleElement().asString().contains("memory");
    }

    @Test
    void tellsWhyABetterEngineWasNotChosenAndWhatWasSaved() {
        var recovery = new Recovery("a page was damaged", 12, Recovery.UNKNOWN, directory.resolve("kept"));

        Health health = health(status(it -> it.fallback = "ROCKSDB: the library does not load", recovery, 0));

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(storage(health))
                .containsEntry("fallback", "ROCKSDB: the library does not load")
                .containsEntry(
                        "recovery",
                        Map.of(
                                "reason",
                                "a page was damaged",
                                "intactEntries",
                                12L,
                                "lostEntries",
                                "unknown",
                                "damagedOriginal",
                                directory.resolve("kept").toString()));
    }

    @Test
    void warnsOfParkedEntries() {
        Health health = health(status(it -> {}, null, 3));

        assertThat(health.getDetails()).containsEntry("parkedEntries", 3);
        assertThat(warnings(health)).singleElement().asString().contains("check the clocks");
    }

    @Test
    void isDownWhenTheDiskRefusesWrites() {
        Health health = health(status(it -> it.error = "No space left on device", null, 0));

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(storage(health)).containsEntry("error", "No space left on device");
    }

    @Test
    void isDownWhenClosed() {
        var database = GenosDatabase.inMemory("test");
        database.close();

        Health health = health(database);

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(storage(health)).containsEntry("error", "the store is closed");
    }

    @Test
    void isOutOfServiceWhileItCloses() {
        var closing = status(
                it -> {
                    it.closed = true;
                    it.pending = 7;
                },
                null,
                0);

        assertThat(health(closing).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(storage(health(closing)).get("error")).asString().contains("7 entries");
    }

    @Test
    void isOutOfServiceWhileTheDiskTakesNothingForLong() {
        var storage = new Trouble();
        var now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        var indicator = new GenosHealthIndicator(() -> status(storage, null, 0), () -> ALONE, now::get);

        assertThat(statusAfter(indicator, now, Duration.ZERO)).isEqualTo(Status.UP);
        storage.pending = 3;
        assertThat(statusAfter(indicator, now, Duration.ofHours(1))).isEqualTo(Status.UP);
        assertThat(statusAfter(indicator, now, Duration.ofSeconds(59))).isEqualTo(Status.UP);
        assertThat(statusAfter(indicator, now, Duration.ofSeconds(1))).isEqualTo(Status.OUT_OF_SERVICE);
        storage.flushes = 1;
        assertThat(statusAfter(indicator, now, Duration.ofSeconds(1))).isEqualTo(Status.UP);
        assertThat(statusAfter(indicator, now, Duration.ofHours(1))).isEqualTo(Status.OUT_OF_SERVICE);
        storage.pending = 0;
        assertThat(statusAfter(indicator, now, Duration.ofHours(1))).isEqualTo(Status.UP);
    }

    @Test
    void isUpAndTellsWhoIsConnectedAndWhoIsNot() {
        Instant then = Instant.parse("2026-01-01T00:00:00Z");
        var peer = new PeerStatus(
                "origin-b", "websocket", "host-b:8080", PeerStatus.Phase.LIVE, then, then, then, 1, 2, 3, 4, 0);
        var sync = new SyncStatus(List.of(peer), 12, 99, 1, 2, 0, then);
        var away = new DialStatus("ws://host-c/genosdb/peer", DialStatus.State.AWAY, "refused", then);
        var other = new DialStatus("ws://host-b/genosdb/peer", DialStatus.State.DUPLICATE, "kept", then);

        Health health = Objects.requireNonNull(new GenosHealthIndicator(
                        () -> status(it -> {}, null, 0),
                        () -> new SyncDetails(sync, List.of(away, other)),
                        InstantSource.system())
                .health());

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry(
                        "sync",
                        Map.of(
                                "peers",
                                List.of(Map.of(
                                        "origin", "origin-b",
                                        "transport", "websocket",
                                        "remote", "host-b:8080",
                                        "phase", "live",
                                        "lastProvedEqual", then.toString())),
                                "lastProvedEqual",
                                then.toString(),
                                "notConnected",
                                List.of(Map.of(
                                        "address", "ws://host-c/genosdb/peer",
                                        "state", "away",
                                        "reason", "refused",
                                        "nextAttempt", then.toString())),
                                "opLogEntries",
                                12,
                                "opLogPosition",
                                99L));
    }

    @Test
    void warnsOfWhoIsRefusedAndTakesNoStrangerForAReplica() {
        Instant then = Instant.parse("2026-01-01T00:00:00Z");
        var stranger = new PeerStatus(
                "claimed", "websocket", "host-x:1", PeerStatus.Phase.HANDSHAKE, then, null, then, 1, 2, 0, 0, 0);
        var sync = new SyncStatus(List.of(stranger), 0, 0, 1, 2, 1, null);
        var refused = new DialStatus("ws://host-c/genosdb/peer", DialStatus.State.REFUSED, "another secret", then);

        Health health = Objects.requireNonNull(new GenosHealthIndicator(
                        () -> status(it -> {}, null, 0),
                        () -> new SyncDetails(sync, List.of(refused)),
                        InstantSource.system())
                .health());

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry("warnings", List.of("No sync with ws://host-c/genosdb/peer: another secret"))
                .extractingByKey("sync")
                .asString()
                .contains("peers=[]", "state=refused")
                .doesNotContain("claimed");
    }

    private static Status statusAfter(GenosHealthIndicator indicator, AtomicReference<Instant> now, Duration duration) {
        now.updateAndGet(before -> before.plus(duration));
        return Objects.requireNonNull(indicator.health()).getStatus();
    }

    private static final class Trouble {
        private StorageType engine = StorageType.MVSTORE;
        private List<String> warnings = List.of();
        private long pending;
        private long flushes;
        private boolean closed;
        private @Nullable String fallback;
        private @Nullable String error;
    }

    private DatabaseStatus status(Consumer<Trouble> change, @Nullable Recovery recovery, int parked) {
        var trouble = new Trouble();
        change.accept(trouble);
        return status(trouble, recovery, parked);
    }

    private DatabaseStatus status(Trouble trouble, @Nullable Recovery recovery, int parked) {
        var storage = new StorageStatus(
                trouble.engine,
                directory,
                false,
                Durability.SYNC,
                trouble.fallback,
                trouble.warnings,
                recovery,
                trouble.pending,
                trouble.flushes,
                0,
                Duration.ZERO,
                0,
                null,
                trouble.error,
                0,
                trouble.closed);
        try (var database = GenosDatabase.inMemory("test")) {
            DatabaseStatus real = database.status();
            return new DatabaseStatus(
                    real.name(),
                    real.origin(),
                    real.nodes(),
                    real.entries(),
                    real.digest(),
                    real.clock(),
                    real.clockLead(),
                    new DatabaseStatus.Intake(parked, Duration.ofHours(3), 0, 0),
                    storage,
                    real.live());
        }
    }

    private static Health health(GenosDatabase database) {
        return health(database.status());
    }

    private static Health health(DatabaseStatus status) {
        return Objects.requireNonNull(
                new GenosHealthIndicator(() -> status, () -> ALONE, InstantSource.system()).health());
    }

    private static List<String> warnings(Health health) {
        return assertThat(health.getDetails())
                .extractingByKey("warnings", InstanceOfAssertFactories.list(String.class))
                .actual()
                .stream()
                .map(String::valueOf)
                .toList();
    }

    private static Map<String, Object> storage(Health health) {
        return assertThat(health.getDetails())
                .extractingByKey("storage", InstanceOfAssertFactories.map(String.class, Object.class))
                .actual();
    }
}

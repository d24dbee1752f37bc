package io.genosdb.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.ConflictPolicy;
import io.genosdb.query.IndexDefinition;
import io.genosdb.query.IndexOptions;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.storage.StorageOptions;
import io.genosdb.value.JsonObject;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenosMetricsTest {

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private GenosDatabase database;
    private GenosMetrics metrics;

    @BeforeEach
    void open() {
        database = GenosDatabase.builder("tasks")
                .storage(StorageOptions.in(directory))
                .clock(now::get)
                .conflictPolicy(ConflictPolicy.FIELD_LEVEL)
                .maxDrift(Duration.ofHours(1))
                .indexes(IndexOptions.only(List.of(IndexDefinition.hash("city"), IndexDefinition.hash("type"))))
                .open();
        metrics = new GenosMetrics(new GenosDatabases(Map.of("default", database)), now::get);
        metrics.bindTo(registry);
    }

    @AfterEach
    void close() {
        metrics.close();
        database.close();
    }

    @Test
    void showsTheState() {
        database.put(object("{\"city\":\"Rome\"}"), "a");
        database.put(object("{\"city\":\"Oslo\",\"type\":\"x\"}"), "b");
        database.link("a", "b");
        database.flush();

        assertThat(value("genosdb.nodes")).isEqualTo(2);
        assertThat(value("genosdb.entries")).isEqualTo(4);
        assertThat(value("genosdb.storage.bytes")).isPositive();
        assertThat(value("genosdb.storage.pending")).isZero();
        assertThat(registry.get("genosdb.storage.flush").functionTimer().count())
                .isEqualTo((double) database.status().storage().flushes());
        assertThat(value("genosdb.indexes", "kind", "hash")).isEqualTo(2);
        assertThat(value("genosdb.indexes", "kind", "text")).isZero();
        assertThat(value("genosdb.index.entries", "kind", "hash")).isEqualTo(3);
        assertThat(value("genosdb.index.memory", "kind", "hash")).isPositive();
    }

    @Test
    void readsTheStateOnceASecond() {
        assertThat(value("genosdb.nodes")).isZero();
        database.put(JsonObject.empty(), "a");

        assertThat(value("genosdb.nodes")).isZero();
        now.updateAndGet(it -> it.plusMillis(999));
        assertThat(value("genosdb.nodes")).isZero();
        now.updateAndGet(it -> it.plusMillis(1));
        assertThat(value("genosdb.nodes")).isEqualTo(1);

        database.remove("a");
        now.updateAndGet(it -> it.minusSeconds(3600));
        assertThat(value("genosdb.nodes")).as("after the clock was set back").isZero();
    }

    @Test
    void countsWhatEveryEntryDid() {
        database.put(object("{\"a\":1,\"b\":1}"), "a");
        database.put(object("{}"), "b");
        database.put(object("{\"a\":2,\"b\":1}"), "a");
        database.link("a", "b");
        database.unlink("a", "b");
        database.remove("b");
        database.put(object("{}"), "c");
        database.put(object("{}"), "d");
        database.clear();

        assertThat(ops("local", "put")).isEqualTo(3);
        assertThat(ops("local", "field")).isEqualTo(3);
        assertThat(ops("local", "link")).isEqualTo(1);
        assertThat(ops("local", "unlink")).isEqualTo(1);
        assertThat(ops("local", "remove")).isEqualTo(4);
        assertThat(ops("remote", "put")).isZero();
    }

    @Test
    void measuresHowOldTheEntriesOfOthersAre() {
        try (var other = GenosDatabase.builder("tasks").clock(now::get).open()) {
            other.put(JsonObject.empty(), "a");
            now.updateAndGet(it -> it.plusMillis(250));
            database.merge(other.entries());
            database.merge(other.entries());

            assertThat(ops("remote", "put")).isEqualTo(1);
            assertThat(ops("local", "put")).isZero();
            assertThat(registry.get("genosdb.sync.latency").timer().count()).isEqualTo(1);
            assertThat(registry.get("genosdb.sync.latency").timer().totalTime(TimeUnit.MILLISECONDS))
                    .isEqualTo(250);
        }
    }

    @Test
    void measuresSomeOfALargeBatch() {
        try (var other = GenosDatabase.builder("tasks").clock(now::get).open()) {
            for (int i = 0; i < 1_000; i++) {
                other.put(JsonObject.empty(), "n" + i);
            }
            database.merge(other.entries());

            assertThat(ops("remote", "put")).isEqualTo(1_000);
            assertThat(registry.get("genosdb.sync.latency").timer().count()).isEqualTo(8);
        }
    }

    @Test
    void countsWhatWasHeldBack() {
        var ahead = now.get().plus(Duration.ofHours(2));
        try (var fast = GenosDatabase.builder("tasks").clock(() -> ahead).open();
                var other = GenosDatabase.builder("tasks").clock(now::get).open()) {
            fast.put(JsonObject.empty(), "early");
            database.merge(fast.entries());
            other.put(JsonObject.empty(), "unwanted");
            database.use((entries, graph) -> List.of());
            database.merge(other.entries());

            assertThat(value("genosdb.ops.parked")).isEqualTo(1);
            assertThat(rejected("filtered")).isEqualTo(1);
            assertThat(rejected("expired")).isZero();
            assertThat(HybridTimestamp.physical(fast.entries().get(0).timestamp()))
                    .isEqualTo(ahead.toEpochMilli());
        }
    }

    @Test
    void followsLiveQueries() {
        try (var filter = database.map(Query.filter("{type: 'x'}"), event -> {});
                var window = database.map(Query.all().limit(3), event -> {})) {
            assertThat(filter.isClosed() || window.isClosed()).isFalse();
            assertThat(value("genosdb.live.subscriptions", "kind", "filter")).isEqualTo(1);
            assertThat(value("genosdb.live.subscriptions", "kind", "window")).isEqualTo(1);
            assertThat(value("genosdb.live.subscriptions", "kind", "traversal")).isZero();
            assertThat(value("genosdb.live.pending")).isZero();
            assertThat(registry.get("genosdb.live.delivered").functionCounter().count())
                    .isZero();
            assertThat(registry.get("genosdb.live.failures").functionCounter().count())
                    .isZero();
        }
    }

    @Test
    void stillAnswersWhenTheDatabaseIsClosed() {
        database.put(JsonObject.empty(), "a");
        database.close();

        assertThat(value("genosdb.nodes")).isEqualTo(1);
        assertThat(value("genosdb.storage.pending")).isZero();
    }

    @Test
    void countsNoMoreWhenItIsClosed() {
        metrics.close();
        database.put(JsonObject.empty(), "a");

        assertThat(ops("local", "put")).isZero();
    }

    @Test
    void tellsDatabasesApartAlsoWhereTheyShareAName() {
        try (var twin = GenosDatabase.inMemory("tasks");
                var other = GenosDatabase.inMemory("people")) {
            var shared = new SimpleMeterRegistry();
            try (var three =
                    new GenosMetrics(new GenosDatabases(Map.of("one", database, "two", twin, "three", other)))) {
                three.bindTo(shared);

                assertThat(shared.get("genosdb.nodes").gauges())
                        .extracting(gauge -> gauge.getId().getTag("database"))
                        .containsExactlyInAnyOrder("one", "two", "people");
            }
        }
    }

    @Test
    void hasTagsOfBoundedCardinalityOnly() {
        database.put(object("{\"private\":\"value\"}"), "private-id");

        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .flatExtracting(Meter.Id::getTags)
                .extracting(Tag::getKey)
                .containsOnly("database", "source", "kind", "reason", "mode", "direction");
        assertThat(registry.getMeters())
                .allSatisfy(
                        meter -> assertThat(meter.getId().getTag("database")).isEqualTo("tasks"))
                .allSatisfy(meter -> assertThat(meter.getId().getDescription()).isNotBlank())
                .hasSizeLessThan(60);
    }

    private static JsonObject object(String json) {
        return JsonObject.parse(json);
    }

    private double value(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private double ops(String source, String kind) {
        return registry.get("genosdb.ops")
                .tags("source", source, "kind", kind)
                .counter()
                .count();
    }

    private double rejected(String reason) {
        return registry.get("genosdb.ops.rejected")
                .tag("reason", reason)
                .functionCounter()
                .count();
    }
}

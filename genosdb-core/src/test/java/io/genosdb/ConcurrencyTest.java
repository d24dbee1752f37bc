package io.genosdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.ConflictPolicy;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Node;
import io.genosdb.live.MapEvent;
import io.genosdb.query.Order;
import io.genosdb.query.Query;
import io.genosdb.storage.Durability;
import io.genosdb.storage.StorageOptions;
import io.genosdb.testing.Property;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several writers, readers and live queries at once, on one database. */
class ConcurrencyTest {

    private static final int WRITERS = 4;
    private static final int READERS = 3;
    private static final int WRITES = 4_000;
    private static final int NODES = 60;

    /** Every value has the same number in two fields: a node in which they differ was seen half merged. */
    private static JsonObject pair(int number) {
        JsonValue json = new JsonNumber(number);
        return JsonObject.of(Map.of("left", json, "right", json, "type", JsonValue.of("pair")));
    }

    @Test
    void readersNeverSeeAHalfMergedNode() throws Exception {
        try (var db = GenosDatabase.inMemory("test")) {
            run(db);
        }
    }

    /** Here a put is three entries, which readers must see together. */
    @Test
    void readersNeverSeeAHalfMergedNodeWithFieldLevelWrites() throws Exception {
        try (var db = GenosDatabase.builder("test")
                .conflictPolicy(ConflictPolicy.FIELD_LEVEL)
                .open()) {
            run(db);
        }
    }

    /** The clock is read while a put makes its entries, so a clock that puts is another writer at the worst of moments. */
    @Test
    void ofTwoPutsAtOnceOneWinsEveryFieldThatBothWrite() {
        var readings = new AtomicInteger();
        var between = new AtomicReference<Runnable>(() -> {});
        InstantSource clock = () -> {
            if (readings.incrementAndGet() >= 2) {
                between.getAndSet(() -> {}).run();
            }
            return Instant.EPOCH.plusSeconds(1);
        };
        try (var db = GenosDatabase.builder("test")
                .conflictPolicy(ConflictPolicy.FIELD_LEVEL)
                .clock(clock)
                .open()) {
            db.put(pair(0), "n");
            for (int first = 1; first <= 4; first++) {
                readings.set(2 - first);
                between.set(() -> db.put(pair(50), "n"));
                db.put(pair(first), "n");
                assertWhole(Objects.requireNonNull(db.get("n")));
            }
        }
    }

    @Test
    void whatWasWrittenConcurrentlyIsWhatIsStored(@TempDir Path directory) throws Exception {
        var storage = StorageOptions.in(directory).withDurability(Durability.SYNC);
        Hash256 digest;
        List<Node> nodes;
        try (var db = GenosDatabase.builder("test").storage(storage).open()) {
            run(db);
            digest = db.digest();
            nodes = db.map(Query.all());
        }
        try (var db = GenosDatabase.builder("test").storage(storage).open()) {
            assertThat(db.digest()).isEqualTo(digest);
            assertThat(db.map(Query.all())).isEqualTo(nodes);
        }
    }

    private static void run(GenosDatabase db) throws Exception {
        var running = new AtomicBoolean(true);
        var latest = new ConcurrentHashMap<String, JsonObject>();
        var everything = Query.filter("{ type: 'pair' }");
        var pool = Executors.newFixedThreadPool(WRITERS + READERS);
        try (var subscription = db.map(everything, event -> follow(latest, event))) {
            var readers = submit(pool::submit, READERS, seed -> read(db, running, seed));
            var writers = submit(pool::submit, WRITERS, seed -> write(db, seed));
            await(writers);
            running.set(false);
            await(readers);
            awaitDelivery(db);
            assertThat(subscription.isClosed()).isFalse();
        } finally {
            pool.shutdownNow();
        }
        var expected = new ConcurrentHashMap<String, JsonObject>();
        db.map(everything).forEach(node -> expected.put(node.id(), node.value()));
        assertThat(latest).isEqualTo(expected);
        assertThat(db.digest())
                .isEqualTo(db.entries().stream().map(entry -> entry.hash()).reduce(Hash256.ZERO, Hash256::plus));
    }

    private static void follow(Map<String, JsonObject> latest, MapEvent event) {
        if (event.value() == null) {
            latest.remove(event.id());
        } else {
            latest.put(event.id(), event.value());
        }
    }

    /** Events of one subscription come in order, so the event of a last write comes when all others have. */
    private static void awaitDelivery(GenosDatabase db) throws InterruptedException {
        var delivered = new CountDownLatch(1);
        try (var marker = db.map(Query.filter("{ type: 'marker' }"), event -> delivered.countDown())) {
            db.put(JsonObject.parse("{\"type\":\"marker\"}"), "marker");
            assertThat(delivered.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(marker.isClosed()).isFalse();
        }
        while (db.status().live().pending() > 0) {
            Thread.onSpinWait();
        }
    }

    private static boolean write(GenosDatabase db, long seed) {
        RandomGenerator random = Property.generator(seed);
        for (int i = 0; i < WRITES; i++) {
            String id = "n" + random.nextInt(NODES);
            String other = "n" + random.nextInt(NODES);
            switch (random.nextInt(8)) {
                case 0 -> db.remove(id);
                case 1 -> tryLink(db, id, other);
                default -> db.put(pair(random.nextInt(100)), id);
            }
        }
        return true;
    }

    private static void tryLink(GenosDatabase db, String source, String target) {
        try {
            db.link(source, target);
        } catch (io.genosdb.graph.NodeNotFoundException e) {
            assertThat(e.nodeId()).isIn(source, target);
        }
    }

    private static boolean read(GenosDatabase db, AtomicBoolean running, long seed) {
        RandomGenerator random = Property.generator(seed);
        List<Query> queries = List.of(
                Query.all(),
                Query.filter("{ left: " + random.nextInt(100) + " }"),
                Query.filter("{ left: { $gt: 50 } }")
                        .orderBy("right", Order.DESC)
                        .limit(10),
                Query.filter("{ left: { $lt: 50 }, $edge: { left: { $gte: 0 } } }"));
        while (running.get()) {
            Node node = db.get("n" + random.nextInt(NODES));
            if (node != null) {
                assertWhole(node);
            }
            db.map(queries.get(random.nextInt(queries.size()))).forEach(ConcurrencyTest::assertWhole);
        }
        return true;
    }

    private static void assertWhole(Node node) {
        assertThat(node.value().get("left"))
                .as(node.id())
                .isEqualTo(node.value().get("right"));
        assertThat(node.edges()).doesNotContainNull();
    }

    private interface Submit {
        Future<Boolean> apply(Callable<Boolean> task);
    }

    private interface Seeded {
        boolean run(long seed);
    }

    private static List<Future<Boolean>> submit(Submit submit, int count, Seeded task) {
        var futures = new ArrayList<Future<Boolean>>();
        for (long seed = 1; seed <= count; seed++) {
            long own = seed;
            futures.add(submit.apply(() -> task.run(own)));
        }
        return futures;
    }

    private static void await(List<Future<Boolean>> futures) throws InterruptedException, ExecutionException {
        for (Future<Boolean> future : futures) {
            assertThat(future.get()).isTrue();
        }
    }
}

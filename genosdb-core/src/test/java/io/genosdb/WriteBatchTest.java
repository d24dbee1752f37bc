package io.genosdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.ConflictPolicy;
import io.genosdb.graph.LimitExceededException;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Node;
import io.genosdb.graph.NodeNotFoundException;
import io.genosdb.query.Query;
import io.genosdb.storage.StorageOptions;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteBatchTest {

    private final GenosDatabase db = GenosDatabase.inMemory("test");

    @AfterEach
    void close() {
        db.close();
    }

    private static JsonObject number(int number) {
        return JsonObject.of(Map.of("n", new JsonNumber(number)));
    }

    private Node node(String id) {
        return Objects.requireNonNull(db.get(id), id);
    }

    @Test
    void writesAllOfItWithOneVersion() {
        db.put(number(1), "old");
        db.put(number(1), "leaving");
        db.link("old", "leaving");
        HybridTimestamp version = db.write(new WriteBatch()
                .put(number(2), "old")
                .put(number(3), "new")
                .link("old", "new")
                .link("new", "old")
                .remove("leaving")
                .remove("nobody"));
        assertThat(db.get("leaving")).isNull();
        assertThat(node("old").edges()).containsExactly("new");
        assertThat(node("new").edges()).containsExactly("old");
        assertThat(node("old").timestamp()).isEqualTo(version);
        assertThat(node("new").timestamp()).isEqualTo(version);
        assertThat(db.entries()).noneMatch(entry -> entry.nodeId().equals("nobody"));
    }

    @Test
    void theLaterOfTwoWritesInABatchStands() {
        db.write(new WriteBatch()
                .put(number(1), "a")
                .put(number(2), "a")
                .put(number(1), "b")
                .link("a", "b")
                .unlink("a", "b"));
        assertThat(node("a").value()).isEqualTo(number(2));
        assertThat(node("a").edges()).isEmpty();
    }

    @Test
    void readersAndListenersSeeEachNodeChangeOnce() {
        var merges = new ArrayList<Integer>();
        db.onMerge((result, source) -> merges.add(result.changes().size()));
        db.write(new WriteBatch().put(number(1), "a").put(number(2), "b").link("a", "b"));
        assertThat(merges).containsExactly(2);
    }

    @Test
    void anEmptyBatchWritesNothing() {
        assertThat(new WriteBatch().expect("a", null).isEmpty()).isTrue();
        db.write(new WriteBatch());
        assertThat(db.entries()).isEmpty();
    }

    @Test
    void whatIsNotAsExpectedStopsTheWholeBatch() {
        db.put(number(1), "a");
        HybridTimestamp read = node("a").timestamp();
        db.write(new WriteBatch().put(number(2), "a").expect("a", read));
        assertThatThrownBy(() -> db.write(
                        new WriteBatch().put(number(3), "a").put(number(3), "b").expect("a", read)))
                .isInstanceOfSatisfying(
                        StaleNodeException.class, e -> assertThat(e.nodeId()).isEqualTo("a"))
                .hasMessageContaining("was changed since version");
        assertThatThrownBy(() -> db.write(new WriteBatch().put(number(3), "a").expect("a", null)))
                .isInstanceOf(StaleNodeException.class)
                .hasMessageContaining("already");
        db.remove("a");
        assertThatThrownBy(() -> db.write(new WriteBatch().put(number(3), "a").expect("a", read)))
                .isInstanceOf(StaleNodeException.class)
                .hasMessageContaining("was removed since version");
        assertThat(db.map(Query.all())).isEmpty();
        db.write(new WriteBatch().put(number(4), "a").expect("a", null));
        assertThat(node("a").value()).isEqualTo(number(4));
    }

    /** The policy is asked between the version and the lock, so a policy that writes is another writer in between. */
    @Test
    void aNodeThatCameAndWentMeanwhileIsNotAsExpected() {
        var between = new AtomicReference<Runnable>(() -> {});
        ConflictPolicy policy = (current, next) -> {
            between.getAndSet(() -> {}).run();
            return ConflictPolicy.LAST_WRITER_WINS.split(current, next);
        };
        try (var racing = GenosDatabase.builder("test").conflictPolicy(policy).open()) {
            var batch = new WriteBatch().put(number(1), "a").expect("a", null);
            between.set(() -> racing.remove(racing.put(number(2), "a")));
            assertThatThrownBy(() -> racing.write(batch))
                    .isInstanceOf(StaleNodeException.class)
                    .hasMessageContaining("came and went");
            HybridTimestamp version = racing.write(batch);
            assertThat(Objects.requireNonNull(racing.get("a")).timestamp()).isEqualTo(version);
        }
    }

    @Test
    void whatCannotBeWrittenIsRefusedWhole() {
        db.put(number(1), "a");
        var digest = db.digest();
        var putAndLink = new WriteBatch().put(number(2), "b").link("a", "nobody");
        assertThatThrownBy(() -> db.write(putAndLink)).isInstanceOf(NodeNotFoundException.class);
        var tooLong = new WriteBatch().put(number(2), "b").put(number(2), "x".repeat(5_000));
        assertThatThrownBy(() -> db.write(tooLong)).isInstanceOf(LimitExceededException.class);
        assertThat(db.digest()).isEqualTo(digest);
        var removing = new WriteBatch().remove("a");
        assertThatThrownBy(() -> removing.put(number(2), "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> removing.link("b", "a")).isInstanceOf(IllegalArgumentException.class);
        var writing = new WriteBatch().link("a", "b");
        assertThatThrownBy(() -> writing.remove("b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsTheEdgesOfTheWholeBatch() {
        Limits few = new Limits(1_000, 10, 100, 3);
        try (var small = GenosDatabase.builder("test").limits(few).open()) {
            var nodes = new WriteBatch();
            for (int i = 0; i < 6; i++) {
                nodes.put(number(i), "n" + i);
            }
            small.write(nodes.link("n0", "n1").link("n0", "n2"));
            small.write(new WriteBatch().link("n0", "n1").link("n0", "n2").link("n0", "n3"));
            var tooMany = new WriteBatch().link("n0", "n1").link("n0", "n4");
            assertThatThrownBy(() -> small.write(tooMany)).isInstanceOf(LimitExceededException.class);
            small.write(tooMany.unlink("n0", "n2"));
            assertThat(Objects.requireNonNull(small.get("n0")).edges()).containsExactlyInAnyOrder("n1", "n3", "n4");
        }
    }

    /** Each increment is a read and a conditional write; whoever is too late tries again. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void conditionalWritesLoseNoUpdate(boolean fieldLevel) throws Exception {
        var builder = GenosDatabase.builder("test");
        if (fieldLevel) {
            builder.conflictPolicy(ConflictPolicy.FIELD_LEVEL);
        }
        try (var counters = builder.open()) {
            counters.put(number(0), "counter");
            var pool = Executors.newFixedThreadPool(4);
            var tasks = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 4; i++) {
                Callable<Boolean> task = () -> {
                    for (int n = 0; n < 500; n++) {
                        increment(counters);
                    }
                    return true;
                };
                tasks.add(pool.submit(task));
            }
            for (Future<Boolean> task : tasks) {
                assertThat(task.get()).isTrue();
            }
            pool.shutdown();
            assertThat(Objects.requireNonNull(counters.get("counter")).value()).isEqualTo(number(2_000));
        }
    }

    private static void increment(GenosDatabase counters) {
        while (true) {
            Node node = Objects.requireNonNull(counters.get("counter"));
            int next = (int) ((JsonNumber) Objects.requireNonNull(node.value().get("n"))).value() + 1;
            try {
                counters.write(new WriteBatch().put(number(next), "counter").expect("counter", node.timestamp()));
                return;
            } catch (StaleNodeException e) {
                assertThat(e.nodeId()).isEqualTo("counter");
            }
        }
    }

    @Test
    void aBatchIsStoredLikeAnyWrite(@TempDir Path directory) {
        var storage = StorageOptions.in(directory);
        List<Node> written;
        try (var stored = GenosDatabase.builder("test").storage(storage).open()) {
            stored.write(
                    new WriteBatch().put(number(1), "a").put(number(2), "b").link("a", "b"));
            written = stored.map(Query.all());
            stored.flush();
            assertThat(stored.status().storage().flushTime()).isPositive();
        }
        try (var stored = GenosDatabase.builder("test").storage(storage).open()) {
            assertThat(stored.map(Query.all())).isEqualTo(written);
        }
    }
}

package io.genosdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.ConflictPolicy;
import io.genosdb.graph.Entry;
import io.genosdb.graph.LimitExceededException;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Node;
import io.genosdb.graph.NodeNotFoundException;
import io.genosdb.live.MapEvent;
import io.genosdb.query.Query;
import io.genosdb.storage.StorageOptions;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenosDatabaseTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-10T12:00:00Z"));
    private final List<GenosDatabase> opened = new ArrayList<>();

    private final GenosDatabase db = open(GenosDatabase.builder("test"));

    private GenosDatabase open(DatabaseBuilder builder) {
        GenosDatabase database = builder.clock(now::get).open();
        opened.add(database);
        return database;
    }

    @AfterEach
    void close() {
        opened.forEach(GenosDatabase::close);
    }

    private static JsonObject json(String text) {
        return JsonObject.parse(text.replace('\'', '"'));
    }

    private static Node node(GenosDatabase database, String id) {
        return Objects.requireNonNull(database.get(id), id);
    }

    @Test
    void putsAndGetsNodes() {
        String id = db.put(json("{'text':'hello'}"));
        assertThat(UUID.fromString(id).version()).isEqualTo(7);
        assertThat(node(db, id).value()).isEqualTo(json("{'text':'hello'}"));
        assertThat(db.put(json("{'text':'hello'}"))).isNotEqualTo(id);
        assertThat(db.put(json("{}"), "mine")).isEqualTo("mine");
        assertThat(db.get("nobody")).isNull();
        assertThat(db.size()).isEqualTo(3);
    }

    @Test
    void contentHashMakesEqualValuesOneNode() {
        GenosDatabase hashed = open(GenosDatabase.builder("test").idStrategy(IdStrategy.contentHash()));
        String id = hashed.put(json("{'b':2,'a':1}"));
        assertThat(id).isEqualTo("43258cff783fe7036d8a43033f830adfc60ec037382473548ac742b888292777");
        assertThat(hashed.put(json("{'a':1,'b':2}"))).isEqualTo(id);
        assertThat(hashed.size()).isEqualTo(1);
    }

    @Test
    void aPutOfAnEqualValueIsStillAWrite() {
        db.put(json("{'a':1}"), "n");
        HybridTimestamp first = node(db, "n").timestamp();
        db.put(json("{'a':1}"), "n");
        assertThat(node(db, "n").timestamp()).isGreaterThan(first);
    }

    @Test
    void linksAndUnlinksExistingNodes() {
        db.put(json("{}"), "a");
        db.put(json("{}"), "b");
        db.put(json("{}"), "c");
        db.link("a", "c");
        db.link("a", "b");
        assertThat(node(db, "a").edges()).containsExactly("c", "b");
        db.unlink("a", "c");
        assertThat(node(db, "a").edges()).containsExactly("b");
        assertThatThrownBy(() -> db.link("a", "nobody"))
                .isInstanceOf(NodeNotFoundException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> db.unlink("nobody", "a")).isInstanceOf(NodeNotFoundException.class);
    }

    @Test
    void aRemovedNodeLeavesNoEdgesAndComesBackWithoutThem() {
        db.put(json("{}"), "a");
        db.put(json("{}"), "b");
        db.link("a", "b");
        db.link("b", "a");
        assertThat(db.remove("b")).isTrue();
        assertThat(db.remove("b")).isFalse();
        assertThat(node(db, "a").edges()).isEmpty();
        db.put(json("{}"), "b");
        assertThat(node(db, "a").edges()).isEmpty();
        assertThat(node(db, "b").edges()).isEmpty();
    }

    @Test
    void clearRemovesEverythingAndALaterPutIsNotAffected() {
        db.put(json("{}"), "a");
        db.put(json("{}"), "b");
        assertThat(db.clear()).isEqualTo(2);
        assertThat(db.size()).isZero();
        db.put(json("{'new':true}"), "a");
        assertThat(db.map(Query.all())).extracting(Node::id).containsExactly("a");
        assertThat(db.clear()).isEqualTo(1);
        assertThat(db.clear()).isZero();
    }

    @Test
    void refusesWhatIsBeyondTheLimitsWhole() {
        GenosDatabase small = open(GenosDatabase.builder("test").limits(new Limits(20, 2, 5, 1)));
        var digest = small.digest();
        assertThatThrownBy(() -> small.put(json("{'a':'0123456789012345'}"), "n"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("max-value-size");
        assertThatThrownBy(() -> small.put(json("{'a':[[]]}"), "n")).hasMessageContaining("max-depth");
        assertThatThrownBy(() -> small.put(json("{}"), "toolong")).hasMessageContaining("max-id-length");
        assertThatThrownBy(() -> small.put(json("{}"), "")).isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(() -> small.put(json("{}"), "a\nb")).hasMessageContaining("U+000A");
        assertThat(small.digest()).isEqualTo(digest);
        for (String id : List.of("a", "b", "c")) {
            small.put(json("{}"), id);
        }
        small.link("a", "b");
        small.link("a", "b");
        assertThatThrownBy(() -> small.link("a", "c")).hasMessageContaining("max-edges");
    }

    @Test
    void replicasThatExchangeEntriesAreEqual() {
        GenosDatabase other = open(GenosDatabase.builder("test"));
        db.put(json("{'from':'db'}"), "a");
        other.put(json("{'from':'other'}"), "a");
        other.put(json("{}"), "b");
        other.link("b", "a");
        db.merge(other.entries());
        other.merge(db.entries());
        assertThat(db.digest()).isEqualTo(other.digest());
        assertThat(node(db, "a")).isEqualTo(node(other, "a"));
        assertThat(node(db, "b").edges()).containsExactly("a");
        assertThat(db.origin()).hasSize(20).isNotEqualTo(other.origin());
    }

    @Test
    void fieldLevelWritesOfDifferentFieldsBothSurvive() {
        GenosDatabase one = open(GenosDatabase.builder("test").conflictPolicy(ConflictPolicy.FIELD_LEVEL));
        GenosDatabase two = open(GenosDatabase.builder("test").conflictPolicy(ConflictPolicy.FIELD_LEVEL));
        one.put(json("{'title':'t','done':false,'old':1}"), "n");
        two.merge(one.entries());
        one.put(json("{'title':'better','done':false,'old':1}"), "n");
        two.put(json("{'title':'t','done':true}"), "n");
        one.merge(two.entries());
        two.merge(one.entries());
        db.merge(one.entries());
        assertThat(node(one, "n").value()).isEqualTo(json("{'title':'better','done':true}"));
        assertThat(node(two, "n")).isEqualTo(node(one, "n"));
        assertThat(node(db, "n")).isEqualTo(node(one, "n"));
        assertThat(db.digest()).isEqualTo(one.digest()).isEqualTo(two.digest());
    }

    @Test
    void anEntryFromTheFutureIsParkedUnchangedUntilItsTimeComes() {
        now.updateAndGet(time -> time.plus(Duration.ofHours(5)));
        GenosDatabase ahead = open(GenosDatabase.builder("test"));
        ahead.put(json("{'from':'the future'}"), "n");
        now.updateAndGet(time -> time.minus(Duration.ofHours(5)));
        db.merge(ahead.entries());
        db.merge(ahead.entries());
        assertThat(db.get("n")).isNull();
        assertThat(db.status().intake().parked()).isEqualTo(1);
        assertThat(db.status().intake().furthestAhead()).isEqualTo(Duration.ofHours(5));
        now.updateAndGet(time -> time.plus(Duration.ofHours(3)));
        db.maintain();
        assertThat(node(db, "n")).isEqualTo(node(ahead, "n"));
        assertThat(db.status().intake().parked()).isZero();
        assertThat(db.digest()).isEqualTo(ahead.digest());
    }

    @Test
    void whatIsParkedTakesOnlySoMuchMemory() {
        now.updateAndGet(time -> time.plus(Duration.ofHours(5)));
        GenosDatabase ahead = open(GenosDatabase.builder("test"));
        var large = JsonObject.of(Map.of("large", new JsonString("x".repeat(1_000_000))));
        for (int i = 0; i < 80; i++) {
            ahead.put(large, "n" + i);
        }
        now.updateAndGet(time -> time.minus(Duration.ofHours(5)));
        db.merge(ahead.entries());
        assertThat(db.status().intake().parked()).isBetween(60, 67);
        now.updateAndGet(time -> time.plus(Duration.ofHours(3)));
        db.maintain();
        assertThat(db.get("n0")).as("the one furthest ahead gives way").isNotNull();
        assertThat(db.get("n79")).isNull();
    }

    @Test
    void parkedEntriesStayParkedWhereTheirMergeFails() {
        now.updateAndGet(time -> time.plus(Duration.ofHours(5)));
        GenosDatabase ahead = open(GenosDatabase.builder("test"));
        ahead.put(json("{'from':'the future'}"), "n");
        now.updateAndGet(time -> time.minus(Duration.ofHours(5)));
        db.merge(ahead.entries());
        now.updateAndGet(time -> time.plus(Duration.ofHours(3)));
        ListenerRegistration failing = db.onMerge((result, source) -> {
            throw new AssertionError("fails");
        });
        assertThatThrownBy(db::maintain).hasMessage("fails");
        assertThat(db.status().intake().parked()).isEqualTo(1);
        failing.close();
        db.maintain();
        assertThat(db.status().intake().parked()).isZero();
        assertThat(node(db, "n")).isEqualTo(node(ahead, "n"));
    }

    @Test
    void parkedEntriesSurviveARestart(@TempDir Path directory) {
        now.updateAndGet(time -> time.plus(Duration.ofHours(5)));
        GenosDatabase ahead = open(GenosDatabase.builder("test"));
        ahead.put(json("{}"), "n");
        now.updateAndGet(time -> time.minus(Duration.ofHours(5)));
        GenosDatabase stored = open(GenosDatabase.builder("test").storage(StorageOptions.in(directory)));
        stored.merge(ahead.entries());
        stored.close();
        GenosDatabase again = open(GenosDatabase.builder("test").storage(StorageOptions.in(directory)));
        assertThat(again.get("n")).isNull();
        assertThat(again.status().intake().parked()).isEqualTo(1);
        again.close();
        now.updateAndGet(time -> time.plus(Duration.ofHours(4)));
        GenosDatabase later = open(GenosDatabase.builder("test").storage(StorageOptions.in(directory)));
        assertThat(later.get("n")).isNotNull();
        later.close();
        GenosDatabase last = open(GenosDatabase.builder("test").storage(StorageOptions.in(directory)));
        assertThat(last.get("n")).isNotNull();
        assertThat(last.status().intake().parked()).isZero();
    }

    @Test
    void aWriteAfterTheWallClockJumpedBackStillWins(@TempDir Path directory) {
        GenosDatabase stored = open(GenosDatabase.builder("test").storage(StorageOptions.in(directory)));
        stored.put(json("{'v':1}"), "n");
        stored.close();
        now.updateAndGet(time -> time.minus(Duration.ofDays(400)));
        GenosDatabase again = open(GenosDatabase.builder("test").storage(StorageOptions.in(directory)));
        again.put(json("{'v':2}"), "n");
        assertThat(node(again, "n").value()).isEqualTo(json("{'v':2}"));
        assertThat(again.status().clockLead()).isGreaterThan(Duration.ofDays(399));
    }

    @Test
    void survivesARestartWithOrderOriginAndDigest(@TempDir Path directory) {
        GenosDatabase stored = open(GenosDatabase.builder("test").storage(StorageOptions.in(directory)));
        for (String id : List.of("z", "a", "m", "b")) {
            stored.put(json("{'id':'x'}"), id);
        }
        stored.link("z", "a");
        stored.link("z", "m");
        stored.unlink("z", "a");
        stored.remove("m");
        stored.put(json("{}"), "m");
        var digest = stored.digest();
        String origin = stored.origin();
        List<Node> nodes = stored.map(Query.all());
        stored.close();
        assertThatThrownBy(() -> stored.put(json("{}"), "n")).isInstanceOf(IllegalStateException.class);
        assertThat(stored.get("z")).isNotNull();
        GenosDatabase again = open(GenosDatabase.builder("test").storage(StorageOptions.in(directory)));
        assertThat(again.map(Query.all())).isEqualTo(nodes);
        assertThat(nodes).extracting(Node::id).containsExactly("z", "a", "b", "m");
        assertThat(again.digest()).isEqualTo(digest);
        assertThat(again.origin()).isEqualTo(origin);
    }

    @Test
    void purgesRetractionsBeyondTheRetentionAndIgnoresThemAfterwards() {
        db.put(json("{}"), "n");
        db.remove("n");
        List<Entry> tombstone = db.entries();
        assertThat(tombstone).hasSize(1);
        now.updateAndGet(time -> time.plus(Duration.ofDays(30)));
        db.maintain();
        assertThat(db.entries()).hasSize(1);
        now.updateAndGet(time -> time.plus(Duration.ofDays(1)));
        db.maintain();
        assertThat(db.entries()).isEmpty();
        assertThat(db.digest()).isEqualTo(GenosDatabase.inMemory("empty").digest());
        db.merge(tombstone);
        assertThat(db.entries()).isEmpty();
        assertThat(db.status().intake().expired()).isEqualTo(1);
    }

    @Test
    void middlewareSeesIncomingBatchesWithThePreviousStates() {
        db.put(json("{'v':1}"), "known");
        GenosDatabase other = open(GenosDatabase.builder("test"));
        other.put(json("{'v':2}"), "known");
        other.put(json("{'v':2}"), "unknown");
        var seen = new ArrayList<String>();
        db.use((incoming, previous) -> {
            incoming.forEach(entry -> seen.add(entry.nodeId() + (previous.apply(entry.nodeId()) != null)));
            return incoming.stream()
                    .filter(entry -> entry.nodeId().equals("unknown"))
                    .toList();
        });
        db.merge(other.entries());
        assertThat(seen).containsExactlyInAnyOrder("knowntrue", "unknownfalse");
        assertThat(node(db, "known").value()).isEqualTo(json("{'v':1}"));
        assertThat(db.get("unknown")).isNotNull();
        assertThat(db.status().intake().filtered()).isEqualTo(1);
        db.put(json("{'v':3}"), "known");
        assertThat(seen).hasSize(2);
    }

    @Test
    void mergeListenersHearOfWhatChangedAndTheirFailuresStopNothing() {
        var heard = new ArrayList<String>();
        ListenerRegistration failing = db.onMerge((result, source) -> {
            throw new IllegalStateException("on purpose");
        });
        db.onMerge((result, source) -> result.accepted().forEach(entry -> heard.add(source + " " + entry.nodeId())));
        db.put(json("{}"), "a");
        List<Entry> entries = db.entries();
        GenosDatabase other = open(GenosDatabase.builder("test"));
        other.onMerge((result, source) -> result.accepted().forEach(entry -> heard.add(source + " " + entry.nodeId())));
        other.merge(entries);
        other.merge(entries);
        failing.close();
        assertThat(heard).containsExactly("LOCAL a", "REMOTE a");
    }

    @Test
    void liveQueriesFollowLocalAndRemoteWrites() throws InterruptedException {
        db.put(json("{'type':'todo','n':1}"), "a");
        var events = new LinkedBlockingQueue<MapEvent>();
        var initial = new ArrayList<MapEvent>();
        try (var subscription = db.map(Query.filter("{ type: 'todo' }"), event -> {
            if (event.timestamp().packed() >= 0) {
                events.add(event);
            }
        })) {
            events.drainTo(initial);
            assertThat(initial).extracting(MapEvent::id).containsExactly("a");
            GenosDatabase other = open(GenosDatabase.builder("test"));
            other.put(json("{'type':'todo'}"), "b");
            db.merge(other.entries());
            MapEvent added = events.poll(10, TimeUnit.SECONDS);
            assertThat(added).isNotNull();
            assertThat(added.id()).isEqualTo("b");
            db.remove("a");
            MapEvent removed = events.poll(10, TimeUnit.SECONDS);
            assertThat(removed).isNotNull();
            assertThat(removed.id()).isEqualTo("a");
            assertThat(removed.value()).isNull();
            assertThat(subscription.isClosed()).isFalse();
        }
    }
}

package io.genosdb.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.GenosDatabase;
import io.genosdb.WriteBatch;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Node;
import io.genosdb.graph.NodeNotFoundException;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.live.MapEvent;
import io.genosdb.live.Subscription;
import io.genosdb.query.InvalidQueryException;
import io.genosdb.query.Query;
import io.genosdb.storage.StorageOptions;
import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a guard stands, every read and every write passes it. */
class GuardTest {

    private static final JsonObject ONE = JsonObject.parse("{\"n\":1}");

    @TempDir
    Path directory;

    private GenosDatabase database;
    private TestGuard guard;

    @BeforeEach
    void open() {
        database = open(StorageOptions.inMemory());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private GenosDatabase open(StorageOptions storage) {
        return GenosDatabase.builder("guarded")
                .storage(storage)
                .guard(inside -> guard = new TestGuard(inside))
                .open();
    }

    private static Entry entry(String author, String signature, String id, long millis) {
        var version = new Version(HybridTimestamp.pack(millis), "elsewhere-0123456789");
        return new EntryFactory("guarded", Limits.DEFAULTS)
                .create(new EntryKey(id, Slot.VALUE), version, ONE, author, signature.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> ids(String query) {
        return database.map(Query.parse(query)).stream().map(Node::id).toList();
    }

    @Test
    void writesAreSignedByWhoActs() {
        guard.as("alice");
        database.put(JsonObject.parse("{\"n\":1,\"owner\":\"mallory\"}"), "a");
        Entry written = database.entries().get(0);
        assertThat(written.author()).isEqualTo("alice");
        assertThat(written.signature()).isEqualTo("alice".getBytes(StandardCharsets.UTF_8));
        assertThat(written.payload()).as("without what the engine manages").isEqualTo(ONE);
    }

    @Test
    void whatIsHiddenIsNotFoundByAnyRoad() {
        for (String id : List.of("start", "hidden", "behind")) {
            database.put(ONE, id);
        }
        database.link("start", "hidden");
        database.link("hidden", "behind");
        guard.hide("hidden");
        guard.as("bob");
        assertThat(database.get("hidden")).isNull();
        assertThat(ids("{}")).containsExactly("start", "behind");
        assertThat(database.count(Query.parse("{}"))).isEqualTo(2);
        assertThat(database.count(Query.parse("{query:{n:1}}"))).isEqualTo(2);
        assertThat(ids("{query:{n:1,$edge:{}},field:'n'}")).isEmpty();
        assertThat(ids("{query:{n:1},field:'n',order:'desc'}")).containsExactly("start", "behind");
        assertThatThrownBy(() -> ids("{query:{n:1},$after:'hidden'}")).isInstanceOf(InvalidQueryException.class);
        assertThatThrownBy(() -> database.link("start", "hidden")).isInstanceOf(NodeNotFoundException.class);
        assertThat(database.remove("hidden")).isFalse();
        assertThat(database.clear()).isEqualTo(2);
        guard.as("app");
        assertThat(ids("{}")).containsExactly("hidden");
    }

    @Test
    void aPathThroughAHiddenNodeIsNone() {
        for (String id : List.of("start", "hidden")) {
            database.put(JsonObject.parse("{\"name\":\"" + id + "\"}"), id);
        }
        database.put(JsonObject.parse("{\"name\":\"end\",\"good\":true}"), "end");
        database.link("start", "hidden");
        database.link("hidden", "end");
        String nested = "{query:{name:'start',$and:[{$edge:{good:true}}]}}";
        guard.as("bob");
        assertThat(ids("{query:{name:'start',$edge:{good:true}}}")).containsExactly("end");
        assertThat(ids(nested)).containsExactly("start");
        guard.hide("hidden");
        assertThat(ids("{query:{name:'start',$edge:{good:true}}}")).isEmpty();
        assertThat(ids(nested)).isEmpty();
    }

    @Test
    void liveQueriesFollowAccessLists() throws Exception {
        for (String query : List.of("{query:{n:1}}", "{query:{n:1},$limit:5}", "{query:{n:1},field:'n',$limit:5}")) {
            var events = new LinkedBlockingQueue<MapEvent>();
            database.put(ONE, "a");
            guard.hide("a");
            var subscription = follow("bob", query, events);
            guard.allow("a", "bob");
            assertThat(next(events)).as(query).isEqualTo("ADDED a");
            guard.hide("a");
            assertThat(next(events)).as(query).isEqualTo("REMOVED a");
            database.put(JsonObject.parse("{\"n\":1,\"more\":2}"), "a");
            guard.allow("a", "bob");
            assertThat(next(events)).as(query).isEqualTo("ADDED a");
            assertThat(events).isEmpty();
            subscription.close();
            database.clear();
        }
    }

    @Test
    void liveQueriesFollowTheRightsOfTheirReader() throws Exception {
        for (String query : List.of("{query:{n:1}}", "{query:{n:1},$limit:5}", "{query:{root:true,$edge:{n:1}}}")) {
            database.put(JsonObject.parse("{\"root\":true}"), "root");
            database.put(ONE, "a");
            database.link("root", "a");
            var events = new LinkedBlockingQueue<MapEvent>();
            var subscription = follow("bob", query, events);
            assertThat(next(events)).isEqualTo("INITIAL a");
            guard.blind("bob", true);
            assertThat(next(events)).as(query).isEqualTo("REMOVED a");
            database.put(JsonObject.parse("{\"n\":1,\"while\":\"blind\"}"), "a");
            guard.blind("bob", false);
            assertThat(next(events)).as(query).isEqualTo("ADDED a");
            assertThat(events).isEmpty();
            subscription.close();
            database.clear();
        }
    }

    @Test
    void liveQueriesTellNothingThatTheirReaderMayNotReadByThen() throws Exception {
        JsonObject secret = JsonObject.parse("{\"n\":1,\"secret\":true}");
        for (String query : List.of("{query:{n:1}}", "{query:{n:1},$limit:5}", "{query:{root:true,$edge:{n:1}}}")) {
            database.put(JsonObject.parse("{\"root\":true}"), "root");
            database.put(ONE, "a");
            database.link("root", "a");
            var events = new LinkedBlockingQueue<MapEvent>();
            var subscription = follow("bob", query, events);
            assertThat(next(events)).as(query).isEqualTo("INITIAL a");

            guard.blindUnnoticed("bob", true);
            database.put(secret, "a");
            database.put(secret, "b");
            database.link("root", "b");
            guard.blind("bob", true);
            assertThat(next(events)).as(query).isEqualTo("REMOVED a");

            guard.blind("bob", false);
            assertThat(List.of(next(events), next(events))).as(query).containsExactlyInAnyOrder("ADDED a", "ADDED b");
            assertThat(events).as(query).isEmpty();
            subscription.close();
            database.clear();
        }
    }

    @Test
    void whatWasNotToldIsToldWhenTheRightIsBackBeforeAnybodyHeardOfIt() throws Exception {
        for (String query : List.of("{query:{n:1}}", "{query:{n:1},$limit:5}")) {
            var events = new LinkedBlockingQueue<MapEvent>();
            guard.as("bob");
            var subscription = database.map(Query.parse(query), events::add);
            var other = new LinkedBlockingQueue<MapEvent>();
            var witness = follow("eve", query, other);
            guard.blindUnnoticed("bob", true);
            database.put(ONE, "a");
            assertThat(next(other)).isEqualTo("ADDED a");
            guard.blind("bob", false);
            assertThat(next(events)).as(query).isEqualTo("ADDED a");
            assertThat(events).isEmpty();
            subscription.close();
            witness.close();
            database.clear();
        }
    }

    @Test
    void whatIsRemovedFromSightShowsNoneOfItsNewEdges() throws Exception {
        for (String query : List.of("{query:{n:1}}", "{query:{n:1},$limit:5}", "{query:{root:true,$edge:{n:1}}}")) {
            database.put(JsonObject.parse("{\"root\":true}"), "root");
            database.put(ONE, "a");
            database.put(ONE, "secret");
            guard.hide("secret");
            guard.allow("a", "bob");
            database.link("root", "a");
            var events = new LinkedBlockingQueue<MapEvent>();
            var subscription = follow("bob", query, events);
            assertThat(next(events)).isEqualTo("INITIAL a");
            guard.hideAndLink("a", "secret");
            MapEvent removed = events.poll(10, TimeUnit.SECONDS);
            assertThat(removed).as(query).isNotNull();
            assertThat(removed.action() + " " + removed.id() + removed.edges())
                    .as(query)
                    .isEqualTo("REMOVED a[]");
            subscription.close();
            database.clear();
        }
    }

    private Subscription follow(String who, String query, Queue<MapEvent> events) {
        guard.as(who);
        Subscription subscription = database.map(Query.parse(query), events::add);
        guard.as("app");
        return subscription;
    }

    private static String next(BlockingQueue<MapEvent> events) throws InterruptedException {
        MapEvent event = events.poll(10, TimeUnit.SECONDS);
        return event == null ? "nothing" : event.action() + " " + event.id();
    }

    @Test
    void aRefusedWriteHasNotHappened() {
        guard.as("mallory").ban("mallory");
        Hash256 before = database.digest();
        assertThatThrownBy(() -> database.put(ONE, "a"))
                .isInstanceOf(NotPermittedException.class)
                .hasMessageContaining("mallory");
        assertThatThrownBy(() -> database.write(new WriteBatch().put(ONE, "a").put(ONE, "b")))
                .isInstanceOf(NotPermittedException.class);
        assertThat(database.digest()).isEqualTo(before);
        assertThat(database.size()).isZero();
    }

    @Test
    void nothingOfABatchWithAForgedEntryIsMerged() {
        assertThatThrownBy(() ->
                        database.merge(List.of(entry("alice", "alice", "a", 1), entry("alice", "mallory", "b", 1))))
                .isInstanceOf(ForgedEntryException.class);
        assertThat(database.size()).isZero();
    }

    @Test
    void whatTheStateHoldsIsNotCheckedAgain() {
        Entry known = entry("alice", "alice", "a", 1);
        database.merge(List.of(known));
        database.merge(List.of(known, entry("alice", "alice", "b", 1)));
        assertThat(guard.authenticated()).isEqualTo(2);
    }

    @Test
    void whatTheStateHoldsWithAnotherSignatureIsChecked() {
        Entry known = entry("alice", "alice", "a", 1);
        database.merge(List.of(known));
        assertThatThrownBy(() -> database.merge(List.of(known.signed(new byte[] {1}))))
                .isInstanceOf(ForgedEntryException.class);
    }

    @Test
    void revokedEntriesAreTakenOut() {
        database.merge(List.of(entry("mallory", "mallory", "a", 1), entry("alice", "alice", "b", 1)));
        guard.ban("mallory");
        database.merge(List.of(entry("alice", "alice", "c", 2)));
        assertThat(ids("{}")).containsExactly("b", "c");
    }

    @Test
    void parkedEntriesOutliveARestartAndAreReleased() {
        database.close();
        database = open(StorageOptions.in(directory));
        guard.suspect("bob");
        database.merge(List.of(entry("bob", "bob", "a", 1)));
        assertThat(ids("{}")).isEmpty();
        database.close();
        database = GenosDatabase.builder("guarded")
                .storage(StorageOptions.in(directory))
                .guard(inside -> {
                    guard = new TestGuard(inside);
                    guard.suspect("bob");
                    return guard;
                })
                .open();
        assertThat(guard.parked()).hasSize(1);
        database.close();
        database = open(StorageOptions.in(directory));
        assertThat(ids("{}")).containsExactly("a");
        database.close();
        database = open(StorageOptions.in(directory));
        assertThat(ids("{}")).containsExactly("a");
    }

    @Test
    void managedHistoryOutlivesTheNode() {
        database.put(ONE, "a");
        guard.hide("a");
        database.remove("a");
        database.put(ONE, "a");
        guard.as("bob");
        assertThat(database.get("a")).isNull();
    }

    @Test
    void aSlotOfHistoryHasTheVersionOfItsEntry() {
        var factory = new EntryFactory("guarded", Limits.DEFAULTS);
        var version = new Version(HybridTimestamp.pack(5), "elsewhere-0123456789");
        var other = new Version(HybridTimestamp.pack(6), "elsewhere-0123456789");
        assertThatThrownBy(() -> factory.create(new EntryKey("a", new Slot.Role(other.text())), version, ONE))
                .isInstanceOf(InvalidValueException.class);
        assertThat(Slot.parse("role/" + version.text())).isEqualTo(new Slot.Role(version.text()));
        assertThat(Slot.parse("acl/" + version.text())).isEqualTo(new Slot.Acl(version.text()));
    }
}

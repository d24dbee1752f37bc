package io.genosdb.spring.boot.autoconfigure.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.boot.autoconfigure.stomp.RawStompClient.ReceivedFrame;
import io.genosdb.spring.stomp.GenosStompHandler;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Live queries of every kind, as a client sees them on the wire. */
@SpringBootTest(
        classes = StompApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "genosdb.storage.type=memory",
            "genosdb.stomp.ad-hoc-queries=true",
            "genosdb.stomp.writes=true",
            "genosdb.stomp.queries.room={ query: { room: ':room', at: { $gte: ':since:number' } }, field: 'at' }",
        })
class StompLiveMapTest {

    @LocalServerPort
    private int port;

    @Autowired
    private GenosDatabase database;

    @Autowired
    private GenosStompHandler handler;

    private RawStompClient client;

    @BeforeEach
    void connect() {
        client = RawStompClient.connect(port).withReplies();
    }

    @AfterEach
    void clear() throws Exception {
        client.close();
        database.clear();
        StompAwait.until(() -> handler.statistics().sessions() == 0);
        assertThat(handler.statistics().subscriptions()).isZero();
        assertThat(database.status().live().subscriptions()).isZero();
    }

    private void put(String id, String value) {
        database.put(JsonObject.parse(value), id);
    }

    private static String told(ReceivedFrame event) {
        assertThat(event.command()).isEqualTo("MESSAGE");
        return event.header("subscription") + " " + event.header("action") + " " + event.header("node");
    }

    @Test
    void tellsTheResultOfAFilterAndEveryChangeOfIt() {
        put("a", "{\"type\":\"task\",\"n\":1}");
        client.subscribe("s1", "/genosdb/map", Map.of("query", "{ type: 'task' }", "receipt", "ready"));
        ReceivedFrame initial = client.next();
        assertThat(told(initial)).isEqualTo("s1 initial a");
        assertThat(initial.header("destination")).isEqualTo("/genosdb/map");
        assertThat(initial.header("content-type")).isEqualTo("application/json");
        assertThat(initial.header("message-id")).isNotBlank();
        String timestamp = String.format("%016x", database.get("a").timestamp().packed());
        assertThat(initial.body())
                .isEqualTo("{\"action\":\"initial\",\"edges\":[],\"id\":\"a\",\"timestamp\":\"" + timestamp
                        + "\",\"value\":{\"n\":1,\"type\":\"task\"}}");
        ReceivedFrame receipt = client.next();
        assertThat(receipt.command()).isEqualTo("RECEIPT");
        assertThat(receipt.header("receipt-id")).isEqualTo("ready");

        put("b", "{\"type\":\"task\"}");
        assertThat(told(client.next())).isEqualTo("s1 added b");
        database.link("a", "b");
        ReceivedFrame linked = client.next();
        assertThat(told(linked)).isEqualTo("s1 updated a");
        assertThat(JsonObject.parse(linked.body()).get("edges").toJson()).isEqualTo("[\"b\"]");
        put("c", "{\"type\":\"other\"}");
        database.remove("a");
        ReceivedFrame removed = client.next();
        assertThat(told(removed)).isEqualTo("s1 removed a");
        assertThat(JsonObject.parse(removed.body()).get("value")).isEqualTo(JsonNull.NULL);
        client.hasNothingMore();
    }

    @Test
    void followsAWindowGivenByHeaders() {
        put("a", "{\"n\":1}");
        put("b", "{\"n\":2}");
        put("c", "{\"n\":3}");
        client.subscribe("s1", "/genosdb/map", Map.of("field", "n", "order", "desc", "limit", "2", "receipt", "ready"));
        assertThat(told(client.next())).isEqualTo("s1 initial c");
        assertThat(told(client.next())).isEqualTo("s1 initial b");
        assertThat(client.next().command()).isEqualTo("RECEIPT");
        put("d", "{\"n\":4}");
        assertThat(told(client.next())).isEqualTo("s1 added d");
        assertThat(told(client.next())).isEqualTo("s1 removed b");

        client.subscribe("s2", "/genosdb/map", Map.of("field", "n", "after", "b", "before", "d", "request", "page"));
        assertThat(told(client.next())).isEqualTo("s2 initial c");
        assertThat(client.next().header("request")).isEqualTo("page");
        client.hasNothingMore();
    }

    @Test
    void followsPaths() {
        put("boss", "{\"boss\":true}");
        put("a", "{\"name\":\"a\"}");
        put("b", "{\"name\":\"b\"}");
        database.link("boss", "a");
        client.subscribe(
                "s1",
                "/genosdb/map",
                Map.of("options", "{ query: { boss: true, $edge: { name: { $exists: true } } } }"));
        assertThat(told(client.next())).isEqualTo("s1 initial a");
        database.link("a", "b");
        assertThat(client.next(2).stream().map(StompLiveMapTest::told))
                .containsExactlyInAnyOrder("s1 added b", "s1 updated a");
        database.unlink("boss", "a");
        assertThat(client.next(2).stream().map(StompLiveMapTest::told))
                .containsExactlyInAnyOrder("s1 removed a", "s1 removed b");
    }

    @Test
    void followsANamedQueryWithParameters() {
        put("a", "{\"room\":\"r1\",\"at\":1}");
        put("b", "{\"room\":\"r1\",\"at\":5}");
        client.subscribe("s1", "/genosdb/map/room", Map.of("param-room", "r1", "param-since", "2", "receipt", "ready"));
        ReceivedFrame initial = client.next();
        assertThat(told(initial)).isEqualTo("s1 initial b");
        assertThat(initial.header("destination")).isEqualTo("/genosdb/map/room");
        assertThat(client.next().command()).isEqualTo("RECEIPT");
        put("c", "{\"room\":\"r1\",\"at\":7}");
        assertThat(told(client.next())).isEqualTo("s1 added c");
    }

    @Test
    void endsWithUnsubscribe() {
        client.subscribe("s1", "/genosdb/map", Map.of("receipt", "ready"));
        client.next();
        assertThat(handler.statistics().subscriptions()).isEqualTo(1);
        client.send("UNSUBSCRIBE\nid:s1\nreceipt:gone\n\n");
        assertThat(client.next().header("receipt-id")).isEqualTo("gone");
        assertThat(database.status().live().subscriptions()).isZero();
        put("a", "{}");
        client.hasNothingMore();
        client.subscribe("s1", "/genosdb/map", Map.of());
        assertThat(told(client.next())).isEqualTo("s1 initial a");
    }

    @Test
    void endsWithTheConnection() {
        client.subscribe("s1", "/genosdb/map", Map.of("receipt", "ready"));
        client.next();
        client.abort();
        StompAwait.until(() -> database.status().live().subscriptions() == 0);
        StompAwait.until(() -> handler.statistics().sessions() == 0);
    }

    @Test
    void endsWithDisconnect() {
        client.subscribe("s1", "/genosdb/map", Map.of("receipt", "ready"));
        client.next();
        client.send("DISCONNECT\nreceipt:bye\n\n");
        assertThat(client.next().header("receipt-id")).isEqualTo("bye");
        StompAwait.until(() -> database.status().live().subscriptions() == 0);
    }

    @Test
    void writesAndReads() {
        ReceivedFrame put = client.request("/genosdb/put", "{\"id\":\"a\",\"value\":{\"n\":1}}");
        assertThat(put.command()).isEqualTo("MESSAGE");
        assertThat(put.header("subscription")).isEqualTo("replies");
        assertThat(put.header("destination")).isEqualTo("/genosdb/replies");
        assertThat(put.header("status")).isEqualTo("ok");
        String timestamp = String.format("%016x", database.get("a").timestamp().packed());
        assertThat(put.body())
                .isEqualTo("{\"request\":\"r\",\"result\":{\"id\":\"a\",\"timestamp\":\"" + timestamp + "\"}}");

        var made = (JsonObject) JsonObject.parse(
                        client.request("/genosdb/put", "{\"value\":{\"n\":2}}").body())
                .get("result");
        String id = ((JsonString) made.get("id")).value();
        assertThat(database.get(id).value()).isEqualTo(JsonObject.parse("{\"n\":2}"));

        client.request("/genosdb/link", "{\"source\":\"a\",\"target\":\"" + id + "\"}");
        assertThat(database.get("a").edges()).containsExactly(id);
        var node = JsonObject.parse(
                        client.request("/genosdb/get", "{\"id\":\"a\"}").body())
                .toJava();
        assertThat(node)
                .isEqualTo(Map.of(
                        "request",
                        "r",
                        "result",
                        Map.of(
                                "node",
                                JsonObject.parse("{\"id\":\"a\",\"value\":{\"n\":1},\"edges\":[\"" + id
                                                + "\"],\"timestamp\":\""
                                                + String.format(
                                                        "%016x",
                                                        database.get("a")
                                                                .timestamp()
                                                                .packed()) + "\"}")
                                        .toJava())));
        client.request("/genosdb/unlink", "{\"source\":\"a\",\"target\":\"" + id + "\"}");
        assertThat(database.get("a").edges()).isEmpty();
        assertThat(client.request("/genosdb/remove", "{\"id\":\"a\"}").body()).contains("{\"removed\":true}");
        assertThat(client.request("/genosdb/remove", "{\"id\":\"a\"}").body()).contains("{\"removed\":false}");
        assertThat(client.request("/genosdb/get", "{\"id\":\"a\"}").body()).contains("{\"node\":null}");
    }

    @Test
    void writesOnlyOverTheExpectedVersion() {
        assertThat(client.request("/genosdb/put", "{\"id\":\"a\",\"value\":{\"n\":1},\"expect\":null}")
                        .header("status"))
                .isEqualTo("ok");
        ReceivedFrame again = client.request("/genosdb/put", "{\"id\":\"a\",\"value\":{\"n\":2},\"expect\":null}");
        assertThat(again.header("code")).isEqualTo("conflict");
        String version = String.format("%016x", database.get("a").timestamp().packed());
        assertThat(client.request("/genosdb/put", "{\"id\":\"a\",\"value\":{\"n\":3},\"expect\":\"" + version + "\"}")
                        .header("status"))
                .isEqualTo("ok");
        assertThat(client.request("/genosdb/put", "{\"id\":\"a\",\"value\":{\"n\":4},\"expect\":\"" + version + "\"}")
                        .header("code"))
                .isEqualTo("conflict");
        assertThat(database.get("a").value()).isEqualTo(JsonObject.parse("{\"n\":3}"));
    }

    @Test
    void answersWithReceipts() {
        client.send("/genosdb/put", Map.of("receipt", "1"), "{\"id\":\"a\",\"value\":{}}");
        client.send("/genosdb/remove", Map.of("receipt", "2"), "{\"id\":\"a\"}");
        assertThat(client.next(2).stream().map(frame -> frame.command() + " " + frame.header("receipt-id")))
                .containsExactly("RECEIPT 1", "RECEIPT 2");
        assertThat(database.size()).isZero();
    }

    @Test
    void tellsEachSessionOnlyWhatItAskedFor() throws Exception {
        try (var other = RawStompClient.connect(port).withReplies()) {
            other.subscribe("s1", "/genosdb/map", Map.of("query", "{ for: 'other' }", "receipt", "ready"));
            other.next();
            client.subscribe("s1", "/genosdb/map", Map.of("query", "{ for: 'me' }", "receipt", "ready"));
            client.next();
            put("a", "{\"for\":\"me\"}");
            put("b", "{\"for\":\"other\"}");
            assertThat(told(client.next())).isEqualTo("s1 added a");
            assertThat(told(other.next())).isEqualTo("s1 added b");
            other.hasNothingMore();
        }
        client.hasNothingMore();
    }

    @Test
    void applyingTheEventsGivesTheResult() {
        client.subscribe("s1", "/genosdb/map", Map.of("query", "{ n: { $lt: 50 } }", "receipt", "ready"));
        client.next();
        for (int i = 0; i < 300; i++) {
            put("k" + i % 20, "{\"n\":" + i * 7 % 100 + "}");
        }
        put("last", "{\"n\":0}");
        var known = new LinkedHashMap<String, Object>();
        while (!known.containsKey("last")) {
            ReceivedFrame event = client.next();
            if (event.header("action").equals("removed")) {
                assertThat(known.remove(event.header("node"))).isNotNull();
            } else {
                var value = JsonObject.parse(event.body()).get("value").toJava();
                boolean added = known.put(event.header("node"), value) == null;
                assertThat(event.header("action")).isEqualTo(added ? "added" : "updated");
            }
        }
        var expected = new LinkedHashMap<String, Object>();
        database.map(io.genosdb.query.Query.filter("{ n: { $lt: 50 } }"))
                .forEach(node -> expected.put(node.id(), node.value().toJava()));
        assertThat(known).containsExactlyInAnyOrderEntriesOf(expected);
    }
}

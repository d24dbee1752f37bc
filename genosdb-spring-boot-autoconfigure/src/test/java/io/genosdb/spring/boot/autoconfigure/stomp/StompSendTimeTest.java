package io.genosdb.spring.boot.autoconfigure.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.stomp.GenosStompHandler;
import io.genosdb.value.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A client that takes longer over a frame than it may, however little waits behind that. */
@SpringBootTest(
        classes = StompApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "genosdb.storage.type=memory",
            "genosdb.stomp.ad-hoc-queries=true",
            "genosdb.stomp.limits.send-time=300ms",
        })
class StompSendTimeTest {

    @LocalServerPort
    private int port;

    @Autowired
    private GenosDatabase database;

    @Autowired
    private GenosStompHandler handler;

    @Test
    void endsTheConnection() throws Exception {
        var value = JsonObject.parse("{\"large\":\"" + "x".repeat(1_000_000) + "\"}");
        try (var slow = new RawSocketClient(port);
                var other = RawStompClient.connect(port).withReplies()) {
            slow.send("SUBSCRIBE\nid:s\ndestination:/genosdb/map\nreceipt:r\n\n");
            slow.next();
            other.subscribe("s", "/genosdb/map", Map.of("query", "{ mark: true }", "receipt", "ready"));
            other.next();
            for (int i = 0; i < 20; i++) {
                database.put(value, "node" + i);
            }
            StompAwait.until(() -> handler.statistics().slowDisconnects() == 1);
            StompAwait.until(() -> handler.statistics().sessions() == 1);
            assertThat(database.status().live().subscriptions()).isEqualTo(1);
            database.put(JsonObject.parse("{\"mark\":true}"), "a");
            assertThat(other.next().header("node")).isEqualTo("a");
        }
    }

    @Test
    void endsWithTheApplicationToo() throws Exception {
        try (var client = RawStompClient.connect(port).withReplies()) {
            client.subscribe("s", "/genosdb/map", Map.of("limit", "1", "receipt", "ready"));
            StompAwait.until(() -> client.next().command().equals("RECEIPT"));
            handler.stop();
            assertThat(database.status().live().subscriptions()).isZero();
            assertThat(handler.statistics().subscriptions()).isZero();
        } finally {
            handler.start();
        }
        try (var client = RawStompClient.connect(port)) {
            assertThat(client.withReplies()
                            .request("/genosdb/get", "{\"id\":\"x\"}")
                            .header("status"))
                    .isEqualTo("ok");
        }
    }
}

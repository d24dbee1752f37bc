package io.genosdb.spring.boot.autoconfigure.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.stomp.GenosStompHandler;
import io.genosdb.value.JsonObject;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Clients that stop reading. One thread serves all sessions: were it ever blocked by one of them, the others would hear
 * nothing more.
 */
@SpringBootTest(
        classes = StompApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "genosdb.storage.type=memory",
            "genosdb.stomp.ad-hoc-queries=true",
            "genosdb.stomp.limits.pending=150",
            "genosdb.stomp.limits.send-time=60s",
            "spring.task.execution.mode=force",
            "spring.task.execution.pool.core-size=1",
            "spring.task.execution.pool.max-size=1",
        })
class StompSlowConsumerTest {

    private static final String LARGE = "x".repeat(100_000);

    @LocalServerPort
    private int port;

    @Autowired
    private GenosDatabase database;

    @Autowired
    private GenosStompHandler handler;

    private RawStompClient other;

    @BeforeEach
    void connect() {
        other = RawStompClient.connect(port).withReplies();
        other.subscribe("s", "/genosdb/map", Map.of("query", "{ mark: true }", "receipt", "ready"));
        other.next();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        other.close();
        StompAwait.until(() -> handler.statistics().sessions() == 0);
        assertThat(database.status().live().subscriptions()).isZero();
        assertThat(handler.statistics().pending()).isZero();
        database.clear();
    }

    private RawSocketClient slow() throws IOException {
        var slow = new RawSocketClient(port);
        slow.send("SUBSCRIBE\nid:s\ndestination:/genosdb/map\nquery:{ large\\c { $exists\\c true } }\nreceipt:r\n\n");
        assertThat(slow.next()).startsWith("RECEIPT");
        return slow;
    }

    private void putLarge(String id, int n) {
        database.put(JsonObject.parse("{\"large\":\"" + LARGE + "\",\"n\":" + n + "}"), id);
    }

    private void otherStillHears(String id) {
        database.put(JsonObject.parse("{\"mark\":true}"), id);
        assertThat(other.next().header("node")).isEqualTo(id);
    }

    /** Puts nodes until frames wait because the client's socket takes no more. */
    private int fillSocket() {
        int nodes = 0;
        while (handler.statistics().pending() == 0) {
            putLarge("node" + nodes++, 0);
            otherStillHears("mark");
        }
        return nodes;
    }

    @Test
    void getsTheLastOfManyChangesOfANode() throws Exception {
        long before = handler.statistics().slowDisconnects();
        try (var slow = slow()) {
            fillSocket();
            for (int n = 0; n < 1_000; n++) {
                putLarge("hot", n);
            }
            otherStillHears("mark");
            assertThat(handler.statistics().slowDisconnects()).isEqualTo(before);
            assertThat(handler.statistics().pending()).isLessThan(150);
            int heard = 0;
            String frame = slow.next();
            while (!frame.contains("\"n\":999")) {
                heard += frame.contains("node:hot") ? 1 : 0;
                frame = slow.next();
            }
            assertThat(frame).contains("node:hot").contains("action:");
            // Those that the buffers of both sockets still had room for.
            assertThat(heard).isLessThan(100);
        }
    }

    @Test
    void isDisconnectedWhenTooMuchWaitsForIt() throws Exception {
        long before = handler.statistics().slowDisconnects();
        try (var slow = slow()) {
            int nodes = fillSocket();
            while (handler.statistics().slowDisconnects() == before) {
                putLarge("node" + nodes++, 0);
                otherStillHears("mark");
            }
            assertThat(handler.statistics().slowDisconnects()).isEqualTo(before + 1);
            assertThat(handler.statistics().subscriptions()).isEqualTo(1);
            StompAwait.until(() -> database.status().live().subscriptions() == 1);
            String frame = slow.next();
            while (frame.startsWith("MESSAGE")) {
                frame = slow.next();
            }
            assertThat(frame).isEqualTo("closed 4500 slow consumer: more than 150 events wait for one subscription");
        }
        otherStillHears("mark");
    }

    @Test
    void manyOfThemDisturbNobody() throws Exception {
        long before = handler.statistics().slowDisconnects();
        var slow = new RawSocketClient[8];
        for (int i = 0; i < slow.length; i++) {
            slow[i] = slow();
        }
        int nodes = 0;
        while (handler.statistics().slowDisconnects() < before + slow.length) {
            putLarge("node" + nodes++, 0);
            otherStillHears("mark");
        }
        for (RawSocketClient client : slow) {
            client.close();
        }
    }
}

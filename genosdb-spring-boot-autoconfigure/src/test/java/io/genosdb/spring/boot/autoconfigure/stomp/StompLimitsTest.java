package io.genosdb.spring.boot.autoconfigure.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.stomp.GenosStompHandler;
import io.genosdb.spring.stomp.GenosStompSessions;
import io.genosdb.spring.stomp.StompErrorCode;
import io.genosdb.spring.stomp.StompLimits;
import io.genosdb.value.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** What one client may take, and how it hears that it wants too much. Time stands still unless a test says otherwise. */
@SpringBootTest(
        classes = StompApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"genosdb.storage.type=memory", "genosdb.stomp.ad-hoc-queries=true"})
@Import(StompLimitsTest.Limits.class)
class StompLimitsTest {

    @TestConfiguration(proxyBeanMethods = false)
    static class Limits {

        @Bean
        AtomicLong nanos() {
            return new AtomicLong();
        }

        @Bean
        GenosStompSessions sessions(AtomicLong nanos) {
            var limits = new StompLimits(3, 2, 200, 10, 20, 50, Duration.ofSeconds(10), 512 * 1024);
            return new GenosStompSessions(limits, nanos::get);
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private GenosDatabase database;

    @Autowired
    private GenosStompHandler handler;

    @Autowired
    private AtomicLong nanos;

    private RawStompClient client;

    @BeforeEach
    void connect() {
        client = RawStompClient.connect(port).withReplies();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        client.close();
        StompAwait.until(() -> handler.statistics().sessions() == 0);
        assertThat(database.status().live().subscriptions()).isZero();
        database.clear();
    }

    @Test
    void ofLiveQueries() {
        client.subscribe("a", "/genosdb/map", Map.of("request", "1"));
        client.subscribe("b", "/genosdb/map", Map.of("request", "2"));
        client.subscribe("c", "/genosdb/map", Map.of("request", "3"));
        assertThat(client.next(3).stream().map(reply -> reply.header("request") + " " + reply.header("code")))
                .containsExactlyInAnyOrder("1 null", "2 null", "3 too-many-subscriptions");
        assertThat(handler.statistics().subscriptions()).isEqualTo(2);
        client.send("UNSUBSCRIBE\nid:a\n\n");
        client.subscribe("c", "/genosdb/map", Map.of("request", "4"));
        assertThat(client.next().header("status")).isEqualTo("ok");
    }

    @Test
    void ofTheFirstResult() {
        for (int i = 0; i < 51; i++) {
            database.put(JsonObject.parse("{\"n\":" + i + "}"), "n" + i);
        }
        client.subscribe("a", "/genosdb/map", Map.of("request", "1"));
        assertThat(client.next().header("code")).isEqualTo("result-too-large");
        assertThat(database.status().live().subscriptions()).isZero();
        client.subscribe("a", "/genosdb/map", Map.of("limit", "50", "request", "2"));
        assertThat(client.next(50)).allMatch(frame -> frame.header("action").equals("initial"));
        assertThat(client.next().header("request")).isEqualTo("2");
    }

    @Test
    void ofHeaders() {
        client.subscribe("a", "/genosdb/map", Map.of("query", "{ a: '" + "x".repeat(200) + "' }", "request", "1"));
        assertThat(client.next().header("code")).isEqualTo("malformed");
    }

    @Test
    void ofRequests() {
        var statuses = new ArrayList<String>();
        for (int i = 0; i < 25; i++) {
            statuses.add(client.request("/genosdb/get", "{\"id\":\"a\"}").header("code"));
        }
        assertThat(statuses.subList(0, 19)).containsOnlyNulls();
        assertThat(statuses.subList(19, 25)).containsOnly("rate-limited");
        nanos.addAndGet(Duration.ofMillis(200).toNanos());
        statuses.clear();
        for (int i = 0; i < 3; i++) {
            statuses.add(client.request("/genosdb/get", "{\"id\":\"a\"}").header("code"));
        }
        assertThat(statuses).containsExactly(null, null, "rate-limited");
        assertThat(handler.statistics().errors().get(StompErrorCode.RATE_LIMITED))
                .isEqualTo(7);
        client.send("/genosdb/get", Map.of(), "{\"id\":\"a\"}");
        assertThat(client.next().command()).isEqualTo("ERROR");
    }

    @Test
    void ofSessions() throws Exception {
        try (var second = RawStompClient.connect(port);
                var third = RawStompClient.connect(port);
                var fourth = RawStompClient.open(port)) {
            assertThat(fourth.closed()).isEqualTo("1013 too many sessions: at most 3 (genosdb.stomp.limits.sessions)");
            assertThat(handler.statistics().rejectedSessions()).isEqualTo(1);
            assertThat(second.isOpen() && third.isOpen()).isTrue();
        }
        StompAwait.until(() -> handler.statistics().sessions() == 1);
        RawStompClient.connect(port).close();
    }
}

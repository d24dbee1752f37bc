package io.genosdb.spring.boot.autoconfigure.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.boot.autoconfigure.stomp.RawStompClient.ReceivedFrame;
import io.genosdb.value.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.simp.broker.BrokerAvailabilityEvent;

/** Two instances of an application that share the topics of a RabbitMQ. */
class StompRabbitMqTest {

    @TempDir
    static Path directory;

    private static RabbitMqBroker broker;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(
                Files.isExecutable(RabbitMqBroker.SERVER),
                "RabbitMQ is not installed (Debian's rabbitmq-server), so nothing is tested with it");
        broker = new RabbitMqBroker(directory);
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    private static ConfigurableApplicationContext instance(String... properties) {
        var available = new CountDownLatch(1);
        ApplicationListener<BrokerAvailabilityEvent> listener = event -> {
            if (event.isBrokerAvailable()) {
                available.countDown();
            }
        };
        var context = new SpringApplicationBuilder(StompApplication.class)
                .listeners(listener)
                .properties(
                        "server.port=0",
                        "genosdb.storage.type=memory",
                        "genosdb.stomp.ad-hoc-queries=true",
                        "genosdb.stomp.writes=true",
                        "genosdb.stomp.queries.tasks={ query: { type: 'task' } }",
                        "genosdb.stomp.broker.relay.host=127.0.0.1",
                        "genosdb.stomp.broker.relay.port=" + broker.stompPort(),
                        "genosdb.stomp.broker.relay.virtual-host=/")
                .properties(properties)
                .run();
        try {
            assertThat(available.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return context;
    }

    private static int port(ConfigurableApplicationContext context) {
        return ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    }

    @Test
    void carriesTopicsFromOneInstanceToTheOther() throws Exception {
        try (var publisher = instance("genosdb.stomp.topics=tasks");
                var second = instance();
                var here = RawStompClient.connect(port(publisher)).withReplies();
                var there = RawStompClient.connect(port(second)).withReplies()) {
            here.subscribe("t", "/topic/genosdb.tasks", Map.of("receipt", "1"));
            there.subscribe("t", "/topic/genosdb.tasks", Map.of("receipt", "1"));
            assertThat(here.next().command()).isEqualTo("RECEIPT");
            assertThat(there.next().command()).isEqualTo("RECEIPT");

            var database = publisher.getBean(GenosDatabase.class);
            database.put(JsonObject.parse("{\"type\":\"task\",\"n\":1}"), "a:1");
            for (RawStompClient client : new RawStompClient[] {here, there}) {
                ReceivedFrame event = client.next();
                assertThat(event.header("subscription")).isEqualTo("t");
                assertThat(event.header("action")).isEqualTo("added");
                assertThat(event.header("node")).isEqualTo("a:1");
                assertThat(event.body()).contains("\"value\":{\"n\":1,\"type\":\"task\"}");
            }
            database.remove("a:1");
            assertThat(there.next().header("action")).isEqualTo("removed");
        }
    }

    @Test
    void answersBesideTheBroker() throws Exception {
        try (var instance = instance();
                var client = RawStompClient.connect(port(instance)).withReplies()) {
            client.subscribe("s", "/genosdb/map/tasks", Map.of("request", "1"));
            assertThat(client.next().header("status")).isEqualTo("ok");
            client.request("/genosdb/put", "{\"id\":\"a\",\"value\":{}}");
            client.send("UNSUBSCRIBE\nid:s\nrequest:2\n\n");
            assertThat(client.next().header("status")).isEqualTo("ok");
            client.send("/topic/genosdb.tasks", Map.of("request", "3"), "{}");
            assertThat(client.next().header("code")).isEqualTo("forbidden");
            client.subscribe("q", "/topic/other", Map.of("receipt", "4"));
            client.send("/topic/other", Map.of(), "hello");
            client.hasNothingMore();
            client.subscribe("w", "/topic/genosdb.#", Map.of("request", "5"));
            assertThat(client.next().header("code")).isEqualTo("unknown-query");
        }
    }
}

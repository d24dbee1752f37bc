package io.genosdb.spring.boot.autoconfigure.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.boot.autoconfigure.stomp.RawStompClient.ReceivedFrame;
import io.genosdb.spring.stomp.GenosStompHandler;
import io.genosdb.spring.stomp.StompAuthorizer;
import io.genosdb.spring.stomp.StompErrorCode;
import io.genosdb.spring.stomp.StompRequestException;
import io.genosdb.value.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.stereotype.Controller;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/** Beside an application's own broker, here one that takes every destination. */
@SpringBootTest(
        classes = StompApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "genosdb.storage.type=memory",
            "genosdb.stomp.ad-hoc-queries=true",
            "genosdb.stomp.writes=true",
            "genosdb.stomp.queries.tasks={ query: { type: 'task' } }",
            "genosdb.stomp.queries.secret={ query: { type: 'secret' } }",
            "genosdb.stomp.topics=tasks,secret",
        })
@Import(StompOwnBrokerTest.OwnBroker.class)
class StompOwnBrokerTest {

    @TestConfiguration(proxyBeanMethods = false)
    @EnableWebSocketMessageBroker
    @Import(Echo.class)
    static class OwnBroker implements WebSocketMessageBrokerConfigurer {

        @Override
        public void registerStompEndpoints(StompEndpointRegistry registry) {
            registry.addEndpoint("/ws");
        }

        @Override
        public void configureMessageBroker(MessageBrokerRegistry registry) {
            registry.enableSimpleBroker();
            registry.setApplicationDestinationPrefixes("/app");
        }

        /** Knows a query that nobody may follow. */
        @Bean
        StompAuthorizer stompAuthorizer() {
            return request -> {
                if ("secret".equals(request.query())) {
                    throw new StompRequestException(StompErrorCode.FORBIDDEN, null, "secret");
                }
            };
        }
    }

    @Controller
    static class Echo {

        @MessageMapping("/echo")
        @SendTo("/topic/echo")
        String echo(String text) {
            return text;
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private GenosDatabase database;

    @Autowired
    private GenosStompHandler handler;

    @Autowired
    private ApplicationContext context;

    @Test
    void answersAtEitherEndpointAndLeavesTheRestToTheBroker() throws Exception {
        assertThat(context.getBeansOfType(BrokerConfigurer.class)).isEmpty();
        for (String path : List.of("/ws", "/genosdb/stomp")) {
            try (var client = RawStompClient.connect(port, path).withReplies()) {
                client.subscribe("echo", "/topic/echo", Map.of());
                assertThat(client.request("/genosdb/put", "{\"id\":\"a\",\"value\":{}}")
                                .header("status"))
                        .isEqualTo("ok");
                client.send("SEND\ndestination:/app/echo\ncontent-type:text/plain\n\nhello");
                ReceivedFrame echo = client.next();
                assertThat(echo.header("subscription")).isEqualTo("echo");
                assertThat(echo.body()).isEqualTo("hello");
            }
        }
        StompAwait.until(() -> handler.statistics().sessions() == 0);
    }

    @Test
    void showsNobodyWhatOthersSend() throws Exception {
        try (var spy = RawStompClient.connect(port).withReplies();
                var client = RawStompClient.connect(port).withReplies()) {
            spy.subscribe("spy", "/genosdb/put", Map.of("request", "1"));
            assertThat(spy.next().header("code")).isEqualTo("unknown-destination");
            spy.subscribe("all", "/genosdb/*", Map.of("request", "2"));
            assertThat(spy.next().header("code")).isEqualTo("unknown-destination");
            spy.subscribe("everything", "/**", Map.of());
            spy.hasNothingMore();
            client.request("/genosdb/put", "{\"id\":\"a\",\"value\":{\"secret\":1}}");
            spy.hasNothingMore();
        }
    }

    @Test
    void publishesTopics() throws Exception {
        try (var client = RawStompClient.connect(port).withReplies()) {
            client.subscribe("t", "/topic/genosdb.tasks", Map.of());
            client.hasNothingMore();
            database.put(JsonObject.parse("{\"type\":\"task\"}"), "t1");
            ReceivedFrame event = client.next();
            assertThat(event.header("subscription")).isEqualTo("t");
            assertThat(event.header("action")).isEqualTo("added");
            assertThat(event.header("node")).isEqualTo("t1");
            assertThat(JsonObject.parse(event.body()).get("value")).isEqualTo(JsonObject.parse("{\"type\":\"task\"}"));
        }
    }

    @Test
    void tellsOnlyThoseWhoMayFollowTheQuery() throws Exception {
        try (var client = RawStompClient.connect(port).withReplies();
                var allowed = RawStompClient.connect(port).withReplies()) {
            client.subscribe("t", "/topic/genosdb.secret", Map.of("request", "1"));
            assertThat(client.next().header("code")).isEqualTo("forbidden");
            client.subscribe("all", "/topic/**", Map.of());
            client.subscribe("everything", "/**", Map.of());
            client.hasNothingMore();
            allowed.subscribe("t", "/topic/genosdb.tasks", Map.of());
            allowed.hasNothingMore();
            database.put(JsonObject.parse("{\"type\":\"secret\"}"), "t2");
            database.put(JsonObject.parse("{\"type\":\"task\"}"), "t2");
            assertThat(allowed.next().header("node")).isEqualTo("t2");
            client.hasNothingMore();
            allowed.send("UNSUBSCRIBE\nid:t\n\n");
            allowed.hasNothingMore();
        }
    }

    @Test
    void servesSpringsOwnClient() throws Exception {
        var springs = new WebSocketStompClient(new StandardWebSocketClient());
        springs.setMessageConverter(new JacksonJsonMessageConverter());
        springs.setTaskScheduler(new SimpleAsyncTaskScheduler());
        BlockingQueue<Object> failures = new LinkedBlockingQueue<>();
        var session = springs.connectAsync("ws://localhost:" + port + "/genosdb/stomp", new Failing(failures))
                .get(20, TimeUnit.SECONDS);
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        var headers = new StompHeaders();
        headers.setDestination("/genosdb/map");
        headers.set("query", "{ room: 'spring' }");
        session.subscribe(headers, new StompFrameHandler() {
            @Override
            public Class<?> getPayloadType(StompHeaders received) {
                return Map.class;
            }

            @Override
            public void handleFrame(StompHeaders received, Object payload) {
                events.add(received.getFirst("action") + " " + payload);
            }
        });
        session.setAutoReceipt(true);
        var done = new CountDownLatch(1);
        session.send("/genosdb/put", Map.of("id", "s", "value", Map.of("room", "spring")))
                .addReceiptTask(done::countDown);
        assertThat(done.await(20, TimeUnit.SECONDS)).as("%s", failures).isTrue();
        assertThat(events.poll(20, TimeUnit.SECONDS)).startsWith("added {").contains("value={room=spring}");
        session.disconnect();
        StompAwait.until(() -> database.status().live().subscriptions() == 2);
    }

    private static final class Failing extends StompSessionHandlerAdapter {

        private final BlockingQueue<Object> failures;

        private Failing(BlockingQueue<Object> failures) {
            this.failures = failures;
        }

        @Override
        public void handleFrame(StompHeaders headers, Object payload) {
            failures.add(headers);
        }

        @Override
        public void handleException(
                StompSession session, StompCommand command, StompHeaders headers, byte[] payload, Throwable exception) {
            failures.add(exception);
        }

        @Override
        public void handleTransportError(StompSession session, Throwable exception) {
            failures.add(exception);
        }
    }
}

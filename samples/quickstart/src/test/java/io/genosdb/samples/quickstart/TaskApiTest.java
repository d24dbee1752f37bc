package io.genosdb.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.genosdb.query.Query;
import io.genosdb.spring.GenosOperations;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "genosdb.storage.type=memory")
class TaskApiTest {

    @LocalServerPort
    private int port;

    @Autowired
    private GenosOperations genos;

    @Autowired
    private FinishedTasks finished;

    private @Nullable StompSession session;

    private final HttpClient client = HttpClient.newHttpClient();

    record Answer(int status, String body) {

        JsonObject json() {
            return JsonObject.parse(body);
        }

        String id() {
            return text(json().get("id"));
        }

        JsonObject value() {
            return (JsonObject) json().get("value");
        }

        List<Object> edges() {
            return List.copyOf((List<?>) json().get("edges").toJava());
        }

        String detail() {
            return text(json().get("detail"));
        }
    }

    private static String text(JsonValue value) {
        return ((JsonString) value).value();
    }

    private Answer call(String method, String path, String body) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/" + path))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String create(String title) {
        return call("POST", "tasks", JsonValue.of(Map.of("title", title)).toJson())
                .id();
    }

    private Answer query(String query) {
        return call("POST", "query", JsonValue.of(Map.of("query", query)).toJson());
    }

    private List<String> column(String status) {
        Answer answer = query("{ query: { type: 'task', status: '" + status + "' }, field: 'position' }");
        return ((JsonArray) answer.json().get("nodes"))
                .stream()
                        .map(node -> (JsonObject) ((JsonObject) node).get("value"))
                        .map(value -> text(value.get("title")))
                        .toList();
    }

    @BeforeEach
    void clear() {
        genos.clear();
    }

    @Test
    void createsATaskWithDefaults() {
        Answer answer = call("POST", "tasks", "{\"title\":\"  Write  \",\"tags\":[\"docs\",\"docs\"]}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.value().toJava())
                .containsEntry("type", "task")
                .containsEntry("title", "Write")
                .containsEntry("status", "todo")
                .containsEntry("assignee", "")
                .containsEntry("priority", 2L)
                .containsEntry("tags", List.of("docs"))
                .containsKeys("created", "updated", "position");
        assertThat(genos.get(answer.id())).isPresent();
    }

    @Test
    void saysWhatIsWrongWithEachField() {
        Answer answer = call("POST", "tasks", "{\"title\":\" \",\"priority\":9,\"tags\":[\"\"]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").toJava())
                .isEqualTo(Map.of(
                        "title", "A task needs a title.",
                        "priority", "The priority is 1, 2 or 3.",
                        "tags", "A tag is not empty."));
        assertThat(call("POST", "tasks", "{\"title\":\"" + "x".repeat(201) + "\"}")
                        .detail())
                .isEqualTo("A title has at most 200 characters.");
        assertThat(call("POST", "tasks", "{").status()).isEqualTo(400);
        assertThat(genos.map(Query.all())).isEmpty();
    }

    @Test
    void editsWithoutMoving() {
        String id = create("Before");
        call("POST", "tasks/" + id + "/move", "{\"status\":\"doing\"}");

        Answer answer = call("PUT", "tasks/" + id, "{\"title\":\"After\",\"assignee\":\"Mia\",\"priority\":3}");

        assertThat(answer.value().toJava())
                .containsEntry("title", "After")
                .containsEntry("assignee", "Mia")
                .containsEntry("priority", 3L)
                .containsEntry("status", "doing");
    }

    @Test
    void movesAboveAnotherTaskAndToTheEnd() {
        String a = create("A");
        String b = create("B");
        String c = create("C");

        call("POST", "tasks/" + c + "/move", "{\"status\":\"todo\",\"before\":\"" + a + "\"}");
        assertThat(column("todo")).containsExactly("C", "A", "B");
        call("POST", "tasks/" + c + "/move", "{\"status\":\"todo\",\"before\":\"" + b + "\"}");
        assertThat(column("todo")).containsExactly("A", "C", "B");
        call("POST", "tasks/" + a + "/move", "{\"status\":\"todo\"}");
        assertThat(column("todo")).containsExactly("C", "B", "A");
        call("POST", "tasks/" + b + "/move", "{\"status\":\"done\"}");
        assertThat(column("todo")).containsExactly("C", "A");
        assertThat(column("done")).containsExactly("B");
        assertThat(call("POST", "tasks/" + b + "/move", "{}").detail()).contains("todo, doing or done");
    }

    @Test
    void findsRoomForAnyNumberOfMoves() {
        create("First");
        String last = create("Last");
        String x = create("X");
        String y = create("Y");

        for (int i = 0; i < 60; i++) {
            call("POST", "tasks/" + x + "/move", "{\"status\":\"todo\",\"before\":\"" + last + "\"}");
            call("POST", "tasks/" + y + "/move", "{\"status\":\"todo\",\"before\":\"" + last + "\"}");
        }

        assertThat(column("todo")).containsExactly("First", "X", "Y", "Last");
    }

    @Test
    void linksAndRefusesCycles() {
        String a = create("A");
        String b = create("B");
        String c = create("C");

        assertThat(call("PUT", "tasks/" + a + "/dependencies/" + b, "").edges()).containsExactly(b);
        assertThat(call("PUT", "tasks/" + b + "/dependencies/" + c, "").edges()).containsExactly(c);
        assertThat(call("PUT", "tasks/" + c + "/dependencies/" + a, "")).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.detail()).contains("“A” waits for “C” already");
        });
        assertThat(call("PUT", "tasks/" + a + "/dependencies/" + a, "").status())
                .isEqualTo(409);
        assertThat(call("DELETE", "tasks/" + a + "/dependencies/" + b, "").edges())
                .isEmpty();
        assertThat(call("PUT", "tasks/" + a + "/dependencies/nowhere", "").status())
                .isEqualTo(404);
    }

    @Test
    void removesWithTheLinksThatLeadThere() {
        String a = create("A");
        String b = create("B");
        call("PUT", "tasks/" + a + "/dependencies/" + b, "");

        assertThat(call("DELETE", "tasks/" + b, "").status()).isEqualTo(204);
        assertThat(call("DELETE", "tasks/" + b, "").status()).isEqualTo(404);
        assertThat(genos.get(a).orElseThrow().edges()).isEmpty();
    }

    @Test
    void answersQueriesAndExplainsThem() {
        create("A");
        create("B");

        Answer answer = query("{ query: { title: 'B' } }");

        assertThat(answer.json().get("truncated")).isEqualTo(JsonValue.of(false));
        assertThat((JsonArray) answer.json().get("nodes")).hasSize(1);
        assertThat(((JsonObject) answer.json().get("explain")).toJava())
                .containsEntry("returned", 1L)
                .containsKey("access");
    }

    @Test
    void refusesABadQueryWithTheReason() {
        assertThat(query("{ query: { age: { $above: 1 } } }")).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.detail()).contains("query.age.$above");
        });
        assertThat(query("{ $after: 'nobody' }").detail()).contains("$after");
        assertThat(query("no JSON").status()).isEqualTo(400);
        assertThat(query("").detail()).isEqualTo("Write a query, such as {}.");
    }

    @Test
    void cutsLongResults() {
        for (int i = 0; i <= QueryController.MOST_NODES; i++) {
            genos.put(Map.of("n", i));
        }

        assertThat((JsonArray) query("{}").json().get("nodes")).hasSize(QueryController.MOST_NODES);
        assertThat(query("{}").json().get("truncated")).isEqualTo(JsonValue.of(true));
        assertThat(query("{ $limit: 2 }").json().get("truncated")).isEqualTo(JsonValue.of(false));
    }

    /** What a page does: connects, follows a query, and writes down what comes. */
    private BlockingQueue<String> follow(String options) throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var stomp = new WebSocketStompClient(new StandardWebSocketClient());
        stomp.setTaskScheduler(new SimpleAsyncTaskScheduler());
        session = stomp.connectAsync("ws://localhost:" + port + "/genosdb/stomp", new StompSessionHandlerAdapter() {
                    @Override
                    public Type getPayloadType(StompHeaders headers) {
                        return byte[].class;
                    }

                    @Override
                    public void handleFrame(StompHeaders headers, @Nullable Object payload) {
                        heard.add("error " + headers.getFirst("message"));
                    }
                })
                .get();
        var headers = new StompHeaders();
        headers.setDestination("/genosdb/map");
        headers.add("options", options);
        headers.setReceipt("all");
        session.subscribe(headers, new StompSessionHandlerAdapter() {
                    @Override
                    public Type getPayloadType(StompHeaders headers) {
                        return byte[].class;
                    }

                    @Override
                    public void handleFrame(StompHeaders headers, @Nullable Object payload) {
                        heard.add(headers.getFirst("action") + " "
                                + new String((byte[]) payload, StandardCharsets.UTF_8));
                    }
                })
                .addReceiptTask(() -> heard.add("ready"));
        return heard;
    }

    @AfterEach
    void disconnect() {
        try {
            if (session != null && session.isConnected()) {
                session.disconnect();
            }
        } catch (MessageDeliveryException e) {
            // The server was about to close it, as it does after an ERROR frame.
            assertThat(session.isConnected()).isFalse();
        }
    }

    @Test
    void followsAQueryUntilTheBrowserLeaves() throws Exception {
        String id = create("There");
        var events = follow("{ query: { type: 'task', status: 'todo' } }");
        assertThat(events.take()).startsWith("initial").contains("There");
        assertThat(events.take()).isEqualTo("ready");

        String added = create("New");
        assertThat(events.take()).startsWith("added").contains("New").contains(added);
        call("POST", "tasks/" + id + "/move", "{\"status\":\"done\"}");
        assertThat(events.take()).startsWith("removed").contains(id).contains("\"value\":null");
        int before = subscriptions();

        session.disconnect();

        await().untilAsserted(() -> assertThat(subscriptions()).isEqualTo(before - 1));
    }

    private int subscriptions() {
        return genos.execute(database -> database.status().live().subscriptions());
    }

    @Test
    void refusesToFollowABadQuery() throws Exception {
        assertThat(follow("{bad").take()).startsWith("error").contains("not valid JSON");
    }

    @Test
    void countsWhatIsFinished() {
        int before = finished.count();
        String id = create("Almost there");
        call("POST", "tasks/" + id + "/move", "{\"status\":\"done\"}");
        await().untilAsserted(() -> assertThat(finished.count()).isEqualTo(before + 1));
    }

    @Test
    void tellsWhereTheBoardIsKept() {
        assertThat(call("GET", "about", "").json().toJava())
                .containsEntry("database", "quickstart")
                .containsEntry("storage", "in memory");
    }
}

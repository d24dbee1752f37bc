package io.genosdb.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosTemplates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The endpoint as an operator meets it: over a socket. */
class GenosEndpointWebTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    static Path directory;

    private static ServletWebServerApplicationContext context;
    private static GenosDatabase orders;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @BeforeAll
    static void start() {
        context = (ServletWebServerApplicationContext) SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--management.endpoints.web.exposure.include=genosdb",
                "--genosdb.storage.type=memory",
                "--genosdb.databases.orders.storage.type=mvstore",
                "--genosdb.databases.orders.storage.password=very secret",
                "--genosdb.databases.orders.index.hash=city",
                "--genosdb.databases.orders.storage.directory=" + directory.resolve("orders"));
        orders = context.getBean(GenosDatabases.class).get("orders");
        var template = context.getBean(GenosTemplates.class).get("orders");
        template.put(Map.of("city", "Atlantis", "code", "private value"), "private-id");
        template.put(Map.of("city", "Rome"), "b");
        orders.map(Query.filter("{city: 'Rome'}"));
        orders.flush();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void showsAllDatabases() throws Exception {
        var answer = get("/actuator/genosdb");

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode databases = json(answer).get("databases");
        assertThat(databases.propertyNames()).containsExactly("default", "orders");
        assertThat(databases.at("/default/storage/type").stringValue()).isEqualTo("memory");
        assertThat(databases.at("/orders/nodes").intValue()).isEqualTo(2);
    }

    @Test
    void showsOneDatabase() throws Exception {
        try (var subscription = orders.map(Query.all(), event -> {})) {
            var answer = get("/actuator/genosdb/orders");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(subscription.isClosed()).isFalse();
            JsonNode database = json(answer);
            assertThat(database.get("name").stringValue()).isEqualTo("orders");
            assertThat(database.get("origin").stringValue()).isEqualTo(orders.origin());
            assertThat(database.get("digest").stringValue())
                    .isEqualTo(orders.digest().toString());
            assertThat(database.get("entries").intValue()).isEqualTo(2);
            assertThat(database.at("/clock/aheadOfWallClock").stringValue()).startsWith("PT");
            assertThat(database.at("/intake/parked").intValue()).isZero();
            assertThat(database.at("/storage/encrypted").booleanValue()).isTrue();
            assertThat(database.at("/storage/directory").stringValue()).endsWith("orders");
            assertThat(database.at("/storage/lastFlush").stringValue()).contains("T");
            assertThat(database.at("/live/filters").intValue()).isEqualTo(1);
            assertThat(database.at("/indexes/0/kind").stringValue()).isEqualTo("hash");
            assertThat(database.at("/indexes/0/field").stringValue()).isEqualTo("city");
            assertThat(database.at("/indexes/0/entries").intValue()).isEqualTo(2);
            assertThat(database.at("/indexes/0/uses").intValue()).isPositive();
        }
    }

    @Test
    void compacts() throws Exception {
        var answer = post("/actuator/genosdb/orders/compact", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("bytesAfter").longValue()).isPositive();
        assertThat(orders.size()).isEqualTo(2);
    }

    @Test
    void explains() throws Exception {
        var answer =
                post("/actuator/genosdb/orders/explain", "{\"query\": \"{query: {city: 'Atlantis'}, $limit: 5}\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("access").stringValue()).isEqualTo("hash(city)");
        assertThat(json(answer).get("returned").intValue()).isEqualTo(1);
    }

    @Test
    void saysNothingSecret() throws Exception {
        for (var answer : new HttpResponse<?>[] {
            get("/actuator/genosdb"),
            get("/actuator/genosdb/orders"),
            post("/actuator/genosdb/orders/explain", "{\"query\": \"{query: {city: {$ne: 'x'}}}\"}")
        }) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body().toString())
                    .doesNotContain("very secret")
                    .doesNotContain("private")
                    .doesNotContain("Atlantis");
        }
    }

    @Test
    void refusesWhatIsNoQueryWithTheReason() throws Exception {
        assertProblem(
                post("/actuator/genosdb/orders/explain", "{\"query\": \"{query: {age: {$gt: true}}}\"}"), 400, "$gt");
        assertProblem(post("/actuator/genosdb/orders/explain", "{\"query\": \"{{{\"}"), 400, "query");
        assertProblem(
                post("/actuator/genosdb/orders/explain", "{\"query\": \"" + "[".repeat(100_000) + "\"}"), 400, "query");
        assertProblem(post("/actuator/genosdb/orders/explain", "{}"), 400, "missing");
        assertProblem(post("/actuator/genosdb/orders/explain", ""), 400, "missing");
        assertThat(post("/actuator/genosdb/orders/explain", "{\"query\":").statusCode())
                .isEqualTo(400);
    }

    @Test
    void knowsNoOtherDatabasesAndOperations() throws Exception {
        assertProblem(get("/actuator/genosdb/nobody"), 404, "[default, orders]");
        assertProblem(post("/actuator/genosdb/nobody/compact", ""), 404, "[default, orders]");
        assertProblem(post("/actuator/genosdb/orders/drop", ""), 404, "compact and explain");
        assertThat(post("/actuator/genosdb/orders", "").statusCode()).isEqualTo(405);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String reason) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).get("error").stringValue()).contains(reason);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return MAPPER.readTree(answer.body());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static URI uri(String path) {
        return URI.create("http://localhost:" + context.getWebServer().getPort() + path);
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}

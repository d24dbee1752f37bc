package io.genosdb.spring.boot.autoconfigure.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.rtc.nostr.ClientMessage;
import io.genosdb.rtc.nostr.NostrCodec;
import io.genosdb.rtc.nostr.NostrEvent;
import io.genosdb.rtc.nostr.NostrKeys;
import io.genosdb.rtc.relay.Disconnect;
import io.genosdb.rtc.relay.RelayStatus;
import io.genosdb.spring.relay.GenosRelayHandler;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The relay of an application on Tomcat. */
class EmbeddedRelayTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final NostrKeys ALICE = NostrKeys.random(new SecureRandom());

    private ConfigurableApplicationContext application;

    private URI start(String... properties) {
        application = RelayApplication.start(properties);
        return RelayApplication.uri(application);
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private RelayStatus status() {
        return application.getBean(GenosRelayHandler.class).status();
    }

    private static NostrEvent event(String topic, String content) {
        return ALICE.sign(Instant.now().getEpochSecond(), 20_123, List.of(List.of("x", topic)), content);
    }

    private static String publish(NostrEvent event) {
        return NostrCodec.encode(new ClientMessage.Publish(event));
    }

    private static RelayClient listener(URI uri, String topic) {
        RelayClient client = RelayClient.connect(uri).send("[\"REQ\",\"s\",{\"#x\":[\"" + topic + "\"]}]");
        assertThat(client.next()).isEqualTo("[\"EOSE\",\"s\"]");
        return client;
    }

    private HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + RelayApplication.port(application) + path))
                        .header("Accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("reached within 20 s").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void passesEventsOnAndTellsHowItIs() throws Exception {
        URI uri = start();
        try (RelayClient bob = listener(uri, "a");
                RelayClient alice = RelayClient.connect(uri)) {
            NostrEvent event = event("a", "hello");
            alice.send(publish(event));

            assertThat(bob.next()).contains("\"" + event.id() + "\"").startsWith("[\"EVENT\",\"s\",{");
            assertThat(alice.next()).isEqualTo("[\"OK\",\"" + event.id() + "\",true,\"\"]");
            alice.send("nonsense");
            assertThat(alice.next()).startsWith("[\"NOTICE\",\"invalid: ");

            HttpResponse<String> health = get("/genosdb/relay", "*/*");
            assertThat(health.headers().firstValue("Content-Type")).contains("application/json");
            JsonNode body = new JsonMapper().readTree(health.body());
            assertThat(body.get("status").stringValue()).isEqualTo("UP");
            assertThat(body.get("connections").intValue()).isEqualTo(2);
            assertThat(body.get("subscriptions").intValue()).isEqualTo(1);
            assertThat(body.get("events").get("received").intValue()).isEqualTo(1);
            assertThat(body.get("events").get("delivered").intValue()).isEqualTo(1);
            assertThat(body.get("refused").get("malformed").intValue()).isEqualTo(1);
            assertThat(body.get("disconnected").get("slow").intValue()).isZero();
            hasMeters();
            assertThat(get("/actuator/health/genosdbRelay", "*/*").body())
                    .contains("\"UP\"", "\"connections\":2", "\"subscriptions\":1", "\"/genosdb/relay\"")
                    .doesNotContain("warnings");
        }
        await(() -> status().connections() == 0);
        assertThat(status().subscriptions()).isZero();
    }

    private void hasMeters() {
        MeterRegistry registry = application.getBean(MeterRegistry.class);
        assertThat(registry.get("genosdb.relay.connections").gauge().value()).isEqualTo(2);
        assertThat(registry.get("genosdb.relay.subscriptions").gauge().value()).isEqualTo(1);
        assertThat(registry.get("genosdb.relay.events")
                        .tag("direction", "delivered")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("genosdb.relay.refused")
                        .tag("reason", "malformed")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("genosdb.relay.disconnects")
                        .tag("reason", "slow")
                        .functionCounter()
                        .count())
                .isZero();
    }

    @Test
    void describesItself() throws Exception {
        start("genosdb.relay.embedded.path=/relay", "genosdb.relay.embedded.limits.subscriptions=7");

        HttpResponse<String> information = get("/relay", "application/nostr+json");

        assertThat(information.headers().firstValue("Content-Type")).contains("application/nostr+json");
        assertThat(information.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
        assertThat(information.body()).contains("\"max_subscriptions\":7", "\"supported_nips\":[1,11]");
        assertThat(get("/genosdb/relay", "*/*").statusCode()).isEqualTo(404);
        HttpResponse<Void> post = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + RelayApplication.port(application) + "/relay"))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org", "http://localhost:1", "null"})
    void letsPagesOfAllSitesIn(String origin) {
        URI uri = start();
        try (RelayClient page = RelayClient.connect(uri, "Origin", origin)) {
            assertThat(page.send("[\"REQ\",\"s\",{}]").next()).isEqualTo("[\"EOSE\",\"s\"]");
        }
    }

    @Test
    void letsPagesOfNamedSitesInAlone() {
        URI uri = start("genosdb.relay.embedded.allowed-origin-patterns=https://*.example.org");

        RelayClient.connect(uri, "Origin", "https://chat.example.org").close();
        RelayClient.connect(uri, "Origin", "http://localhost:" + uri.getPort()).close();
        RelayClient.connect(uri).close();
        assertThatThrownBy(() -> RelayClient.connect(uri, "Origin", "https://example.com"))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refusal ->
                                assertThat(refusal.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void letsPagesOfTheSameSiteInAloneWhereNoneIsNamed() {
        URI uri = start("genosdb.relay.embedded.allowed-origin-patterns=");

        RelayClient.connect(uri, "Origin", "http://localhost:" + uri.getPort()).close();
        assertThatThrownBy(() -> RelayClient.connect(uri, "Origin", "https://example.com"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    @Test
    void turnsAwayMoreClientsThanThereMayBe() throws Exception {
        URI uri = start("genosdb.relay.embedded.limits.connections=1");
        try (RelayClient first = listener(uri, "a")) {
            try (RelayClient second = RelayClient.connect(uri)) {
                assertThat(second.closed()).isEqualTo(1013);
            }
            first.send(publish(event("a", "still there")));
            assertThat(first.next()).startsWith("[\"EVENT\"");
            assertThat(status().disconnected()).containsEntry(Disconnect.FULL, 1L);
            assertThat(get("/actuator/health/genosdbRelay", "*/*").body()).contains("warnings", "\"UP\"");
        }
        await(() -> status().connections() == 0);
        listener(uri, "a").close();
    }

    @Test
    void disconnectsWhoDoesNotReadAndKeepsNobodyWaiting() {
        URI uri = start("genosdb.relay.embedded.limits.send-time=60s");
        String large = "x".repeat(50_000);
        try (RelayClient slow = RelayClient.connectWithoutReading(uri);
                RelayClient bob = listener(uri, "a");
                RelayClient alice = RelayClient.connect(uri)) {
            slow.send("[\"REQ\",\"s\",{\"#x\":[\"a\"]}]");
            await(() -> status().subscriptions() == 2);
            for (int i = 0; status().disconnected().get(Disconnect.SLOW) == 0; i++) {
                assertThat(i).as("events that nobody has to keep").isLessThan(5_000);
                alice.send(publish(event("a", large + i)));
                assertThat(bob.next()).contains(large + i);
                assertThat(alice.next()).startsWith("[\"OK\"");
            }
            assertThat(status().subscriptions()).isEqualTo(1);
            assertThat(status().connections()).isEqualTo(2);
            slow.readOn();
            assertThat(slow.closed()).isEqualTo(4500);
        }
    }

    @Test
    void closesConnectionsWhenTheApplicationStops() {
        URI uri = start();
        try (RelayClient client = listener(uri, "a")) {
            application.close();
            assertThat(client.closed()).isEqualTo(1001);
        }
    }
}

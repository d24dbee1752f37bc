package io.genosdb.spring.boot.autoconfigure.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.boot.actuate.GenosEndpoint;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.GenosSyncAutoConfiguration;
import io.genosdb.spring.boot.health.GenosHealthIndicator;
import io.genosdb.spring.metrics.GenosMetrics;
import io.genosdb.spring.sync.GenosPeers;
import io.genosdb.sync.transport.DialStatus;
import io.genosdb.value.JsonObject;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** Applications that sync over real sockets. */
class WebSocketSyncTest {

    private static final String SECRET = "genosdb.sync.secret=hush";

    private final List<ConfigurableApplicationContext> applications = new ArrayList<>();

    @SpringBootConfiguration
    @ImportAutoConfiguration({
        GenosAutoConfiguration.class,
        GenosSyncAutoConfiguration.class,
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    static class Application {}

    @AfterEach
    void stop() {
        applications.forEach(ConfigurableApplicationContext::close);
    }

    private ConfigurableApplicationContext server(String... properties) {
        return start(WebApplicationType.SERVLET, properties);
    }

    private ConfigurableApplicationContext client(String... properties) {
        return start(WebApplicationType.NONE, properties);
    }

    private ConfigurableApplicationContext start(WebApplicationType type, String... properties) {
        var application = new SpringApplicationBuilder(Application.class)
                .web(type)
                .properties("genosdb.storage.type=memory", "server.port=0", "spring.jmx.enabled=false")
                .properties(properties)
                .run();
        applications.add(application);
        return application;
    }

    private static int port(ConfigurableApplicationContext server) {
        return server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private static String peer(int port) {
        return "genosdb.sync.peers=ws://localhost:" + port + "/genosdb/peer";
    }

    private static GenosDatabase database(ConfigurableApplicationContext application) {
        return application.getBean(GenosDatabase.class);
    }

    private static void put(ConfigurableApplicationContext application, String id) {
        database(application).put(JsonObject.parse("{\"by\":\"" + id + "\"}"), id);
    }

    private static boolean has(ConfigurableApplicationContext application, String id) {
        return database(application).get(id) != null;
    }

    private static DialStatus dial(ConfigurableApplicationContext application) {
        return application
                .getBean(GenosPeers.class)
                .status(database(application))
                .get(0);
    }

    private static void awaitState(ConfigurableApplicationContext application, DialStatus.State state) {
        until(() -> dial(application).state() == state);
    }

    private static void awaitEqual(GenosDatabase one, GenosDatabase other) {
        until(() -> one.status().digest().equals(other.status().digest())
                && one.sync().status().lastEqual() != null
                && other.sync().status().lastEqual() != null);
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not reached within 30 s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void convergesAndStaysSo() {
        var server = server(SECRET);
        put(server, "before-a");
        var client = client(SECRET, peer(port(server)));
        put(client, "before-b");
        awaitEqual(database(server), database(client));
        assertThat(has(server, "before-b")).isTrue();
        assertThat(has(client, "before-a")).isTrue();
        assertThat(dial(client).state()).isEqualTo(DialStatus.State.CONNECTED);

        put(server, "after-a");
        put(client, "after-b");
        until(() -> has(server, "after-b") && has(client, "after-a"));
        assertThat(database(server).sync().status().peers())
                .singleElement()
                .satisfies(peer -> assertThat(peer.transport()).isEqualTo("websocket"));
    }

    @Test
    void carriesALotAndLargeValuesBothWays() {
        var server = server(SECRET);
        String large = "x".repeat(900_000);
        database(server).put(JsonObject.parse("{\"large\":\"" + large + "\"}"), "large");
        for (int i = 0; i < 1_000; i++) {
            put(server, "a" + i);
        }
        var client = client(SECRET, peer(port(server)));
        for (int i = 0; i < 1_000; i++) {
            put(client, "b" + i);
        }
        until(() -> database(server)
                        .status()
                        .digest()
                        .equals(database(client).status().digest())
                && database(server).status().nodes() == 2_001);
    }

    @Test
    void isSeenInHealthEndpointAndMeters() {
        var server = server(SECRET);
        put(server, "a");
        var client = client(SECRET, peer(port(server)));
        var meters = new SimpleMeterRegistry();
        try (var metrics = new GenosMetrics(client.getBean(GenosDatabases.class))) {
            metrics.bindTo(meters);
            awaitEqual(database(server), database(client));
            put(server, "b");
            until(() -> has(client, "b"));
            until(() -> meters.get("genosdb.peers").gauge().value() == 1);
            assertThat(meters.get("genosdb.sync.oplog").gauge().value()).isPositive();
            for (String direction : List.of("in", "out")) {
                assertThat(meters.get("genosdb.sync.bytes")
                                .tag("direction", direction)
                                .functionCounter()
                                .count())
                        .isPositive();
            }
            assertThat(meters.get("genosdb.sync.session").timers()).hasSize(3);
        }
        assertThat(new GenosHealthIndicator(database(client), () -> List.of(dial(client))).health())
                .satisfies(health -> assertThat(health.getStatus()).isEqualTo(Status.UP))
                .extracting(health -> health.getDetails().get("sync"))
                .asString()
                .contains("transport=websocket", "lastProvedEqual")
                .doesNotContain("notConnected");
        var endpoint = new GenosEndpoint(client.getBean(GenosDatabases.class), database -> List.of(dial(client)));
        var sync = Objects.requireNonNull(endpoint.database("default")).sync();
        assertThat(sync.peers())
                .singleElement()
                .satisfies(peer ->
                        assertThat(peer.origin()).isEqualTo(database(server).origin()))
                .satisfies(peer -> assertThat(peer.lastEqual()).isNotNull());
        assertThat(sync.addresses())
                .singleElement()
                .satisfies(address -> assertThat(address.state()).isEqualTo("connected"));
        assertThat(sync.bytesIn()).isPositive();
    }

    @Test
    void keepsOutWhoHasAnotherSecretOrNone() {
        var server = server(SECRET);
        put(server, "private");
        var wrong = client("genosdb.sync.secret=other", peer(port(server)));
        var none = client(peer(port(server)));
        for (var client : List.of(wrong, none)) {
            awaitState(client, DialStatus.State.REFUSED);
            assertThat(dial(client).error()).contains("secret");
            assertThat(has(client, "private")).isFalse();
            assertThat(dial(client).nextAttempt()).isNotNull();
        }
        until(() -> database(server).sync().status().peers().isEmpty());
    }

    @Test
    void keepsOutAnotherDatabase() {
        var server = server(SECRET);
        var client = client(SECRET, peer(port(server)), "genosdb.name=other");
        awaitState(client, DialStatus.State.REFUSED);
        assertThat(dial(client).error()).contains("this is database '");
    }

    @Test
    void syncsEachOfSeveralDatabasesWithItsOwn() {
        String orders = "genosdb.databases.orders.";
        var server = server(SECRET, orders + "storage.type=memory", orders + "sync.secret=tush");
        var client = client(
                SECRET,
                peer(port(server)),
                orders + "storage.type=memory",
                orders + "sync.secret=tush",
                orders + "sync.peers=ws://localhost:" + port(server) + "/genosdb/peer/orders");
        put(server, "a");
        GenosDatabase ordersAtServer = server.getBean(GenosDatabases.class).get("orders");
        GenosDatabase ordersAtClient = client.getBean(GenosDatabases.class).get("orders");
        ordersAtClient.put(JsonObject.parse("{}"), "order");

        until(() -> has(client, "a") && ordersAtServer.get("order") != null);
        assertThat(has(server, "order")).isFalse();
    }

    @Test
    void comesBackWhenAServerDoes() {
        var first = server(SECRET);
        int port = port(first);
        var client = client(SECRET, peer(port));
        awaitEqual(database(first), database(client));

        first.close();
        until(() -> !(dial(client).state() == DialStatus.State.CONNECTED));
        put(client, "meanwhile");
        var second = server(SECRET, "server.port=" + port);

        until(() -> has(second, "meanwhile"));
        assertThat(dial(client).state()).isEqualTo(DialStatus.State.CONNECTED);
    }

    @Test
    void tellsWhyAnAddressDoesNotAnswer() throws IOException {
        int closed;
        try (var socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        var server = server();
        var client = client("genosdb.sync.peers=ws://localhost:" + closed + "/genosdb/peer,ws://localhost:"
                + port(server) + "/genosdb/peer,ws://no-such-host.invalid/genosdb/peer");
        List<DialStatus> dials = client.getBean(GenosPeers.class).status(database(client));
        assertThat(dials).hasSize(3);
        until(() -> client.getBean(GenosPeers.class).status(database(client)).stream()
                .noneMatch(dial -> dial.error() == null));
        assertThat(client.getBean(GenosPeers.class).status(database(client)))
                .extracting(DialStatus::error)
                .satisfiesExactly(
                        error -> assertThat(error).contains("nobody listens"),
                        error -> assertThat(error).contains("404"),
                        error -> assertThat(error).contains("not known"));
        assertThat(client.getBean(GenosPeers.class).status(database(client))).allMatch(DialStatus::isMissing);
    }

    @Test
    void stopsAtOnceWhileSomebodyTakesTheConnectionAndSaysNothing() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var client = client("genosdb.sync.peers=ws://127.0.0.1:" + silent.getLocalPort() + "/genosdb/peer");
            try (Socket accepted = silent.accept()) {
                assertThat(dial(client).state()).isEqualTo(DialStatus.State.CONNECTING);
                client.close();
                assertThat(accepted.isConnected()).isTrue();
            }
        }
    }

    @Test
    void doesNotTalkToItself() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var server = server(SECRET, peer(port), "server.port=" + port);
        awaitState(server, DialStatus.State.SELF);
        assertThat(dial(server).nextAttempt()).isNull();
        assertThat(dial(server).isMissing()).isFalse();
    }

    @Test
    void keepsOneConnectionWhereBothDial() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var one = server(SECRET, peer(port));
        var other = server(SECRET, peer(port(one)), "server.port=" + port);
        awaitEqual(database(one), database(other));
        until(() -> database(one).sync().status().peers().size() == 1
                && database(other).sync().status().peers().size() == 1
                && !dial(one).isMissing()
                && !dial(other).isMissing());
        put(one, "a");
        put(other, "b");
        until(() -> has(other, "a") && has(one, "b"));
    }

    @Test
    void keepsOneConnectionWhereTwoAddressesLeadToOneReplica() {
        var server = server(SECRET);
        int port = port(server);
        var client = client(
                SECRET,
                "genosdb.sync.peers=ws://localhost:" + port + "/genosdb/peer,ws://127.0.0.1:" + port + "/genosdb/peer");
        var peers = client.getBean(GenosPeers.class);
        until(() -> peers.status(database(client)).stream()
                .map(DialStatus::state)
                .sorted()
                .toList()
                .equals(List.of(DialStatus.State.CONNECTED, DialStatus.State.DUPLICATE)));
        assertThat(peers.status(database(client))).noneMatch(DialStatus::isMissing);
        // It is not dialled as long as the other link is there, which would only be replaced.
        assertThat(peers.status(database(client))).allMatch(dial -> dial.nextAttempt() == null);
        awaitEqual(database(server), database(client));
    }

    @Test
    void turnsAwayMoreThanItMayTake() {
        var server = server(SECRET, "genosdb.sync.server.max-connections=1");
        var first = client(SECRET, peer(port(server)));
        awaitEqual(database(server), database(first));
        var second = client(SECRET, peer(port(server)));
        awaitState(second, DialStatus.State.AWAY);
        assertThat(dial(second).error()).contains("1013").contains("too many");
        assertThat(database(server).sync().status().peers()).hasSize(1);
    }

    @Test
    void strangersTakeNoReplicasPlace() {
        var server = server(SECRET, "genosdb.sync.server.max-connections=1");
        var address = URI.create("ws://localhost:" + port(server) + "/genosdb/peer");
        var stranger = connect(address, null, new Recording()).join();
        until(() -> database(server).sync().status().peers().size() == 1);

        var client = client(SECRET, peer(port(server)));
        awaitEqual(database(server), database(client));
        var late = new Recording();
        connect(address, null, late).join();
        assertThat(late.closed.join()).isEqualTo(1013);
        client.close();
        stranger.abort();
        until(() -> database(server).sync().status().peers().isEmpty());

        var next = client(SECRET, peer(port(server)));
        awaitEqual(database(server), database(next));
    }

    @Test
    void endsWithGoingAwayWhenItStops() {
        var server = server(SECRET);
        var peer = new Recording();
        connect(URI.create("ws://localhost:" + port(server) + "/genosdb/peer"), null, peer)
                .join();
        until(() -> database(server).sync().status().peers().size() == 1);
        server.close();
        assertThat(peer.closed.join()).isEqualTo(1001);
    }

    @ParameterizedTest
    @CsvSource({"401, login", "403, login", "302, redirects"})
    void pointsAtALoginThatIsInTheWay(int status, String hint) throws IOException {
        var gate = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gate.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Location", "/login");
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"here\"");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        gate.start();
        try {
            var client = client(
                    "genosdb.sync.peers=ws://127.0.0.1:" + gate.getAddress().getPort() + "/genosdb/peer");
            awaitState(client, DialStatus.State.AWAY);
            assertThat(dial(client).error())
                    .contains(String.valueOf(status), hint, "permit")
                    .doesNotContain("secret");
        } finally {
            gate.stop(0);
        }
    }

    @Test
    void refusesPagesOfOtherSites() {
        int port = port(server(SECRET));
        var address = URI.create("ws://localhost:" + port + "/genosdb/peer");
        var foreign = connect(address, "https://evil.example", new Recording());
        assertThat(foreign)
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(WebSocketHandshakeException.class)
                .satisfies(failure -> assertThat(((WebSocketHandshakeException) failure)
                                .getResponse()
                                .statusCode())
                        .isEqualTo(403));
        connect(address, "http://localhost:" + port, new Recording()).join().abort();
    }

    @Test
    void endsWhatIsNotAPeer() {
        var server = server(SECRET);
        var address = URI.create("ws://localhost:" + port(server) + "/genosdb/peer");

        var garbage = new Recording();
        var unused = connect(address, null, garbage).join().sendBinary(ByteBuffer.wrap(new byte[] {0, 1, 2, 3}), true);
        assertThat(garbage.closed.join()).isEqualTo(WebSocket.NORMAL_CLOSURE);
        var text = new Recording();
        unused = connect(address, null, text).join().sendText("hello", true);
        assertThat(text.closed.join()).isEqualTo(1003);
        var huge = new Recording();
        unused = connect(address, null, huge).join().sendBinary(ByteBuffer.wrap(new byte[70_000]), true);
        assertThat(huge.closed.join()).isEqualTo(1009);
        until(() -> database(server).sync().status().peers().isEmpty());
    }

    private static CompletableFuture<WebSocket> connect(URI address, @Nullable String origin, Recording recording) {
        var builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (origin != null) {
            builder.header("Origin", origin);
        }
        return builder.buildAsync(address, recording);
    }

    private static final class Recording implements WebSocket.Listener {

        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(new CompletionException(error));
        }
    }
}

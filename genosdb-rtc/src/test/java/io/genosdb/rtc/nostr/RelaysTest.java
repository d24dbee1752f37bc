package io.genosdb.rtc.nostr;

import static io.genosdb.room.RoomStatus.RelayState.CONNECTED;
import static io.genosdb.room.RoomStatus.RelayState.CONNECTING;
import static io.genosdb.room.RoomStatus.RelayState.SET_ASIDE;
import static io.genosdb.room.RoomStatus.RelayState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.atIndex;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.genosdb.room.RoomStatus;
import io.genosdb.rtc.node.ThirdPartyRelay;
import io.genosdb.sync.transport.TransportThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Relays that do what relays do, good and bad, beside one that serves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelaysTest {

    private static final String TOPIC = "topic of the room";
    private static final String PROBE = "heard?";
    private static final RelayTimes LONG =
            new RelayTimes(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));

    private final NostrKeys keys = NostrKeys.random(new SecureRandom());
    private final List<AutoCloseable> opened = new ArrayList<>();
    private HttpClient client;
    private TransportThreads threads;

    @BeforeAll
    void open() {
        client = HttpClient.newHttpClient();
        threads = new TransportThreads("relays-test");
    }

    @AfterAll
    void shutDown() {
        threads.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
        opened.clear();
    }

    /** What was told, one after the other. */
    private record Told(String what, int relay, String topic, String content) {

        static Told connected(int relay) {
            return new Told("connected", relay, "", "");
        }

        static Told disconnected(int relay) {
            return new Told("disconnected", relay, "", "");
        }

        static Told received(int relay, String content) {
            return new Told("received", relay, TOPIC, content);
        }
    }

    private static final class Client implements Relays.Listener {

        private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

        @Override
        public void connected(int relay) {
            told.add(Told.connected(relay));
        }

        @Override
        public void disconnected(int relay) {
            told.add(Told.disconnected(relay));
        }

        @Override
        public void received(int relay, String topic, String content) {
            told.add(new Told("received", relay, topic, content));
        }

        void awaitBoth() throws InterruptedException {
            assertThat(List.of(next(), next())).containsExactlyInAnyOrder(Told.connected(0), Told.connected(1));
        }

        Told next() throws InterruptedException {
            Told next = told.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing was told");
            }
            return next;
        }
    }

    private Relays relays(Client listener, RelayTimes times, URI... urls) {
        var relays = new Relays(
                List.of(urls),
                keys,
                new RelayDial.Surroundings(client, threads, InstantSource.system(), new Random(1), listener, times));
        opened.add(relays);
        relays.subscribe(Set.of(TOPIC));
        return relays;
    }

    private <T extends FakeRelay> T start(T relay) throws InterruptedException {
        opened.add(relay);
        return FakeRelay.start(relay);
    }

    private FakeRelay healthy() throws InterruptedException {
        return start(new FakeRelay());
    }

    /** A hundred messages there and back over a relay, beside another one in whatever state. */
    private static void assertServes(Relays relays, int relay, Client listener) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            relays.publish(relay, TOPIC, "message " + i);
        }
        for (int i = 0; i < 100; i++) {
            String content = "message " + i;
            Told told = listener.next();
            while (told.relay() != relay || told.content().equals(PROBE)) {
                told = listener.next();
            }
            assertThat(told).isEqualTo(Told.received(relay, content));
        }
    }

    /** Some relays take events before they have dealt with the request that came first. */
    private static void awaitEcho(Relays relays, Client listener) {
        patiently().until(() -> {
            relays.publish(0, TOPIC, PROBE);
            return Told.received(0, PROBE).equals(listener.told.poll(100, TimeUnit.MILLISECONDS));
        });
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(30));
    }

    private static RoomStatus.Relay awaitState(Relays relays, int relay, RoomStatus.RelayState state) {
        return patiently().until(() -> relays.status().get(relay), status -> status.state() == state);
    }

    private static RoomStatus.Relay awaitReason(Relays relays, int relay, String reason) {
        return patiently()
                .until(
                        () -> relays.status().get(relay),
                        status -> status.reason().contains(reason));
    }

    @Test
    void carryWhatIsPublished() throws InterruptedException {
        FakeRelay relay = healthy();
        var listener = new Client();
        Relays relays = relays(listener, RelayTimes.DEFAULTS, relay.url());

        assertThat(listener.next()).isEqualTo(Told.connected(0));
        assertServes(relays, 0, listener);
        assertThat(relays.status())
                .containsExactly(new RoomStatus.Relay(relay.url().toString(), CONNECTED, ""));
    }

    @Test
    void askForTheTopicsBeforeAnythingIsPublished() throws InterruptedException {
        FakeRelay relay = healthy();
        var listener = new Client();
        Relays relays = relays(listener, RelayTimes.DEFAULTS, relay.url());
        listener.next();
        relays.publish(0, TOPIC, "text");

        long now = InstantSource.system().instant().getEpochSecond();
        assertThat(relay.hear()).isInstanceOfSatisfying(ClientMessage.Request.class, request -> {
            Filter filter = request.filters().get(0);
            assertThat(filter.kinds())
                    .containsExactly(Topics.kind(TOPIC))
                    .allMatch(kind -> kind >= 20_000 && kind < 30_000);
            assertThat(filter.tags()).containsOnlyKeys("x").containsValue(Set.of(TOPIC));
            assertThat(filter.since()).isBetween(1L, now - 10);
        });
        assertThat(relay.hear()).isInstanceOfSatisfying(ClientMessage.Publish.class, publish -> {
            assertThat(publish.event().kind()).isEqualTo(Topics.kind(TOPIC));
            assertThat(publish.event().tags()).contains(List.of("x", TOPIC), atIndex(0));
            assertThat(publish.event().pubkey()).isEqualTo(keys.pubkey());
        });
    }

    @Test
    void askAgainAfterEveryDrop() throws InterruptedException {
        FakeRelay relay = healthy();
        var listener = new Client();
        Relays relays = relays(listener, RelayTimes.DEFAULTS, relay.url());
        for (int round = 0; round < 3; round++) {
            assertThat(listener.next()).isEqualTo(Told.connected(0));
            assertServes(relays, 0, listener);
            relay.drop();
            assertThat(listener.next()).isEqualTo(Told.disconnected(0));
            relays.retryNow();
        }
    }

    @Test
    void whatIsSaidTwiceIsHeardTwice() throws InterruptedException {
        FakeRelay relay = start(new FakeRelay() {
            private final Set<String> ids = ConcurrentHashMap.newKeySet();

            @Override
            void published(WebSocket from, NostrEvent event) {
                if (ids.add(event.id())) {
                    super.published(from, event);
                } else {
                    reply(from, new RelayMessage.Ok(event.id(), false, "duplicate: already have this event"));
                }
            }
        });
        var listener = new Client();
        Relays relays = relays(listener, LONG, relay.url());
        listener.next();

        assertServes(relays, 0, listener);
        assertServes(relays, 0, listener);
    }

    @Test
    void askForOtherTopicsInPlaceOfTheFormer() throws InterruptedException {
        FakeRelay relay = healthy();
        var listener = new Client();
        Relays relays = relays(listener, RelayTimes.DEFAULTS, relay.url());
        listener.next();

        relays.subscribe(Set.of("other", "third"));
        relays.publish(0, TOPIC, "nobody asked");
        // As a relay would that has not noticed yet.
        relay.say(new RelayMessage.Event("room", keys.sign(1, Topics.kind(TOPIC), Topics.tags(TOPIC, 1), "no more")));
        relays.publish(0, "other", "asked");
        assertThat(listener.next()).isEqualTo(new Told("received", 0, "other", "asked"));

        relays.subscribe(Set.of());
        patiently().until(() -> relay.heard.contains(new ClientMessage.Close("room")));
    }

    @Test
    void refuseTooManyTopics() {
        Set<String> topics = IntStream.rangeClosed(0, Relays.MAX_TOPICS)
                .mapToObj(Integer::toString)
                .collect(Collectors.toSet());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> relays(new Client(), LONG).subscribe(topics))
                .withMessageContaining("250 topics at most, not for 251");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://relay.example", "relay.example", "ws:///x", "ws://me@host", "ws://host/#x"})
    void refuseWhatIsNoAddress(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> relays(new Client(), LONG, URI.create(address)))
                .withMessageContaining("A relay's address");
    }

    @Test
    void dialADeadOneUntilItIsThere() throws Exception {
        FakeRelay relay = healthy();
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var listener = new Client();
        Relays relays = relays(listener, LONG, URI.create("ws://127.0.0.1:" + port), relay.url());

        assertThat(listener.next()).isEqualTo(Told.connected(1));
        assertServes(relays, 1, listener);
        assertThat(awaitState(relays, 0, WAITING).reason()).isEqualTo("nobody listens there");

        start(new FakeRelay(port));
        relays.retryNow();
        assertThat(listener.next()).isEqualTo(Told.connected(0));
        assertServes(relays, 0, listener);
    }

    @Test
    void passOverABlackHole() throws Exception {
        FakeRelay relay = healthy();
        try (var hole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("ws://127.0.0.1:" + hole.getLocalPort());
            var listener = new Client();
            Relays relays = relays(listener, LONG, url, relay.url());

            assertThat(listener.next()).isEqualTo(Told.connected(1));
            assertServes(relays, 1, listener);
            assertThat(relays.status().get(0).state()).isEqualTo(CONNECTING);
        }
    }

    @Test
    void giveUpADialThatNobodyAnswers() throws Exception {
        try (var hole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("ws://127.0.0.1:" + hole.getLocalPort());
            var times = new RelayTimes(Duration.ofMillis(200), Duration.ofSeconds(60), Duration.ofSeconds(60));
            Relays relays = relays(new Client(), times, url);

            assertThat(awaitState(relays, 0, WAITING).reason()).isEqualTo("nobody answered in time");
        }
    }

    @Test
    void noticeAConnectionThatDied() throws Exception {
        FakeRelay relay = healthy();
        FakeRelay dying = healthy();
        var listener = new Client();
        var times = new RelayTimes(Duration.ofSeconds(60), Duration.ofMillis(300), Duration.ofSeconds(60));
        Relays relays = relays(listener, times, dying.url(), relay.url());
        listener.awaitBoth();

        dying.fallSilent();
        relays.publish(0, TOPIC, "lost");
        assertServes(relays, 1, listener);

        assertThat(listener.next()).isEqualTo(Told.disconnected(0));
        assertServes(relays, 1, listener);
    }

    @Test
    void probeConnectionsWhenTheNetworkIsBack() throws Exception {
        FakeRelay relay = healthy();
        var listener = new Client();
        Relays relays = relays(listener, RelayTimes.DEFAULTS, relay.url());
        listener.next();

        for (int i = 0; i < 20; i++) {
            relays.retryNow();
        }
        assertServes(relays, 0, listener);
    }

    @Test
    void dontWaitForOneThatNeverAnswers() throws Exception {
        FakeRelay relay = healthy();
        FakeRelay slow = healthy();
        slow.fallSilent();
        var listener = new Client();
        Relays relays = relays(listener, LONG, slow.url(), relay.url());
        listener.awaitBoth();

        relays.publish(0, TOPIC, "no answer");
        assertServes(relays, 1, listener);
        assertThat(relays.status().get(0).state()).isEqualTo(CONNECTED);
    }

    @Test
    void keepLittleForOneThatDoesNotRead() throws Exception {
        var reading = new CountDownLatch(1);
        FakeRelay relay = healthy();
        FakeRelay stuck = start(new FakeRelay() {
            @Override
            void published(WebSocket from, NostrEvent event) {
                try {
                    reading.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        var listener = new Client();
        Relays relays = relays(listener, LONG, stuck.url(), relay.url());
        listener.awaitBoth();

        String large = "x".repeat(60_000);
        for (int i = 0; i < 1_000; i++) {
            relays.publish(0, TOPIC, large);
        }
        assertServes(relays, 1, listener);
        reading.countDown();
        patiently().until(() -> {
            relays.publish(0, TOPIC, "last");
            return stuck.heard.stream().anyMatch(RelaysTest::isLast);
        });
        assertThat(stuck.heard).hasSizeLessThan(1_000);
    }

    private static boolean isLast(ClientMessage message) {
        return message instanceof ClientMessage.Publish publish
                && publish.event().content().equals("last");
    }

    /** Answers events and requests with a refusal. */
    private static final class Refusing extends FakeRelay {

        private final String ofEvents;
        private final String ofRequests;

        Refusing(String ofEvents, String ofRequests) {
            this.ofEvents = ofEvents;
            this.ofRequests = ofRequests;
        }

        @Override
        void published(WebSocket from, NostrEvent event) {
            if (ofEvents.isEmpty()) {
                super.published(from, event);
            } else {
                reply(from, new RelayMessage.Ok(event.id(), false, ofEvents));
            }
        }

        @Override
        void requested(WebSocket from, ClientMessage.Request request) {
            if (ofRequests.isEmpty()) {
                super.requested(from, request);
            } else {
                reply(from, new RelayMessage.Closed(request.subscription(), ofRequests));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pow: difficulty 28 is needed",
                "blocked: you are banned",
                "invalid: created_at is too far off",
                "restricted: members only",
                "auth-required: log in first",
                "mute: nobody would see it",
                "payment is needed",
                ""
            })
    void setAsideWhatRefusesEventsForGood(String refusal) throws Exception {
        FakeRelay relay = healthy();
        FakeRelay refusing = start(new Refusing(refusal.isEmpty() ? " " : refusal, ""));
        var listener = new Client();
        Relays relays = relays(listener, LONG, refusing.url(), relay.url());
        listener.awaitBoth();

        relays.publish(0, TOPIC, "refused");
        assertThat(listener.next()).isEqualTo(Told.disconnected(0));
        assertThat(relays.status().get(0))
                .isEqualTo(
                        new RoomStatus.Relay(refusing.url().toString(), SET_ASIDE, refusal.isEmpty() ? " " : refusal));
        relays.retryNow();
        assertServes(relays, 1, listener);
        assertThat(relays.status().get(0).state()).isEqualTo(SET_ASIDE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth-required: log in first",
                "restricted: members only",
                "pow: too easy",
                "blocked: no",
                "invalid: no"
            })
    void setAsideWhatRefusesRequestsForGood(String refusal) throws Exception {
        FakeRelay relay = healthy();
        FakeRelay refusing = start(new Refusing("", refusal));
        var listener = new Client();
        Relays relays = relays(listener, LONG, refusing.url(), relay.url());

        assertThat(awaitState(relays, 0, SET_ASIDE).reason()).isEqualTo(refusal);
        patiently().until(() -> listener.told.contains(Told.connected(1)));
        listener.told.clear();
        assertServes(relays, 1, listener);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate-limited: slow down", "error: the disk is full"})
    void spareWhatRefusesEventsForNow(String refusal) throws Exception {
        FakeRelay relay = healthy();
        FakeRelay refusing = start(new Refusing(refusal, ""));
        var listener = new Client();
        Relays relays = relays(listener, LONG, refusing.url(), relay.url());
        listener.awaitBoth();
        refusing.hear();

        relays.publish(0, TOPIC, "first");
        awaitReason(relays, 0, refusal);
        for (int i = 0; i < 50; i++) {
            relays.publish(0, TOPIC, "dropped");
        }
        // What was asked for still comes.
        refusing.say(new RelayMessage.Event("room", keys.sign(1, Topics.kind(TOPIC), Topics.tags(TOPIC, 1), "heard")));
        assertThat(listener.next()).isEqualTo(Told.received(0, "heard"));
        assertServes(relays, 1, listener);

        patiently().until(() -> {
            relays.publish(0, TOPIC, "last");
            return refusing.heard.stream().anyMatch(RelaysTest::isLast);
        });
        assertThat(refusing.heard).hasSizeLessThan(50);
        assertThat(relays.status().get(0).state()).isEqualTo(CONNECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate-limited: slow down", "error: shutting down"})
    void askAgainWhereARequestIsRefusedForNow(String refusal) throws Exception {
        FakeRelay refusing = start(new Refusing("", refusal));
        var listener = new Client();
        Relays relays = relays(listener, LONG, refusing.url());

        assertThat(refusing.hear()).isInstanceOf(ClientMessage.Request.class);
        awaitReason(relays, 0, refusal);
        assertThat(refusing.hear()).isInstanceOf(ClientMessage.Request.class);
        assertThat(relays.status().get(0).state()).isEqualTo(CONNECTED);
    }

    @Test
    void goOnWhereAnEventWasThereAlready() throws Exception {
        FakeRelay relay = start(new FakeRelay() {
            @Override
            void published(WebSocket from, NostrEvent event) {
                super.published(from, event);
                reply(from, new RelayMessage.Ok(event.id(), false, "duplicate: already have this event"));
            }
        });
        var listener = new Client();
        Relays relays = relays(listener, LONG, relay.url());
        listener.next();

        assertServes(relays, 0, listener);
        assertThat(relays.status().get(0).reason()).isEmpty();
    }

    @Test
    void askToLogInIsNoRefusal() throws Exception {
        FakeRelay relay = start(new FakeRelay() {
            @Override
            public void onOpen(WebSocket opened, ClientHandshake handshake) {
                reply(opened, new RelayMessage.Auth("challenge"));
            }
        });
        var listener = new Client();
        Relays relays = relays(listener, LONG, relay.url());
        listener.next();

        assertServes(relays, 0, listener);
    }

    @Test
    void closingAtOnceHindersNobody() throws Exception {
        FakeRelay relay = healthy();
        FakeRelay closing = start(new FakeRelay() {
            @Override
            public void onOpen(WebSocket opened, ClientHandshake handshake) {
                opened.close(1008, "go away\r\nINFO all is well");
            }
        });
        var listener = new Client();
        Relays relays = relays(listener, LONG, closing.url(), relay.url());

        assertThat(awaitState(relays, 0, WAITING).reason())
                .isEqualTo("it closed the connection with status 1008 (go away  INFO all is well)");
        patiently().until(() -> listener.told.contains(Told.connected(1)));
        listener.told.clear();
        assertServes(relays, 1, listener);
    }

    @Test
    void anAnswerOfHttpIsTold() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(402, -1);
            exchange.close();
        });
        server.start();
        opened.add(() -> server.stop(0));
        URI url = URI.create("ws://127.0.0.1:" + server.getAddress().getPort() + "/");
        Relays relays = relays(new Client(), LONG, url);

        assertThat(awaitState(relays, 0, WAITING).reason()).isEqualTo("it answered with HTTP status 402");
    }

    @Test
    void garbageIsPassedOver() throws Exception {
        FakeRelay relay = healthy();
        var listener = new Client();
        Relays relays = relays(listener, LONG, relay.url());
        listener.next();
        patiently().until(() -> !relay.heard.isEmpty());

        var random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            relay.broadcast(ByteBuffer.wrap(bytes));
            relay.broadcast(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        relay.broadcast("");
        relay.broadcast("[".repeat(100_000));
        relay.broadcast("[\"EVENT\",\"room\",{}]");
        relay.broadcast("[\"OK\"]");
        relay.broadcast("[\"NEW\",{}]");
        relay.say(new RelayMessage.Notice("ERROR: \r\n all"));
        relay.say(new RelayMessage.Closed("not ours", "blocked: whoever that is"));
        relay.say(new RelayMessage.Event("room", keys.sign(1, 20_000, Topics.tags(TOPIC, 1), "another kind")));
        relay.say(new RelayMessage.Event("room", keys.sign(1, Topics.kind(TOPIC), List.of(), "no topic")));
        assertServes(relays, 0, listener);
    }

    @Test
    void messagesThatAreTooLongArePassedOver() throws Exception {
        FakeRelay relay = healthy();
        var listener = new Client();
        Relays relays = relays(listener, LONG, relay.url());
        listener.next();
        patiently().until(() -> !relay.heard.isEmpty());

        for (int i = 0; i < 20; i++) {
            relay.broadcast("[\"NOTICE\",\"" + "x".repeat(1_000_000) + "\"]");
        }
        assertServes(relays, 0, listener);
    }

    @Test
    void aMessageWithoutEndEndsTheConnection() throws Exception {
        FakeRelay relay = healthy();
        var listener = new Client();
        Relays relays = relays(listener, LONG, relay.url());
        listener.next();
        patiently().until(() -> !relay.heard.isEmpty());

        relay.broadcast("x".repeat(RelaySocket.MAX_SKIPPED_CHARS + 1));

        assertThat(listener.next()).isEqualTo(Told.disconnected(0));
        assertThat(relays.status().get(0).reason()).startsWith("it sent a message of more than");
    }

    @Test
    void nothingIsToldAfterTheEnd() throws Exception {
        FakeRelay relay = healthy();
        var listener = new Client();
        Relays relays = relays(listener, RelayTimes.DEFAULTS, relay.url());
        listener.next();

        relays.close();
        patiently().until(() -> relay.getConnections().isEmpty());
        relays.retryNow();
        relays.publish(0, TOPIC, "too late");
        relays.close();
        assertThat(listener.told).isEmpty();
    }

    @Test
    void carryOverARelayOfOthers() throws Exception {
        try (var relay = ThirdPartyRelay.start()) {
            var listener = new Client();
            var other = new Client();
            Relays relays = relays(listener, RelayTimes.DEFAULTS, relay.url());
            Relays others = relays(other, RelayTimes.DEFAULTS, relay.url());
            assertThat(listener.next()).isEqualTo(Told.connected(0));
            assertThat(other.next()).isEqualTo(Told.connected(0));

            awaitEcho(relays, listener);
            assertServes(relays, 0, listener);
            relay.drop();
            assertThat(listener.next()).isEqualTo(Told.disconnected(0));
            relays.retryNow();
            assertThat(listener.next()).isEqualTo(Told.connected(0));
            awaitEcho(relays, listener);
            assertServes(relays, 0, listener);
            assertThat(others.status()).hasSize(1);
        }
    }
}

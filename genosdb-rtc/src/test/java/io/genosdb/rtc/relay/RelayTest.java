package io.genosdb.rtc.relay;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.rtc.nostr.ClientMessage;
import io.genosdb.rtc.nostr.Filter;
import io.genosdb.rtc.nostr.MalformedNostrException;
import io.genosdb.rtc.nostr.NostrCodec;
import io.genosdb.rtc.nostr.NostrEvent;
import io.genosdb.rtc.nostr.NostrKeys;
import io.genosdb.rtc.nostr.RelayMessage;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayTest {

    private static final NostrKeys ALICE = NostrKeys.random(new SecureRandom());
    private static final NostrKeys BOB = NostrKeys.random(new SecureRandom());
    private static final int KIND = 20_123;

    private long seconds = 1_000_000;
    private long nanos;
    private final Relay relay = relay(RelayLimits.DEFAULTS);

    private Relay relay(RelayLimits limits) {
        return new Relay(limits, () -> Instant.ofEpochSecond(seconds), () -> nanos);
    }

    private static RelayLimits limits(int connections, int subscriptions, int values, int perSecond, int burst) {
        return new RelayLimits(
                connections, subscriptions, values, 10_000, perSecond, burst, Duration.ofSeconds(60), 1_000);
    }

    /** A client that reads all that it gets. */
    private static final class Client implements RelaySink {

        private final RelaySession session;
        private final List<RelayMessage> received = new CopyOnWriteArrayList<>();
        private volatile Disconnect disconnected;

        Client(Relay relay) {
            this.session = relay.open("here", this);
        }

        @Override
        public void send(String message) {
            try {
                received.add(NostrCodec.decodeRelay(message));
            } catch (MalformedNostrException e) {
                throw new AssertionError(message, e);
            }
        }

        @Override
        public void disconnect(Disconnect cause) {
            disconnected = cause;
        }

        /** Sends, and returns what came back or from others since the last time. */
        List<RelayMessage> say(ClientMessage message) {
            return say(NostrCodec.encode(message));
        }

        List<RelayMessage> say(String text) {
            session.receive(text);
            return heard();
        }

        List<RelayMessage> publish(NostrEvent event) {
            return say(new ClientMessage.Publish(event));
        }

        List<RelayMessage> request(String name, Filter... filters) {
            return say(new ClientMessage.Request(name, List.of(filters)));
        }

        List<RelayMessage> heard() {
            var heard = List.copyOf(received);
            received.clear();
            return heard;
        }
    }

    private NostrEvent event(NostrKeys author, String topic, String content) {
        return author.sign(seconds, KIND, List.of(List.of("x", topic)), content);
    }

    private Filter topics(String... topics) {
        return Filter.ofTag(Set.of(KIND), "x", Set.of(topics), seconds);
    }

    private static RelayMessage ok(NostrEvent event) {
        return new RelayMessage.Ok(event.id(), true, "");
    }

    private static void isRefused(List<RelayMessage> answer, NostrEvent event, String prefix) {
        assertThat(answer).singleElement().satisfies(message -> {
            var ok = (RelayMessage.Ok) message;
            assertThat(ok.id()).isEqualTo(event.id());
            assertThat(ok.accepted()).isFalse();
            assertThat(ok.text()).startsWith(prefix + ": ");
        });
    }

    private static void isClosed(List<RelayMessage> answer, String name, String prefix) {
        assertThat(answer).singleElement().satisfies(message -> {
            var closed = (RelayMessage.Closed) message;
            assertThat(closed.subscription()).isEqualTo(name);
            assertThat(closed.text()).startsWith(prefix + ": ");
        });
    }

    @Test
    void passesAnEventOnToWhoeverAskedForItsTopic() {
        var alice = new Client(relay);
        var bob = new Client(relay);
        var carol = new Client(relay);
        assertThat(bob.request("s", topics("a", "b"))).containsExactly(new RelayMessage.EndOfStored("s"));
        carol.request("s", topics("c"));

        NostrEvent event = event(ALICE, "a", "hello \"you\" \u2028 \ud83d\ude00");

        assertThat(alice.publish(event)).containsExactly(ok(event));
        assertThat(bob.heard()).containsExactly(new RelayMessage.Event("s", event));
        assertThat(carol.heard()).isEmpty();
        assertThat(relay.status().received()).isEqualTo(1);
        assertThat(relay.status().delivered()).isEqualTo(1);
    }

    @Test
    void givesTheAuthorItsOwnEventIfThatIsAskedFor() {
        var alice = new Client(relay);
        alice.request("own \"topic\"", topics("a"));

        NostrEvent event = event(ALICE, "a", "");

        assertThat(alice.publish(event)).containsExactly(new RelayMessage.Event("own \"topic\"", event), ok(event));
    }

    @Test
    void deliversOncePerRequestHoweverOftenItMatches() {
        var bob = new Client(relay);
        bob.request("one", topics("a", "b"), topics("b", "c"), Filter.ofTag(Set.of(), "y", Set.of("z"), 0));
        bob.request("two", topics("a"));
        NostrEvent event = ALICE.sign(
                seconds, KIND, List.of(List.of("x", "a"), List.of("x", "b"), List.of("y", "z"), List.of("x")), "");

        new Client(relay).publish(event);

        assertThat(bob.heard())
                .containsExactlyInAnyOrder(new RelayMessage.Event("one", event), new RelayMessage.Event("two", event));
    }

    @Test
    void asksForEveryConditionOfAFilter() {
        NostrEvent event = event(ALICE, "a", "");
        Map<String, Filter> matching = Map.of(
                "all", filter(Set.of(), Map.of(), Set.of(), Set.of()),
                "kind", filter(Set.of(KIND), Map.of(), Set.of(), Set.of()),
                "author", filter(Set.of(), Map.of(), Set.of(), Set.of(event.pubkey())),
                "id", filter(Set.of(), Map.of(), Set.of(event.id()), Set.of()),
                "both", filter(Set.of(KIND, 1), Map.of("x", Set.of("a", "b")), Set.of(), Set.of(event.pubkey())));
        Map<String, Filter> others = Map.of(
                "kind!", filter(Set.of(KIND + 1), Map.of("x", Set.of("a")), Set.of(), Set.of()),
                "author!", filter(Set.of(KIND), Map.of("x", Set.of("a")), Set.of(), Set.of(BOB.pubkey())),
                "id!", filter(Set.of(), Map.of("x", Set.of("a")), Set.of("0".repeat(64)), Set.of()),
                "tag!", filter(Set.of(KIND), Map.of("x", Set.of("a"), "y", Set.of("a")), Set.of(), Set.of()),
                "past!", new Filter(Set.of(), Map.of(), Set.of(), Set.of(), 0, seconds - 1, Filter.NO_BOUND),
                "future!", Filter.ofTag(Set.of(), "x", Set.of("a"), seconds + 3_600));
        var bob = new Client(relay);
        matching.forEach(bob::request);
        others.forEach(bob::request);
        bob.heard();

        new Client(relay).publish(event);

        assertThat(bob.heard().stream().map(message -> ((RelayMessage.Event) message).subscription()))
                .containsExactlyInAnyOrderElementsOf(matching.keySet());
    }

    private static Filter filter(
            Set<Integer> kinds, Map<String, Set<String>> tags, Set<String> ids, Set<String> authors) {
        return new Filter(kinds, tags, ids, authors, 0, Filter.NO_BOUND, Filter.NO_BOUND);
    }

    @Test
    void listensToAPageWhoseClockIsFast() {
        var fast = new Client(relay);
        fast.request("s", Filter.ofTag(Set.of(KIND), "x", Set.of("a"), seconds + 300));
        fast.heard();

        NostrEvent event = event(ALICE, "a", "");
        new Client(relay).publish(event);

        assertThat(fast.heard()).containsExactly(new RelayMessage.Event("s", event));
    }

    @Test
    void refusesForgedAndAlteredEvents() {
        var bob = new Client(relay);
        bob.request("s", filter(Set.of(), Map.of(), Set.of(), Set.of()));
        bob.heard();
        var mallory = new Client(relay);
        NostrEvent good = event(ALICE, "a", "text");
        NostrEvent other = event(ALICE, "a", "other text");
        String sig = (good.sig().startsWith("0") ? "1" : "0") + good.sig().substring(1);
        List<NostrEvent> bad = List.of(
                new NostrEvent(good.id(), good.pubkey(), seconds, KIND, good.tags(), "tex", good.sig()),
                new NostrEvent(good.id(), good.pubkey(), seconds, KIND + 1, good.tags(), "text", good.sig()),
                new NostrEvent(good.id(), good.pubkey(), seconds + 1, KIND, good.tags(), "text", good.sig()),
                new NostrEvent(good.id(), good.pubkey(), seconds, KIND, List.of(), "text", good.sig()),
                new NostrEvent(good.id(), BOB.pubkey(), seconds, KIND, good.tags(), "text", good.sig()),
                new NostrEvent(other.id(), good.pubkey(), seconds, KIND, good.tags(), "text", other.sig()),
                new NostrEvent(good.id(), good.pubkey(), seconds, KIND, good.tags(), "text", other.sig()),
                new NostrEvent(good.id(), good.pubkey(), seconds, KIND, good.tags(), "text", sig),
                new NostrEvent(good.id(), good.pubkey(), seconds, KIND, good.tags(), "text", "f".repeat(128)),
                new NostrEvent(good.id(), "0".repeat(64), seconds, KIND, good.tags(), "text", good.sig()));

        bad.forEach(event -> isRefused(mallory.publish(event), event, "invalid"));

        assertThat(bob.heard()).isEmpty();
        assertThat(relay.status().refused()).containsEntry(Refusal.FORGED, (long) bad.size());
        // What was altered does not stand in the way of the original.
        assertThat(mallory.publish(good)).containsExactly(ok(good));
        assertThat(bob.heard()).containsExactly(new RelayMessage.Event("s", good));
    }

    @Test
    void deliversAReplayedEventOnlyToWhoeverAskedLater() {
        var early = new Client(relay);
        early.request("s", topics("a"));
        early.heard();
        NostrEvent event = event(ALICE, "a", "");
        var alice = new Client(relay);
        alice.publish(event);
        assertThat(early.heard()).hasSize(1);
        var late = new Client(relay);
        late.request("s", topics("a"));
        late.heard();

        for (int i = 0; i < 3; i++) {
            assertThat(alice.publish(event)).singleElement().satisfies(message -> {
                assertThat(((RelayMessage.Ok) message).accepted()).isTrue();
                assertThat(((RelayMessage.Ok) message).text()).startsWith("duplicate: ");
            });
        }

        assertThat(early.heard()).isEmpty();
        assertThat(late.heard())
                .containsOnly(new RelayMessage.Event("s", event))
                .isNotEmpty();
        assertThat(relay.status().refused()).containsEntry(Refusal.DUPLICATE, 3L);
    }

    @Test
    void remembersSoManyEventsOnly() {
        var small = relay(new RelayLimits(2, 2, 10, 1_000, 100, 100, Duration.ofSeconds(60), 2));
        var alice = new Client(small);
        NostrEvent first = event(ALICE, "a", "1");
        alice.publish(first);
        alice.publish(event(ALICE, "a", "2"));
        alice.publish(event(ALICE, "a", "3"));

        assertThat(alice.publish(first)).containsExactly(ok(first));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 19_999, 30_000, 65_535})
    void refusesEventsThatWouldHaveToBeKept(int kind) {
        NostrEvent event = ALICE.sign(seconds, kind, List.of(), "");

        isRefused(new Client(relay).publish(event), event, "blocked");
        assertThat(relay.status().refused()).containsEntry(Refusal.NOT_EPHEMERAL, 1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 29_999})
    void takesEphemeralEvents(int kind) {
        NostrEvent event = ALICE.sign(seconds, kind, List.of(), "");

        assertThat(new Client(relay).publish(event)).containsExactly(ok(event));
    }

    @ParameterizedTest
    @ValueSource(longs = {-601, 601, -1_000_000})
    void refusesEventsOfAnotherTime(long skew) {
        NostrEvent event = ALICE.sign(seconds + skew, KIND, List.of(), "");

        isRefused(new Client(relay).publish(event), event, "invalid");
        assertThat(relay.status().refused()).containsEntry(Refusal.UNTIMELY, 1L);
    }

    @ParameterizedTest
    @ValueSource(longs = {-600, 600})
    void toleratesClocksThatAreOff(long skew) {
        NostrEvent event = ALICE.sign(seconds + skew, KIND, List.of(), "");

        assertThat(new Client(relay).publish(event)).containsExactly(ok(event));
    }

    @Test
    void answersWhatIsNoMessageOfNostr() {
        var mallory = new Client(relay);

        for (String text : List.of("", "[", "{}", "[]", "[1]", "[\"COUNT\",\"s\",{}]", "\u0000", "[\"EVENT\"]")) {
            assertThat(mallory.say(text)).as(text).singleElement().isInstanceOf(RelayMessage.Notice.class);
        }
        assertThat(mallory.say("[\"EVENT\",{\"id\":\"" + "a".repeat(64) + "\"}]"))
                .singleElement()
                .isInstanceOf(RelayMessage.Ok.class);
        isClosed(mallory.say("[\"REQ\",\"s\",{\"kinds\":[\"x\"]}]"), "s", "invalid");
        isClosed(mallory.request("s", topics("x".repeat(257))), "s", "invalid");
        assertThat(mallory.say("[\"REQ\",\"s\",\"" + "x".repeat(70_000) + "\"]"))
                .singleElement()
                .isInstanceOf(RelayMessage.Notice.class);
        assertThat(relay.status().refused())
                .containsEntry(Refusal.MALFORMED, 11L)
                .containsEntry(Refusal.TOO_LARGE, 1L);
        assertThat(relay.status().subscriptions()).isZero();
    }

    @Test
    void replacesARequestOfTheSameName() {
        var bob = new Client(relay);
        bob.request("s", topics("a"));
        bob.request("s", topics("b"));
        bob.heard();
        var alice = new Client(relay);

        alice.publish(event(ALICE, "a", ""));
        assertThat(bob.heard()).isEmpty();
        NostrEvent event = event(ALICE, "b", "");
        alice.publish(event);
        assertThat(bob.heard()).containsExactly(new RelayMessage.Event("s", event));
        assertThat(relay.status().subscriptions()).isEqualTo(1);

        bob.say(new ClientMessage.Close("s"));
        alice.publish(event(ALICE, "b", "again"));
        assertThat(bob.heard()).isEmpty();
        assertThat(relay.status().subscriptions()).isZero();
        assertThat(relay.index().keys()).isZero();
    }

    @Test
    void boundsRequestsAndTheirValues() {
        var bob = new Client(relay(limits(1, 2, 10, 100, 100)));
        bob.request("1", topics("a"));
        bob.request("2", topics("a"));
        bob.heard();

        isClosed(bob.request("3", topics("a")), "3", "error");
        assertThat(bob.request("2", topics("a", "b", "c", "d", "e")))
                .containsExactly(new RelayMessage.EndOfStored("2"));
        isClosed(bob.request("2", topics("a", "b", "c", "d", "e", "f")), "2", "error");
        // What was closed makes room.
        assertThat(bob.request("3", topics("a"))).containsExactly(new RelayMessage.EndOfStored("3"));
    }

    @Test
    void turnsAwayMoreClientsThanThereMayBe() {
        var small = relay(limits(2, 2, 10, 100, 100));
        var first = new Client(small);
        new Client(small);
        var third = new Client(small);

        assertThat(third.disconnected).isEqualTo(Disconnect.FULL);
        assertThat(third.publish(event(ALICE, "a", ""))).isEmpty();
        assertThat(small.status().connections()).isEqualTo(2);
        first.session.close();
        first.session.close();
        third.session.close();
        assertThat(small.status().connections()).isEqualTo(1);
        assertThat(new Client(small).disconnected).isNull();
        assertThat(small.status().disconnected()).containsEntry(Disconnect.FULL, 1L);
    }

    @Test
    void limitsTheRateAndDisconnectsWhoGoesOn() {
        var limited = relay(limits(2, 9, 100, 10, 20));
        var alice = new Client(limited);
        alice.request("s", topics("a"));
        IntStream.range(0, 19).forEach(i -> alice.publish(event(ALICE, "a", "n" + i)));
        alice.heard();

        NostrEvent tooMany = event(ALICE, "a", "too many");
        isRefused(alice.publish(tooMany), tooMany, "rate-limited");
        isClosed(alice.request("t", topics("a")), "t", "rate-limited");
        assertThat(alice.say(new ClientMessage.Close("s"))).isEmpty();
        assertThat(limited.status().subscriptions()).isZero();

        nanos += TimeUnit.MILLISECONDS.toNanos(100);
        assertThat(alice.publish(tooMany)).containsExactly(ok(tooMany));
        isRefused(alice.publish(event(ALICE, "a", "more")), event(ALICE, "a", "more"), "rate-limited");

        for (int i = 0; alice.disconnected == null; i++) {
            assertThat(i).isLessThan(25);
            alice.say("nonsense");
        }
        assertThat(alice.disconnected).isEqualTo(Disconnect.FLOODING);
        assertThat(limited.status().connections()).isZero();
        assertThat(limited.status().disconnected()).containsEntry(Disconnect.FLOODING, 1L);
    }

    @Test
    void aPageThatMeetsFiftyPeersAtOnceIsNotLimited() {
        var page = new Client(relay);
        page.request("s", topics(IntStream.range(0, 250).mapToObj(i -> "t" + i).toArray(String[]::new)));
        for (int i = 0; i < 1_000; i++) {
            NostrEvent event = event(ALICE, "peer" + i % 50, "signal " + i);
            assertThat(page.publish(event).stream().filter(RelayMessage.Ok.class::isInstance))
                    .containsExactly(ok(event));
        }
        assertThat(relay.status().subscriptions()).isEqualTo(1);
    }

    @Test
    void endsTheSessionOfAClientThatTakesNothing() {
        var cause = new ArrayList<Disconnect>();
        var slow = relay.open("there", new RelaySink() {
            @Override
            public void send(String message) {
                if (message.contains("EVENT")) {
                    throw new IllegalStateException("full");
                }
            }

            @Override
            public void disconnect(Disconnect why) {
                cause.add(why);
                throw new IllegalStateException("closed already");
            }
        });
        slow.receive(NostrCodec.encode(new ClientMessage.Request("s", List.of(topics("a")))));
        var bob = new Client(relay);
        bob.request("s", topics("a"));
        bob.heard();

        NostrEvent event = event(ALICE, "a", "");
        assertThat(new Client(relay).publish(event)).containsExactly(ok(event));

        assertThat(bob.heard()).containsExactly(new RelayMessage.Event("s", event));
        assertThat(cause).containsExactly(Disconnect.SLOW);
        assertThat(relay.status().subscriptions()).isEqualTo(1);
        assertThat(relay.status().disconnected()).containsEntry(Disconnect.SLOW, 1L);
        slow.tooSlow();
        assertThat(relay.status().disconnected()).containsEntry(Disconnect.SLOW, 1L);
    }

    @Test
    void nothingIsLeftOfClientsThatHaveGone() {
        for (int i = 0; i < 100; i++) {
            var client = new Client(relay);
            client.request("s", topics("a", "b" + i), filter(Set.of(), Map.of(), Set.of(), Set.of(BOB.pubkey())));
            client.request("t", filter(Set.of(), Map.of(), Set.of(), Set.of()));
            client.session.close();
        }
        assertThat(relay.status().connections()).isZero();
        assertThat(relay.status().subscriptions()).isZero();
        assertThat(relay.index().keys()).isZero();
    }

    @Test
    void manyClientsAtOnceEachGetEverythingInOrder() throws Exception {
        int clients = 8;
        int events = 50;
        var everybody = new ArrayList<Client>();
        for (int i = 0; i < clients; i++) {
            var client = new Client(relay);
            client.request("s", topics("a"));
            client.heard();
            everybody.add(client);
        }
        var start = new CyclicBarrier(clients);
        var threads = new ArrayList<Thread>();
        for (Client client : everybody) {
            var thread = new Thread(() -> {
                NostrKeys author = NostrKeys.random(new SecureRandom());
                await(start);
                for (int i = 0; i < events; i++) {
                    client.session.receive(
                            NostrCodec.encode(new ClientMessage.Publish(event(author, "a", Integer.toString(i)))));
                    client.session.receive(NostrCodec.encode(
                            new ClientMessage.Request("other" + i % 3, List.of(topics("b" + i, "a" + i)))));
                }
                client.session.receive("[\"CLOSE\",\"s\"]");
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(relay.status().received()).isEqualTo((long) clients * events);
        for (Client client : everybody) {
            Map<String, String> byAuthor = client.received.stream()
                    .filter(RelayMessage.Event.class::isInstance)
                    .map(message -> ((RelayMessage.Event) message).event())
                    .collect(groupingBy(NostrEvent::pubkey, mapping(NostrEvent::content, joining(","))));
            String all = IntStream.range(0, events).mapToObj(Integer::toString).collect(joining(","));
            assertThat(byAuthor.values()).allMatch(all::startsWith);
            assertThat(byAuthor.values()).contains(all);
        }
        everybody.forEach(client -> client.session.close());
        assertThat(relay.index().keys()).isZero();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesLimitsThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limits(0, 1, 1, 1, 1))
                .withMessageContaining("maxConnections");
    }
}

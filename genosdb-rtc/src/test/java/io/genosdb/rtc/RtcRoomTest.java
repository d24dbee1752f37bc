package io.genosdb.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.GenosDatabase;
import io.genosdb.room.Channel;
import io.genosdb.room.ChannelMessage;
import io.genosdb.room.Payload;
import io.genosdb.room.PeerEvent;
import io.genosdb.room.Room;
import io.genosdb.room.RoomException;
import io.genosdb.room.RoomPeer;
import io.genosdb.room.SendOptions;
import io.genosdb.rtc.wire.PeerHello;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rooms, with all that is ours: only relays and connections are in memory. */
@Timeout(60)
class RtcRoomTest {

    private final MemoryRooms rooms = new MemoryRooms();
    private final List<GenosDatabase> databases = new ArrayList<>();

    @AfterEach
    void close() {
        databases.forEach(GenosDatabase::close);
        rooms.close();
    }

    private GenosDatabase database(String password, PeerHello hello) {
        GenosDatabase database = GenosDatabase.builder("test")
                .room(rooms.factory(password, hello))
                .open();
        databases.add(database);
        return database;
    }

    private Room room(PeerHello hello) {
        return database("", hello).room();
    }

    private Room room() {
        return room(new PeerHello("", false));
    }

    private static RoomPeer join(Room room) throws InterruptedException {
        return next(events(room, PeerEvent.PEER_JOIN));
    }

    private static BlockingQueue<RoomPeer> events(Room room, PeerEvent event) {
        var events = new LinkedBlockingQueue<RoomPeer>();
        room.on(event, events::add);
        return events;
    }

    private static BlockingQueue<ChannelMessage> messages(Channel channel) {
        var messages = new LinkedBlockingQueue<ChannelMessage>();
        channel.onMessage(messages::add);
        return messages;
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @Test
    void peersMeetAndSeeEachOther() throws Exception {
        Room one = room(new PeerHello("superpeer", false));
        Room two = room();
        assertThat(join(two).id()).isEqualTo(one.self());
        assertThat(join(one).id()).isEqualTo(two.self());
        assertThat(next(events(two, PeerEvent.PEER_SEEN)).id()).isEqualTo(one.self());
        assertThat(one.getPeers()).hasSize(1);
        assertThat(one.status().joined()).isTrue();
        assertThat(one.status().type()).isEqualTo("superpeer");
    }

    @Test
    void messagesArriveAsTheyWereSent() throws Exception {
        Room one = room();
        Room two = room();
        var heard = messages(two.channel("chat"));
        join(one);
        join(two);
        JsonValue json = JsonObject.parse("{\"a\":[1,2,null]}");
        one.channel("chat").send(json).get(20, TimeUnit.SECONDS);
        assertThat(next(heard).payload()).isEqualTo(new Payload.Json(json));
        one.channel("chat").send("grüß dich").get(20, TimeUnit.SECONDS);
        assertThat(next(heard).payload()).isEqualTo(new Payload.Text("grüß dich"));
        byte[] bytes = new byte[3_000_000];
        bytes[2_999_999] = 7;
        var sent = new LinkedBlockingQueue<Double>();
        one.channel("chat")
                .send(
                        new Payload.Binary(bytes),
                        SendOptions.DEFAULTS
                                .to(two.self())
                                .withMetadata(new JsonString("film"))
                                .withProgress((fraction, peer, metadata) -> sent.add(fraction)))
                .get(20, TimeUnit.SECONDS);
        ChannelMessage film = next(heard);
        assertThat(((Payload.Binary) film.payload()).bytes()).isEqualTo(bytes);
        assertThat(film.metadata()).isEqualTo(new JsonString("film"));
        assertThat(film.peer().id()).isEqualTo(one.self());
        assertThat(List.copyOf(sent)).hasSizeGreaterThan(100).isSorted().endsWith(1.0);
    }

    @Test
    void nobodyIsTalkedToWhoIsNotThere() {
        Room room = room();
        assertThatThrownBy(() -> room.channel("chat")
                        .send(new Payload.Text("hello"), SendOptions.DEFAULTS.to("nobody"))
                        .get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RoomException.class)
                .hasMessageContaining("no peer 'nobody'");
        assertThatThrownBy(() -> room.ping("nobody").get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(RoomException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> room.channel("@_leave"));
        assertThatIllegalArgumentException().isThrownBy(() -> room.channel("genosdb.sync"));
        assertThatIllegalArgumentException().isThrownBy(() -> room.channel(""));
    }

    @Test
    void pingsAreAnsweredWhileListenersAreBusy() throws Exception {
        Room one = room();
        Room two = room();
        join(one);
        join(two);
        var busy = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        two.channel("work").onMessage(message -> {
            busy.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        one.channel("work").send("much").get(20, TimeUnit.SECONDS);
        busy.await();
        assertThat(one.ping(two.self()).get(20, TimeUnit.SECONDS)).isLessThan(Duration.ofSeconds(20));
        release.countDown();
    }

    @Test
    void goodbyesAreHeardAndPeersComeBack() throws Exception {
        Room one = room();
        Room two = room();
        join(one);
        join(two);
        var left = events(one, PeerEvent.PEER_LEAVE);
        var lost = events(one, PeerEvent.PEER_LOST);
        String before = two.self();
        two.leave().get(20, TimeUnit.SECONDS);
        assertThat(next(left).id()).isEqualTo(before);
        assertThat(next(lost).id()).isEqualTo(before);
        assertThat(two.status().joined()).isFalse();
        assertThat(two.getPeers()).isEmpty();
        var joined = events(one, PeerEvent.PEER_JOIN);
        two.join();
        assertThat(two.self()).isNotEqualTo(before);
        assertThat(next(joined).id()).isEqualTo(two.self());
        assertThat(join(two).id()).isEqualTo(one.self());
    }

    @Test
    void replicasSyncOverTheRoom() throws Exception {
        GenosDatabase one = database("secret", new PeerHello("", true));
        GenosDatabase two = database("secret", new PeerHello("", true));
        String before = one.put(JsonObject.parse("{\"n\":1}"));
        join(one.room());
        join(two.room());
        while (two.get(before) == null) {
            Thread.onSpinWait();
        }
        String after = two.put(JsonObject.parse("{\"n\":2}"));
        while (one.get(after) == null) {
            Thread.onSpinWait();
        }
        assertThat(one.digest()).isEqualTo(two.digest());
        assertThat(one.room().getPeers()).allMatch(RoomPeer::syncs);
    }

    @Test
    void aClosedDatabaseHasSentItsLastWrites() throws Exception {
        GenosDatabase one = database("", new PeerHello("", true));
        GenosDatabase two = database("", new PeerHello("", true));
        join(one.room());
        join(two.room());
        String first = one.put(JsonObject.parse("{\"n\":0}"));
        while (two.get(first) == null) {
            Thread.onSpinWait();
        }
        String last = "";
        for (int i = 0; i < 2_000; i++) {
            last = one.put(JsonObject.parse("{\"n\":" + i + "}"));
        }
        one.close();
        while (two.get(last) == null) {
            Thread.onSpinWait();
        }
        assertThat(two.size()).isEqualTo(2_001);
    }

    @Test
    void whoHasAnotherPasswordIsNotLetIn() throws Exception {
        Room one = database("right", new PeerHello("", false)).room();
        Room two = database("wrong", new PeerHello("", false)).room();
        Room three = database("right", new PeerHello("", false)).room();
        assertThat(join(three).id()).isEqualTo(one.self());
        assertThat(join(one).id()).isEqualTo(three.self());
        assertThat(two.getPeers()).isEmpty();
    }

    @Test
    void whatIsAskedOfAClosedRoomIsAnswered() {
        GenosDatabase database = database("", new PeerHello("", false));
        Room room = database.room();
        Channel channel = room.channel("chat");
        database.close();
        assertThatThrownBy(() -> room.ping("nobody").get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(RoomException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> channel.send("hello").get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(RoomException.class);
        assertThat(room.leave()).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void whoClosesWhileItSaysGoodbyeStillSaysIt() throws Exception {
        Room one = room();
        GenosDatabase other = database("", new PeerHello("", false));
        join(one);
        var lost = events(one, PeerEvent.PEER_LOST);
        var first = other.room().leave();
        var second = other.room().leave();
        other.close();
        assertThat(next(lost)).isNotNull();
        assertThat(first).succeedsWithin(Duration.ofSeconds(20));
        assertThat(second).succeedsWithin(Duration.ofSeconds(20));
        assertThat(rooms.relays().clients()).isOne();
    }

    @Test
    void whoComesAndGoesQuicklyIsToldOfInTurns() throws Exception {
        Room one = room();
        Room two = room();
        var told = new LinkedBlockingQueue<String>();
        for (PeerEvent event : PeerEvent.values()) {
            two.on(event, peer -> told.add(event + " " + peer.id()));
        }
        var joined = events(two, PeerEvent.PEER_JOIN);
        for (int i = 0; i < 5; i++) {
            next(joined);
            var unused = two.leave();
            two.join();
        }
        next(joined);
        two.leave().get(20, TimeUnit.SECONDS);
        two.join();
        next(joined);
        String peer = " " + one.self();
        assertThat(told.stream().filter(entry -> entry.endsWith(peer)).toList())
                .startsWith("PEER_SEEN" + peer, "PEER_JOIN" + peer)
                .satisfies(entries -> {
                    assertAlternate(entries, "PEER_SEEN" + peer, "PEER_LOST" + peer);
                    assertAlternate(entries, "PEER_JOIN" + peer, "PEER_LEAVE" + peer);
                });
    }

    private static void assertAlternate(List<? extends String> entries, String come, String go) {
        List<String> both = new ArrayList<>(entries);
        both.retainAll(List.of(come, go));
        for (int i = 0; i < both.size(); i++) {
            assertThat(both.get(i)).as("entry %s of %s", i, both).isEqualTo(i % 2 == 0 ? come : go);
        }
    }

    @Test
    void aListenerThatIsRegisteredTwiceIsTakenAwayOnce() throws Exception {
        Room one = room();
        Room two = room();
        join(one);
        join(two);
        var heard = new LinkedBlockingQueue<ChannelMessage>();
        Consumer<ChannelMessage> listener = heard::add;
        Room.Registration first = two.channel("chat").onMessage(listener);
        two.channel("chat").onMessage(listener);
        first.close();
        first.close();
        one.channel("chat").send("hello").get(20, TimeUnit.SECONDS);
        next(heard);
    }

    @Test
    void whoWaitsInAFutureDoesNotHoldUpTheRoom() throws Exception {
        Room one = room();
        Room two = room();
        join(one);
        join(two);
        var release = new CountDownLatch(1);
        Thread test = Thread.currentThread();
        var waiting = one.channel("chat").send("hello").thenRun(() -> {
            try {
                if (Thread.currentThread() != test) { // It may be done before anything can be attached.
                    release.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(two.ping(one.self()).get(20, TimeUnit.SECONDS)).isLessThan(Duration.ofSeconds(20));
        release.countDown();
        waiting.get(20, TimeUnit.SECONDS);
    }

    @Test
    void anErrorOfAListenerKeepsNobodyElseFromHearing() throws Exception {
        Room one = room();
        Room two = room();
        join(one);
        join(two);
        two.channel("work").onMessage(message -> {
            throw new AssertionError("a failure that is meant to be logged");
        });
        one.channel("work").send("much").get(20, TimeUnit.SECONDS);
        var heard = messages(two.channel("chat"));
        one.channel("chat").send("hello").get(20, TimeUnit.SECONDS);
        next(heard);
    }

    @Test
    void aRoomWhoseTransportFailsIsLeft() throws Exception {
        Room one = room();
        Room two = room();
        join(one);
        join(two);
        rooms.transports().forEach(MemoryTransport::breakDown);
        Room three = room();
        next(events(three, PeerEvent.PEER_SEEN));
        assertThat(one.leave()).succeedsWithin(Duration.ofSeconds(20));
        assertThat(three.leave()).succeedsWithin(Duration.ofSeconds(20));
        assertThat(two.status().joined()).isTrue();
    }

    @Test
    void whoIsToldOfAPeerThatHasJoinedKnowsWhatItIs() throws Exception {
        Room one = room();
        var seen = events(one, PeerEvent.PEER_SEEN);
        room(new PeerHello("superpeer", false));
        next(seen);
        assertThat(join(one).type()).isEqualTo("superpeer");
        assertThat(next(events(one, PeerEvent.PEER_SEEN)).type()).isEqualTo("superpeer");
    }

    @Test
    void aConnectionThatIsCutIsMadeAgainAndRelaysAreTriedAtOnce() throws Exception {
        Room one = room();
        Room two = room();
        join(two);
        var joined = events(one, PeerEvent.PEER_JOIN);
        var left = events(one, PeerEvent.PEER_LEAVE);
        next(joined);
        int before = rooms.relays().retries();
        rooms.skip(Duration.ofSeconds(11));
        rooms.transports().get(0).cut();
        assertThat(next(left).id()).isEqualTo(two.self());
        assertThat(next(joined).id()).isEqualTo(two.self());
        assertThat(rooms.relays().retries()).isGreaterThan(before);
    }
}

package io.genosdb.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.room.ChannelMessage;
import io.genosdb.room.Payload;
import io.genosdb.room.PeerEvent;
import io.genosdb.room.RoomPeer;
import io.genosdb.room.SendOptions;
import io.genosdb.rtc.transport.PeerChannel;
import io.genosdb.rtc.wire.PeerHello;
import io.genosdb.value.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One of a room does what no peer does; the two others chat and sync as if it were not there. */
@Timeout(60)
class HostileRoomTest {

    /** Smaller than the name of any other peer, and larger. */
    private static final String FIRST = "!hostile";

    private static final String LAST = "~hostile";
    private static final String SYNCS = "{\"type\":\"\",\"sync\":1}";
    private static final int WHOLE = HostilePeer.LAST;

    private final MemoryRooms rooms = new MemoryRooms();
    private final List<GenosDatabase> databases = new ArrayList<>();
    private final List<HostilePeer> hostile = new ArrayList<>();
    private GenosDatabase one;
    private GenosDatabase two;

    @BeforeEach
    void meet() throws InterruptedException {
        one = database(new PeerHello("", true));
        two = database(new PeerHello("", true));
        var met = new LinkedBlockingQueue<RoomPeer>();
        one.room().on(PeerEvent.PEER_JOIN, met::add);
        assertThat(met.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    @AfterEach
    void close() {
        hostile.forEach(HostilePeer::close);
        databases.forEach(GenosDatabase::close);
        rooms.close();
    }

    private GenosDatabase database(PeerHello hello) {
        GenosDatabase database =
                GenosDatabase.builder("test").room(rooms.factory("", hello)).open();
        databases.add(database);
        return database;
    }

    private HostilePeer peer(String self) {
        var peer = new HostilePeer(rooms, self);
        hostile.add(peer);
        return peer;
    }

    private PeerChannel entered(HostilePeer peer) throws InterruptedException {
        PeerChannel channel = peer.connection(one.room().self());
        peer.enter(channel, SYNCS);
        await(() -> peers().contains(peer.self()));
        return channel;
    }

    private List<String> peers() {
        return one.room().getPeers().stream().map(RoomPeer::id).toList();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private void assertTheOthersGoOn() throws Exception {
        var heard = new LinkedBlockingQueue<ChannelMessage>();
        two.room().channel("chat").onMessage(heard::add);
        one.room()
                .channel("chat")
                .send(
                        new Payload.Text("hello"),
                        SendOptions.DEFAULTS.to(two.room().self()))
                .get(20, TimeUnit.SECONDS);
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isNotNull();
        String there = one.put(JsonObject.parse("{\"n\":1}"));
        await(() -> two.get(there) != null);
        String back = two.put(JsonObject.parse("{\"n\":2}"));
        await(() -> one.get(back) != null);
    }

    @Test
    void malformedFrames() throws Exception {
        HostilePeer peer = peer(FIRST);
        PeerChannel channel = entered(peer);
        var random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            byte[] message = new byte[1 + random.nextInt(200)];
            random.nextBytes(message);
            channel.send(message);
            byte[] frame = peer.action("chat", random.nextInt(), random.nextInt(), random.nextInt(), message);
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
            channel.send(frame);
        }
        assertTheOthersGoOn();
    }

    @Test
    void actionsThatNobodyKnows() throws Exception {
        HostilePeer peer = peer(FIRST);
        PeerChannel channel = entered(peer);
        for (int i = 0; i < 100_000; i++) {
            channel.send(peer.action((i % 2 == 0 ? "@_" : "c") + i, i, WHOLE, 255, new byte[0]));
        }
        assertTheOthersGoOn();
        assertThat(rooms.stays().get(0).unfinishedBytes()).isZero();
    }

    @Test
    void messagesThatNeverEnd() throws Exception {
        HostilePeer peer = peer(FIRST);
        PeerChannel channel = entered(peer);
        byte[] part = new byte[16_000];
        for (int i = 0; i < 10_000; i++) {
            while (channel.isOpen() && one.room().status().traffic().bytesIn() < 16_000L * (i - 500)) {
                Thread.onSpinWait();
            }
            channel.send(peer.action("film" + i % 3, i, HostilePeer.BINARY, 1, part));
        }
        assertThat(rooms.stays().get(0).unfinishedBytes()).isLessThanOrEqualTo(96L << 20);
        channel.close("gone");
        await(() -> !peers().contains(peer.self()));
        assertThat(rooms.stays().get(0).unfinishedBytes()).isZero();
        assertTheOthersGoOn();
    }

    @Test
    void presenceStorm() throws Exception {
        var told = new LinkedBlockingQueue<String>();
        for (PeerEvent event : PeerEvent.values()) {
            one.room().on(event, about -> {
                if (about.id().equals(FIRST)) {
                    told.add(event.name());
                }
            });
        }
        HostilePeer peer = peer(FIRST);
        PeerChannel channel = entered(peer);
        for (int i = 0; i < 10_000; i++) {
            channel.send(peer.presence(i % 2));
            channel.send(peer.action("@_leave", 0, WHOLE, 255, new byte[0]));
            peer.enter(channel, SYNCS);
        }
        await(() -> !channel.isOpen());
        assertTheOthersGoOn();
        assertThat(told.stream().filter(event -> event.endsWith("JOIN")).count())
                .isLessThanOrEqualTo(70);
        assertAlternate(told.stream().toList(), "PEER_JOIN", "PEER_LEAVE");
        assertAlternate(told.stream().toList(), "PEER_SEEN", "PEER_LOST");
    }

    private static void assertAlternate(List<String> entries, String come, String go) {
        List<String> both = new ArrayList<>(entries);
        both.retainAll(List.of(come, go));
        for (int i = 0; i < both.size(); i++) {
            assertThat(both.get(i)).as("entry %s of %s", i, both).isEqualTo(i % 2 == 0 ? come : go);
        }
    }

    @Test
    void syncMessagesOutOfOrder() throws Exception {
        HostilePeer larger = peer(LAST);
        PeerChannel opening = entered(larger);
        for (int i = 0; i < 1_000; i++) {
            opening.send(larger.sync(1, 1_000_000 + i, new byte[100]));
            opening.send(larger.sync(7, i, new byte[0]));
        }
        assertThat(opening.isOpen()).isTrue();
        opening.send(larger.sync(0, Integer.MIN_VALUE, new byte[0]));
        await(() -> !opening.isOpen());

        HostilePeer smaller = peer(FIRST);
        PeerChannel storming = entered(smaller);
        for (int i = 0; i < 1_000; i++) {
            storming.send(smaller.sync(0, i - 500, new byte[0]));
            storming.send(smaller.sync(1, i - 500, new byte[] {(byte) i}));
            storming.send(smaller.sync(2, i - 500, new byte[0]));
        }
        await(() -> !storming.isOpen());
        assertTheOthersGoOn();
    }

    @Test
    void whoDoesNotSyncIsNotMadeTo() throws Exception {
        GenosDatabase aside = database(new PeerHello("", false));
        HostilePeer peer = peer(FIRST);
        PeerChannel channel = peer.connection(aside.room().self());
        peer.enter(channel, SYNCS);
        await(() ->
                aside.room().getPeers().stream().anyMatch(other -> other.id().equals(FIRST)));
        for (int i = 0; i < 500; i++) {
            // Of so many sessions, had it taken any, the peer would have been sent away.
            channel.send(peer.sync(0, i, new byte[0]));
        }
        channel.send(peer.action("chat", 0, WHOLE, 255, new byte[0]));
        await(() -> aside.room().status().traffic().messagesIn() == 1);
        assertThat(channel.isOpen()).isTrue();
        assertThat(aside.sync().status().peers()).isEmpty();
    }

    @Test
    void aPeerThatReadsNothing() throws Exception {
        HostilePeer peer = peer(FIRST);
        PeerChannel channel = entered(peer);
        peer.transport().stopReading();
        var all = one.room().channel("chat").send(new byte[100_000]);
        for (int i = 0; i < 100_000 && channel.isOpen(); i++) {
            channel.send(peer.action("@_ping", 0, WHOLE, 255, new byte[0]));
        }
        await(() -> !channel.isOpen());
        all.get(20, TimeUnit.SECONDS);
        assertTheOthersGoOn();
    }

    @Test
    void aPeerThatAnswersNoPing() throws Exception {
        HostilePeer peer = peer(FIRST);
        PeerChannel channel = entered(peer);
        var ping = one.room().ping(FIRST);
        await(() -> one.room().status().traffic().bytesOut() > 0);
        for (int i = 0; i < 8; i++) {
            channel.send(peer.action("chat", i, WHOLE, 255, new byte[0]));
            two.room().ping(one.room().self()).get(20, TimeUnit.SECONDS);
            rooms.skip(Duration.ofSeconds(9));
        }
        assertThat(ping).failsWithin(Duration.ofSeconds(20));
        assertThat(ping).isCompletedExceptionally();
    }

    @Test
    void manyTinyMessages() throws Exception {
        HostilePeer peer = peer(FIRST);
        PeerChannel channel = entered(peer);
        long before = one.room().status().traffic().messagesIn();
        for (int i = 0; i < 50_000; i++) {
            channel.send(peer.action("nobody", i, WHOLE, 255, "x".getBytes(StandardCharsets.UTF_8)));
        }
        assertTheOthersGoOn();
        await(() -> !channel.isOpen() || one.room().status().traffic().messagesIn() == before + 50_000);
    }

    @Test
    void announcementsOfMany() throws Exception {
        HostilePeer peer = peer(FIRST);
        PeerChannel channel = peer.connection(one.room().self());
        for (int i = 0; i < 100_000; i++) {
            peer.publish(peer.identity().rootTopic(), "{\"peerId\":\"someone" + i + "\"}");
        }
        assertThat(one.room().status().seen()).isLessThanOrEqualTo(4_200);
        peer.enter(channel, SYNCS);
        assertTheOthersGoOn();
        await(() -> peers().contains(FIRST));
    }

    @Test
    void offersByTheThousand() throws Exception {
        HostilePeer peer = peer(FIRST);
        var random = new Random(2);
        String topic = peer.identity().topicOf(one.room().self());
        for (int i = 0; i < 20_000; i++) {
            String text = Integer.toHexString(random.nextInt()).repeat(20);
            peer.publish(
                    topic,
                    "{\"peerId\":\"p" + i % 5 + "\",\"offerId\":\"" + i + "\",\"" + (i % 2 == 0 ? "offer" : "answer")
                            + "\":\"" + text + "\"}");
        }
        peer.publish(topic, "x".repeat(1_000_000));
        peer.publish(topic, "[".repeat(100_000));
        assertTheOthersGoOn();
    }
}

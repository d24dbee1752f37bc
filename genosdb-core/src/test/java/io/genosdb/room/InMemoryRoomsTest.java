package io.genosdb.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.genosdb.GenosDatabase;
import io.genosdb.query.Query;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InMemoryRoomsTest {

    private final InMemoryRooms rooms = new InMemoryRooms();
    private final GenosDatabase a = open(rooms, "shop");
    private final GenosDatabase b = open(rooms.as("superpeer"), "shop");
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    private static GenosDatabase open(RoomFactory rooms, String name) {
        return GenosDatabase.builder(name).room(rooms).open();
    }

    private Object next() throws InterruptedException {
        @Nullable Object next = heard.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("something within ten seconds").isNotNull();
        return next;
    }

    @AfterEach
    void close() {
        b.close();
        a.close();
    }

    @Test
    void peersOfOneNameMeet() {
        try (GenosDatabase stranger = open(rooms, "other")) {
            assertThat(a.room().self()).hasSize(20).isNotEqualTo(b.room().self());
            assertThat(a.room().getPeers())
                    .containsExactly(new RoomPeer(b.room().self(), "superpeer", true));
            assertThat(b.room().getPeers())
                    .containsExactly(new RoomPeer(a.room().self(), "", true));
            assertThat(stranger.room().getPeers()).isEmpty();
            assertThat(a.room().status().joined()).isTrue();
            assertThat(a.room().status().problem()).isEmpty();
            assertThat(b.room().status().seen()).isEqualTo(1);
        }
    }

    @Test
    void sendsAllKindsInOrder() throws Exception {
        b.room().channel("chat").onMessage(heard::add);
        b.room().channel("chat").onProgress((fraction, peer, metadata) -> heard.add(fraction));
        RoomPeer sender = b.room().getPeers().get(0);
        Channel channel = a.room().channel("chat");
        JsonValue json = JsonObject.parse("{ \"x\": 1 }");

        channel.send("hello").get();
        channel.send(json).get();
        channel.send(new byte[] {1, 2}).get();
        channel.send(
                        new Payload.Text("to you"),
                        SendOptions.DEFAULTS
                                .to(b.room().self())
                                .withMetadata(JsonNumber.of(7))
                                .withProgress((fraction, peer, metadata) ->
                                        assertThat(peer).isEqualTo(b.room().self())))
                .get();

        assertThat(next()).isEqualTo(1.0);
        assertThat(next()).isEqualTo(new ChannelMessage("chat", sender, new Payload.Text("hello"), null));
        assertThat(next()).isEqualTo(1.0);
        assertThat(next()).isEqualTo(new ChannelMessage("chat", sender, new Payload.Json(json), null));
        assertThat(next()).isEqualTo(1.0);
        assertThat(((Payload.Binary) ((ChannelMessage) next()).payload()).bytes())
                .containsExactly(1, 2);
        assertThat(next()).isEqualTo(1.0);
        assertThat(next()).isEqualTo(new ChannelMessage("chat", sender, new Payload.Text("to you"), JsonNumber.of(7)));
    }

    @Test
    void refusesWhatCannotBeSent() {
        Channel channel = a.room().channel("chat");

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> channel.send(new Payload.Text("x"), SendOptions.DEFAULTS.to("nobody"))
                        .get())
                .withCauseInstanceOf(RoomException.class)
                .withMessageContaining("nobody");
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() ->
                        channel.send(new byte[RoomLimits.MAX_MESSAGE_BYTES + 1]).get())
                .withCauseInstanceOf(RoomException.class);
        for (String name : List.of("", "x".repeat(33), "a\nb", "@_ping", "genosdb.sync")) {
            assertThatIllegalArgumentException().isThrownBy(() -> a.room().channel(name));
        }
        assertThat(a.room().channel("chat")).isSameAs(channel);
    }

    @Test
    void whoLeavesIsGoneAndComesBackUnderAnotherName() throws Exception {
        String first = b.room().self();
        var registration = a.room().on(PeerEvent.PEER_LOST, peer -> heard.add("lost " + peer.id()));
        a.room().on(PeerEvent.PEER_JOIN, peer -> heard.add("join " + peer.id()));
        assertThat(next()).isEqualTo("join " + first);
        assertThat(a.room().ping(first).get()).isPositive();

        b.room().leave().get();

        assertThat(next()).isEqualTo("lost " + first);
        assertThat(a.room().getPeers()).isEmpty();
        assertThat(b.room().getPeers()).isEmpty();
        assertThat(b.room().status().joined()).isFalse();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> a.room().ping(first).get())
                .withCauseInstanceOf(RoomException.class);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> b.room().channel("chat").send("x").get())
                .withMessageContaining("join()");
        registration.close();

        b.room().join();
        b.room().join();

        assertThat(next()).isEqualTo("join " + b.room().self());
        assertThat(b.room().self()).isNotEqualTo(first);
        b.close();
        assertThatIllegalStateException().isThrownBy(() -> b.room().join());
    }

    @Test
    void replicasSync() throws Exception {
        var arrived = new CountDownLatch(1);
        b.map(Query.all(), event -> arrived.countDown());

        a.put(JsonObject.parse("{ \"x\": 1 }"), "n");

        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(b.get("n")).isNotNull();
    }

    @Test
    void whatWasWrittenBeforeTheEndArrives() throws Exception {
        var arrived = new CountDownLatch(500);
        b.map(Query.all(), event -> arrived.countDown());

        for (int i = 0; i < 500; i++) {
            a.put(JsonObject.parse("{ \"x\": 1 }"), "n" + i);
        }
        a.close();

        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
    }
}

package io.genosdb.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.room.Payload;
import io.genosdb.room.PeerEvent;
import io.genosdb.room.RoomPeer;
import io.genosdb.rtc.node.ThirdPartyRelay;
import io.genosdb.rtc.transport.WebRtcOptions;
import io.genosdb.value.JsonObject;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rooms with real connections, found over somebody else's relay. */
@Timeout(120)
class RtcRoomsTest {

    private final RtcRooms rooms = new RtcRooms(WebRtcOptions.DEFAULTS);

    private GenosDatabase database(RtcOptions options) {
        return GenosDatabase.builder("real").room(rooms.factory(options)).open();
    }

    private static RoomPeer join(GenosDatabase database) throws InterruptedException {
        var joined = new LinkedBlockingQueue<RoomPeer>();
        database.room().on(PeerEvent.PEER_JOIN, joined::add);
        RoomPeer peer = joined.poll(30, TimeUnit.SECONDS);
        assertThat(peer).isNotNull();
        return peer;
    }

    @Test
    void replicasMeetAndSync() throws Exception {
        try (var relay = ThirdPartyRelay.start()) {
            RtcOptions options =
                    RtcOptions.of(List.of(relay.url())).withPassword("together").withType("superpeer");
            try (GenosDatabase one = database(options);
                    GenosDatabase two = database(options)) {
                String id = one.put(JsonObject.parse("{\"text\":\"hello\"}"));
                assertThat(join(two).id()).isEqualTo(one.room().self());
                assertThat(join(one)).isEqualTo(new RoomPeer(two.room().self(), "superpeer", true));
                while (two.get(id) == null) {
                    Thread.onSpinWait();
                }
                var heard = new LinkedBlockingQueue<Payload>();
                two.room().channel("chat").onMessage(message -> heard.add(message.payload()));
                one.room().channel("chat").send("hi").get(20, TimeUnit.SECONDS);
                assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(new Payload.Text("hi"));
                assertThat(one.room().ping(two.room().self()).get(20, TimeUnit.SECONDS))
                        .isNotNull();
            }
        }
    }
}

package io.genosdb.spring.boot.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.room.InMemoryRooms;
import io.genosdb.room.RoomPeer;
import io.genosdb.room.RoomStatus;
import io.genosdb.room.RoomStatus.Relay;
import io.genosdb.room.RoomStatus.RelayState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class RoomHealthTest {

    private static RoomDetails details(String problem, Relay... relays) {
        return new RoomDetails(new RoomStatus(
                "shop",
                "me",
                "",
                true,
                problem,
                List.of(new RoomPeer("you", "page", false)),
                2,
                List.of(relays),
                RoomStatus.Traffic.NONE));
    }

    private static Relay relay(RelayState state, String reason) {
        return new Relay("wss://user:hush@a.example.org/x?token=hush", state, reason);
    }

    @Test
    void showsPeersAndRelaysWithoutWhatIsSecret() {
        assertThat(details("", relay(RelayState.CONNECTED, ""), relay(RelayState.WAITING, "refused"))
                        .toMap())
                .isEqualTo(Map.of(
                        "name",
                        "shop",
                        "self",
                        "me",
                        "joined",
                        true,
                        "peers",
                        1,
                        "seen",
                        2,
                        "relays",
                        List.of(
                                Map.of("address", "wss://***@a.example.org/x", "state", "connected"),
                                Map.of(
                                        "address",
                                        "wss://***@a.example.org/x",
                                        "state",
                                        "waiting",
                                        "reason",
                                        "refused"))));
    }

    @Test
    void warnsOfWhatAnOperatorHasToChange() {
        assertThat(details("", relay(RelayState.CONNECTED, "")).warnings()).isEmpty();
        assertThat(details("", relay(RelayState.CONNECTING, "")).warnings()).isEmpty();
        assertThat(details("").warnings()).isEmpty();
        assertThat(details("install libx", relay(RelayState.CONNECTED, "")).warnings())
                .containsExactly("Room 'shop' stays empty: install libx");
        assertThat(details("", relay(RelayState.SET_ASIDE, "pay"), relay(RelayState.WAITING, ""))
                        .warnings())
                .containsExactly(
                        "Relay wss://***@a.example.org/x does not serve room 'shop': pay",
                        "No relay of room 'shop' answers: new peers are not found");
    }

    @Test
    void aRoomIsPartOfTheDatabasesHealth() {
        try (GenosDatabase database =
                        GenosDatabase.builder("shop").room(new InMemoryRooms()).open();
                GenosDatabase alone = GenosDatabase.inMemory("alone")) {
            Health health = new GenosHealthIndicator(database).health();
            assertThat(health).isNotNull();
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails().get("room"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                    .containsEntry("name", "shop")
                    .containsEntry("joined", true);
            Health without = new GenosHealthIndicator(alone).health();
            assertThat(without).isNotNull();
            assertThat(without.getDetails()).doesNotContainKey("room");
        }
    }
}

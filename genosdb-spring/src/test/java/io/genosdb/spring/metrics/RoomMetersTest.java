package io.genosdb.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.room.InMemoryRooms;
import io.genosdb.spring.GenosDatabases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoomMetersTest {

    @Test
    void countPeersAndRelays() {
        var rooms = new InMemoryRooms();
        var registry = new SimpleMeterRegistry();
        try (GenosDatabase database = GenosDatabase.builder("shop").room(rooms).open();
                GenosDatabase peer = GenosDatabase.builder("shop").room(rooms).open();
                GenosDatabase alone = GenosDatabase.inMemory("alone");
                var metrics = new GenosMetrics(new GenosDatabases(Map.of("shop", database, "alone", alone)))) {
            metrics.bindTo(registry);

            assertThat(peer.room().getPeers()).hasSize(1);
            assertThat(registry.get("genosdb.room.peers").gauges())
                    .singleElement()
                    .satisfies(gauge -> {
                        assertThat(gauge.getId().getTag("database")).isEqualTo("shop");
                        assertThat(gauge.value()).isEqualTo(1);
                    });
            assertThat(registry.get("genosdb.room.seen").gauge().value()).isEqualTo(1);
            assertThat(registry.get("genosdb.room.relays").gauges())
                    .extracting(gauge -> gauge.getId().getTag("state"))
                    .containsExactlyInAnyOrder("connecting", "connected", "waiting", "set_aside");
            for (String meter : List.of("genosdb.room.messages", "genosdb.room.bytes")) {
                assertThat(registry.get(meter).functionCounters())
                        .extracting(counter -> counter.getId().getTag("direction"))
                        .containsExactlyInAnyOrder("in", "out");
            }
            assertThat(registry.get("genosdb.room.dropped").functionCounter().count())
                    .isZero();
        }
    }
}

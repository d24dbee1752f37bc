package io.genosdb.samples.room;

import io.genosdb.room.Payload;
import io.genosdb.room.PeerEvent;
import io.genosdb.room.RoomPeer;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.listener.GenosChannelListener;
import io.genosdb.spring.room.RoomPeerEvent;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The application's own cursor, which keeps in the middle of all others. */
@Component
class Pointer {

    private final GenosOperations genos;
    // Guarded by this.
    private final Map<String, Place> others = new HashMap<>();
    private boolean moved;

    Pointer(GenosOperations genos) {
        this.genos = genos;
    }

    private record Place(double x, double y) {}

    /** Two fractions of the shared space; {@code null} from who points elsewhere. */
    @GenosChannelListener("cursor")
    synchronized void heard(JsonValue where, RoomPeer peer) {
        moved = true;
        if (where instanceof JsonObject place
                && place.get("x") instanceof JsonNumber x
                && place.get("y") instanceof JsonNumber y) {
            others.put(peer.id(), new Place(x.value(), y.value()));
        } else {
            others.remove(peer.id());
        }
    }

    @EventListener
    synchronized void left(RoomPeerEvent event) {
        if (event.event() == PeerEvent.PEER_LEAVE && others.remove(event.peer().id()) != null) {
            moved = true;
        }
    }

    @Scheduled(fixedRate = 50)
    synchronized void follow() {
        if (moved) {
            moved = false;
            Collection<Place> places = others.values();
            JsonValue middle = places.isEmpty()
                    ? JsonNull.NULL
                    : JsonValue.of(Map.of("x", mean(places, Place::x), "y", mean(places, Place::y)));
            var unused = genos.send("cursor", new Payload.Json(middle));
        }
    }

    private static double mean(Collection<Place> places, ToDoubleFunction<Place> coordinate) {
        return places.stream().mapToDouble(coordinate).average().orElseThrow();
    }
}

package io.genosdb.spring.boot.health;

import io.genosdb.room.RoomStatus;
import io.genosdb.room.RoomStatus.RelayState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a room is doing, as health shows it. */
record RoomDetails(RoomStatus status) {

    Map<String, Object> toMap() {
        var details = new LinkedHashMap<String, Object>();
        details.put("name", status.name());
        details.put("self", status.self());
        details.put("joined", status.joined());
        details.put("peers", status.peers().size());
        details.put("seen", status.seen());
        details.put("relays", status.relays().stream().map(RoomDetails::relay).toList());
        if (!status.problem().isEmpty()) {
            details.put("problem", status.problem());
        }
        return details;
    }

    private static Map<String, Object> relay(RoomStatus.Relay relay) {
        var details = new LinkedHashMap<String, Object>();
        details.put("address", relay.address());
        details.put("state", state(relay));
        if (!relay.reason().isEmpty()) {
            details.put("reason", relay.reason());
        }
        return details;
    }

    private static String state(RoomStatus.Relay relay) {
        return relay.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What only an operator changes. A relay that is away is dialled until it is back. */
    List<String> warnings() {
        var warnings = new ArrayList<String>();
        if (!status.problem().isEmpty()) {
            warnings.add("Room '" + status.name() + "' stays empty: " + status.problem());
        }
        status.relays().stream()
                .filter(relay -> relay.state() == RelayState.SET_ASIDE)
                .map(relay ->
                        "Relay " + relay.address() + " does not serve room '" + status.name() + "': " + relay.reason())
                .forEach(warnings::add);
        boolean isDeaf = status.joined()
                && !status.relays().isEmpty()
                && status.relays().stream()
                        .noneMatch(relay ->
                                relay.state() == RelayState.CONNECTED || relay.state() == RelayState.CONNECTING);
        if (isDeaf) {
            warnings.add("No relay of room '" + status.name() + "' answers: new peers are not found");
        }
        return warnings;
    }
}

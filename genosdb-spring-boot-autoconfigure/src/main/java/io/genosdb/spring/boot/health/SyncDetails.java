package io.genosdb.spring.boot.health;

import io.genosdb.sync.PeerStatus;
import io.genosdb.sync.SyncStatus;
import io.genosdb.sync.transport.DialStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How sync is doing, as health shows it. */
record SyncDetails(SyncStatus status, List<DialStatus> addresses) {

    Map<String, Object> toMap() {
        var details = new LinkedHashMap<String, Object>();
        details.put(
                "peers",
                status.peers().stream()
                        .filter(PeerStatus::isConnected)
                        .map(SyncDetails::peer)
                        .toList());
        put(details, "lastProvedEqual", status.lastEqual());
        List<Map<String, Object>> missing = addresses.stream()
                .filter(DialStatus::isMissing)
                .map(SyncDetails::address)
                .toList();
        if (!missing.isEmpty()) {
            details.put("notConnected", missing);
        }
        details.put("opLogEntries", status.opLogEntries());
        details.put("opLogPosition", status.opLogPosition());
        return details;
    }

    /** Addresses that nothing but an operator brings together with this replica. Who is away comes back by itself. */
    List<String> warnings() {
        return addresses.stream()
                .filter(address -> address.state() == DialStatus.State.REFUSED)
                .map(address -> "No sync with " + address.address() + ": " + address.error())
                .toList();
    }

    private static Map<String, Object> peer(PeerStatus peer) {
        var details = new LinkedHashMap<String, Object>();
        details.put("origin", peer.origin());
        details.put("transport", peer.transport());
        details.put("remote", peer.remote());
        details.put("phase", peer.phase().name().toLowerCase(Locale.ROOT));
        put(details, "lastProvedEqual", peer.lastEqual());
        return details;
    }

    private static Map<String, Object> address(DialStatus address) {
        var details = new LinkedHashMap<String, Object>();
        details.put("address", address.address());
        details.put("state", address.state().name().toLowerCase(Locale.ROOT));
        put(details, "reason", address.error());
        put(details, "nextAttempt", address.nextAttempt());
        return details;
    }

    private static void put(Map<String, Object> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value.toString());
        }
    }
}

package io.genosdb.rtc.relay;

import java.util.Map;

/**
 * How a relay is doing, for monitoring. Counts run from its start.
 *
 * @param connections clients that are connected
 * @param subscriptions open requests of all of them
 * @param received events that clients have published, the refused ones included
 * @param delivered events handed to clients
 * @param refused what was refused, by reason; every reason is there
 * @param disconnected sessions that the relay has ended, by cause; every cause is there
 * @since 0.1
 */
public record RelayStatus(
        int connections,
        int subscriptions,
        long received,
        long delivered,
        Map<Refusal, Long> refused,
        Map<Disconnect, Long> disconnected) {

    /** Copies the maps. */
    public RelayStatus {
        refused = Map.copyOf(refused);
        disconnected = Map.copyOf(disconnected);
    }
}

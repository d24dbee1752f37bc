package io.genosdb.room;

import java.util.List;

/**
 * How a room is doing.
 *
 * @param name the room's name
 * @param self how this peer is called
 * @param type what this peer declares to be
 * @param joined whether it is in the room, alone or not
 * @param problem why no peers can be met, with what to do about it; empty where there is nothing in the way
 * @param peers the peers that messages go to
 * @param seen how many peers are about, those included
 * @param relays where peers are looked for, in the configured order
 * @since 0.1
 */
public record RoomStatus(
        String name,
        String self,
        String type,
        boolean joined,
        String problem,
        List<RoomPeer> peers,
        int seen,
        List<Relay> relays) {

    /** Copies the lists. */
    public RoomStatus {
        peers = List.copyOf(peers);
        relays = List.copyOf(relays);
    }

    /**
     * How it stands with a relay.
     *
     * @param url its address
     * @param state what is done with it
     * @param reason why, for people; may be empty
     */
    public record Relay(String url, RelayState state, String reason) {}

    /** What is done with a relay. */
    public enum RelayState {
        /** It is being dialled. */
        CONNECTING,
        /** It carries messages. */
        CONNECTED,
        /** It is not there, and is dialled again soon. */
        WAITING,
        /** It refuses to serve this room, for example for payment, and is left alone until the room is joined again. */
        SET_ASIDE
    }
}

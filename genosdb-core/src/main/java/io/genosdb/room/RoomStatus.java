package io.genosdb.room;

import io.genosdb.sync.transport.WebSocketPeers;
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
 * @param traffic what went over the room since it was opened
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
        List<Relay> relays,
        Traffic traffic) {

    /** Copies the lists. */
    public RoomStatus {
        peers = List.copyOf(peers);
        relays = List.copyOf(relays);
    }

    /**
     * What went over a room.
     *
     * @param messagesIn messages of channels that came
     * @param messagesOut messages of channels that were sent, counted for each peer
     * @param bytesIn all that came from peers, the sync included
     * @param bytesOut all that was sent to peers, the sync included
     * @param dropped what listeners were not told of, since they were too slow
     */
    public record Traffic(long messagesIn, long messagesOut, long bytesIn, long bytesOut, long dropped) {

        /** Nothing. */
        public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);
    }

    /**
     * How it stands with a relay.
     *
     * @param url its address
     * @param state what is done with it
     * @param reason why, for people; may be empty
     */
    public record Relay(String url, RelayState state, String reason) {

        /**
         * The address as people may see it.
         *
         * @return the address without what may be secret in it
         */
        public String address() {
            return WebSocketPeers.shown(url);
        }
    }

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

package io.genosdb.rtc.wire;

import io.genosdb.room.RoomLimits;
import java.time.Duration;

/**
 * How much one peer may hold of this one's memory and time.
 *
 * @param maxMessageBytes the largest message, put together
 * @param maxOpenMessages so many messages may be on their way at once
 * @param maxHeldBytes so much the parts of those may take
 * @param handshake a handshake takes no longer
 * @param quiet after so long without a sign of life the peer is pinged
 * @param silent after so long without one it is given up
 * @param absent so long a link is kept to a peer that has left the room, and may come back
 * @param stalled a message of which no part came for so long is dropped
 * @since 0.1
 */
public record SessionLimits(
        int maxMessageBytes,
        int maxOpenMessages,
        long maxHeldBytes,
        Duration handshake,
        Duration quiet,
        Duration silent,
        Duration absent,
        Duration stalled) {

    /** What holds unless there is a reason to: the times are those of Trystero where it has them. */
    public static final SessionLimits DEFAULTS = new SessionLimits(
            RoomLimits.MAX_MESSAGE_BYTES,
            256,
            96L * 1024 * 1024,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(123),
            Duration.ofSeconds(60));
}

package io.genosdb.rtc.wire;

import io.genosdb.room.RoomLimits;
import java.nio.charset.StandardCharsets;

/** The names of what is not a channel. */
final class Actions {

    static final String PING = "@_ping";
    static final String PONG = "@_pong";
    static final String LEAVE = "@_leave";
    static final String HANDSHAKE = "@_hsdata";
    static final String READY = "@_hsready";
    static final String HELLO = "genosdb.hello";
    static final String SYNC = "genosdb.sync";

    private Actions() {}

    /** Whether a name belongs to Trystero or to this project, known or not. */
    static boolean isReserved(String type) {
        return type.startsWith("@_") || type.startsWith("genosdb.");
    }

    /** Whether a name that came over a link may be that of a channel. */
    static boolean isChannel(String name) {
        return !name.isEmpty() && !isReserved(name) && name.chars().noneMatch(Character::isISOControl);
    }

    static void requireChannel(String name) {
        if (!isChannel(name)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(name)
                || name.getBytes(StandardCharsets.UTF_8).length > RoomLimits.MAX_CHANNEL_NAME_BYTES) {
            throw new IllegalArgumentException("the name of a channel has 1 to " + RoomLimits.MAX_CHANNEL_NAME_BYTES
                    + " bytes of UTF-8, no control characters, and begins neither with '@_' nor with 'genosdb.': '"
                    + name + "' is none");
        }
    }
}

package io.genosdb.room;

import java.nio.charset.StandardCharsets;

/**
 * Bounds that hold in every room.
 *
 * @since 0.1
 */
public final class RoomLimits {

    /** The largest message of a channel, in bytes. */
    public static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

    /** The longest name of a channel, in bytes of UTF-8. */
    public static final int MAX_CHANNEL_NAME_BYTES = 32;

    private RoomLimits() {}

    /**
     * Checks the name of a channel.
     *
     * @param name 1 to 32 bytes of UTF-8, without control characters; names that begin with {@code @_} or {@code genosdb.} are
     *     reserved
     * @return the name
     * @throws IllegalArgumentException if the name is none, which the message explains
     */
    public static String checkChannelName(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_CHANNEL_NAME_BYTES) {
            throw new IllegalArgumentException("a channel's name has 1 to " + MAX_CHANNEL_NAME_BYTES
                    + " bytes of UTF-8, not " + bytes + ": '" + name + "'");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a channel's name has no control characters");
        }
        if (name.startsWith("@_") || name.startsWith("genosdb.")) {
            throw new IllegalArgumentException(
                    "names that begin with '@_' or 'genosdb.' are reserved; name the channel otherwise: '" + name
                            + "'");
        }
        return name;
    }
}

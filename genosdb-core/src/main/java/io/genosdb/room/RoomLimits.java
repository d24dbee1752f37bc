package io.genosdb.room;

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
}

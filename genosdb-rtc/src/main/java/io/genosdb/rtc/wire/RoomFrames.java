package io.genosdb.rtc.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The outermost layer: which room something belongs to. Immutable. */
final class RoomFrames {

    /** The length of a room's token, in bytes. */
    static final int TOKEN_BYTES = 64;

    /** What a frame adds to what it holds. */
    static final int HEADER_BYTES = 3 + TOKEN_BYTES;

    private static final int ROOM = 1;
    private static final int PRESENCE = 2;

    private final byte[] roomHeader;
    private final byte[] present;
    private final byte[] absent;

    RoomFrames(String token) {
        byte[] name = token.getBytes(StandardCharsets.UTF_8);
        if (name.length != TOKEN_BYTES) {
            throw new IllegalArgumentException("a room's token has " + TOKEN_BYTES + " bytes, not " + name.length);
        }
        roomHeader = header(name, ROOM);
        present = header(name, PRESENCE, 1);
        absent = header(name, PRESENCE, 0);
    }

    private static byte[] header(byte[] token, int... kind) {
        var header = new byte[kind.length + 2 + token.length];
        for (int i = 0; i < kind.length; i++) {
            header[i] = (byte) kind[i];
        }
        header[kind.length + 1] = (byte) token.length;
        System.arraycopy(token, 0, header, kind.length + 2, token.length);
        return header;
    }

    byte[] presence(boolean here) {
        return (here ? present : absent).clone();
    }

    /** A frame with room for so many bytes after {@link #HEADER_BYTES}. */
    byte[] frame(int content) {
        return Arrays.copyOf(roomHeader, HEADER_BYTES + content);
    }

    /** Whether the message is a frame of this room, its content beginning at {@link #HEADER_BYTES}. */
    boolean isFrame(byte[] message) {
        return startsWith(message, roomHeader);
    }

    /** Whether the message tells of a presence in this room. Any number but 1 means absence. */
    boolean isPresence(byte[] message) {
        return message.length >= present.length
                && message[0] == PRESENCE
                && Arrays.equals(message, 2, present.length, present, 2, present.length);
    }

    boolean isPresent(byte[] presence) {
        return presence[1] == 1;
    }

    private static boolean startsWith(byte[] message, byte[] start) {
        return message.length >= start.length && Arrays.equals(message, 0, start.length, start, 0, start.length);
    }
}

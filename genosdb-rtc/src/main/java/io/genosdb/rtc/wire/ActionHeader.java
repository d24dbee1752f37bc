package io.genosdb.rtc.wire;

import java.nio.charset.StandardCharsets;

/**
 * What stands before every part of a message.
 *
 * @param type the channel's name, or one of the reserved ones
 * @param nonce which message of the type it belongs to, 0 to 65535
 * @param flags bits
 * @param progress how much of the message has come with this part, 1 to 255; 0 for very little
 */
record ActionHeader(String type, int nonce, int flags, int progress) {

    static final int LAST = 1;
    static final int METADATA = 1 << 1;
    static final int BINARY = 1 << 2;
    static final int JSON = 1 << 3;

    static final int TYPE_BYTES = 32;
    static final int BYTES = TYPE_BYTES + 4;

    /** The largest part that is sent; larger ones are taken. */
    static final int MAX_BODY = 16 * 1024 - BYTES;

    static ActionHeader read(byte[] message, int from) {
        int end = from + TYPE_BYTES;
        while (end > from && message[end - 1] == 0) {
            end--;
        }
        int at = from + TYPE_BYTES;
        return new ActionHeader(
                WireText.decode(message, from, end),
                Byte.toUnsignedInt(message[at]) << 8 | Byte.toUnsignedInt(message[at + 1]),
                message[at + 2],
                Byte.toUnsignedInt(message[at + 3]));
    }

    void write(byte[] message, int from) {
        byte[] name = type.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, message, from, name.length);
        int at = from + TYPE_BYTES;
        message[at] = (byte) (nonce >> 8);
        message[at + 1] = (byte) nonce;
        message[at + 2] = (byte) flags;
        message[at + 3] = (byte) progress;
    }

    boolean is(int flag) {
        return (flags & flag) != 0;
    }
}

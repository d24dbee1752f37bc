package io.genosdb.rtc.wire;

import io.genosdb.room.Payload;
import io.genosdb.room.RoomLimits;
import io.genosdb.value.JsonValue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Encodes what is sent to a room, and counts the messages of each channel. One for a room; thread-safe.
 *
 * @since 0.1
 */
public final class MessageEncoder {

    /** The largest metadata of a message, in bytes of JSON: they travel in one piece. */
    public static final int MAX_METADATA_BYTES = 60 * 1024;

    /** What {@link #sync} adds to a frame. */
    public static final int SYNC_OVERHEAD = RoomFrames.HEADER_BYTES + ActionHeader.BYTES;

    private final RoomFrames frames;
    private final Map<String, Integer> nonces = new ConcurrentHashMap<>();

    /**
     * Makes one.
     *
     * @param token the room's {@linkplain RoomSecret#token() token}
     */
    public MessageEncoder(String token) {
        this.frames = new RoomFrames(token);
    }

    /**
     * Encodes a message. Binary payloads are not copied.
     *
     * @param channel the channel's name, which is not reserved
     * @param payload what it holds
     * @param metadata goes before the payload; {@code null} for none
     * @return the message
     * @throws IllegalArgumentException if the channel's name is none, or the message is too large
     */
    public OutgoingMessage encode(String channel, Payload payload, @Nullable JsonValue metadata) {
        Actions.requireChannel(channel);
        return message(channel, payload, metadata);
    }

    /**
     * One message around a frame of the sync protocol.
     *
     * @param frame the frame
     * @return a new array, {@value #SYNC_OVERHEAD} bytes longer
     */
    public byte[] sync(byte[] frame) {
        byte[] message = frames.frame(ActionHeader.BYTES + frame.length);
        // One part each: there is nothing for a nonce to keep together.
        new ActionHeader(Actions.SYNC, 0, ActionHeader.LAST | ActionHeader.BINARY | ActionHeader.JSON, 255)
                .write(message, RoomFrames.HEADER_BYTES);
        System.arraycopy(frame, 0, message, SYNC_OVERHEAD, frame.length);
        return message;
    }

    OutgoingMessage message(String type, Payload payload, @Nullable JsonValue metadata) {
        byte[] before = metadata == null ? null : metadata.canonicalBytes();
        if (before != null && before.length > MAX_METADATA_BYTES) {
            throw new IllegalArgumentException("the metadata of a message have at most " + MAX_METADATA_BYTES
                    + " bytes of JSON, not " + before.length + ": put more of it into the payload");
        }
        byte[] body = body(payload);
        if (body.length > RoomLimits.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("a message has at most " + RoomLimits.MAX_MESSAGE_BYTES + " bytes, not "
                    + body.length + ": send it in several");
        }
        if (payload instanceof Payload.Json && !JsonText.isWithinBounds(body, 0)) {
            throw new IllegalArgumentException(
                    "JSON in a message has at most " + JsonText.MAX_VALUES + " values: send it as text or bytes");
        }
        int nonce = nonces.merge(type, 0, (last, first) -> (last + 1) & 0xffff);
        return new OutgoingMessage(frames, type, nonce, kind(payload), body, before, metadata);
    }

    private static byte[] body(Payload payload) {
        if (payload instanceof Payload.Text text) {
            return WireText.encode(text.text());
        }
        if (payload instanceof Payload.Json json) {
            return json.value().canonicalBytes();
        }
        return ((Payload.Binary) payload).bytes();
    }

    private static int kind(Payload payload) {
        if (payload instanceof Payload.Text) {
            return 0;
        }
        // Browsers count bytes as JSON too, and look at the other bit first.
        return payload instanceof Payload.Json ? ActionHeader.JSON : ActionHeader.BINARY | ActionHeader.JSON;
    }
}

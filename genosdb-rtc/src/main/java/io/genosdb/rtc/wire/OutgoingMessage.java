package io.genosdb.rtc.wire;

import io.genosdb.value.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A message of a channel, encoded once for all the peers it goes to. Immutable.
 *
 * @since 0.1
 */
public final class OutgoingMessage {

    private final RoomFrames frames;
    private final String channel;
    private final int nonce;
    private final int kind;
    private final byte[] body;
    private final byte @Nullable [] metadata;
    private final @Nullable JsonValue metadataValue;

    OutgoingMessage(
            RoomFrames frames,
            String channel,
            int nonce,
            int kind,
            byte[] body,
            byte @Nullable [] metadata,
            @Nullable JsonValue metadataValue) {
        this.frames = frames;
        this.channel = channel;
        this.nonce = nonce;
        this.kind = kind;
        this.body = body;
        this.metadata = metadata;
        this.metadataValue = metadataValue;
    }

    /**
     * The channel that the message goes over.
     *
     * @return its name
     */
    public String channel() {
        return channel;
    }

    /**
     * What goes before the payload.
     *
     * @return the metadata; {@code null} for none
     */
    public @Nullable JsonValue metadata() {
        return metadataValue;
    }

    /**
     * How long the message is, encoded, without the headers of its parts.
     *
     * @return bytes
     */
    public int length() {
        return body.length + (metadata == null ? 0 : metadata.length);
    }

    /**
     * Begins to send the message to one peer.
     *
     * @return its parts, from the first
     */
    public Transmission transmission() {
        return new Transmission(this);
    }

    int parts() {
        int bodies = (body.length + ActionHeader.MAX_BODY - 1) / ActionHeader.MAX_BODY;
        return Math.max(1, bodies + (metadata == null ? 0 : 1));
    }

    static int progress(int part, int parts) {
        return Math.toIntExact(Math.round((part + 1) / (double) parts * 255));
    }

    byte[] part(int index) {
        int parts = parts();
        int flags = kind | (index == parts - 1 ? ActionHeader.LAST : 0);
        if (metadata != null && index == 0) {
            return part(flags | ActionHeader.METADATA, progress(index, parts), metadata, 0, metadata.length);
        }
        int from = (metadata == null ? index : index - 1) * ActionHeader.MAX_BODY;
        int length = Math.min(ActionHeader.MAX_BODY, body.length - from);
        return part(flags, progress(index, parts), body, from, length);
    }

    private byte[] part(int flags, int progress, byte[] source, int from, int length) {
        byte[] message = frames.frame(ActionHeader.BYTES + length);
        new ActionHeader(channel, nonce, flags, progress).write(message, RoomFrames.HEADER_BYTES);
        System.arraycopy(source, from, message, RoomFrames.HEADER_BYTES + ActionHeader.BYTES, length);
        return message;
    }
}

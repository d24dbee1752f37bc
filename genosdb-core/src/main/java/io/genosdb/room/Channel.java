package io.genosdb.room;

import io.genosdb.value.JsonValue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Messages under a name, between the peers that are in the room at the moment. What is sent is neither stored nor repeated; the
 * messages of one peer come in the order in which it sent them, a later short one maybe before a long one. Thread-safe.
 *
 * @since 0.1
 */
public interface Channel {

    /**
     * The channel's name.
     *
     * @return the name
     */
    String name();

    /**
     * Sends a message.
     *
     * @param payload what it holds
     * @param options to whom and how
     * @return completes when the whole message was handed to the links of all targets that were there and did not leave
     *     meanwhile; exceptionally with a {@link RoomException} if a target that was named is not in the room, or the message is
     *     larger than {@value RoomLimits#MAX_MESSAGE_BYTES} bytes
     */
    CompletableFuture<Void> send(Payload payload, SendOptions options);

    /**
     * Sends JSON to all.
     *
     * @param json the value
     * @return as {@link #send(Payload, SendOptions)}
     */
    default CompletableFuture<Void> send(JsonValue json) {
        return send(new Payload.Json(json), SendOptions.DEFAULTS);
    }

    /**
     * Sends text to all.
     *
     * @param text the text
     * @return as {@link #send(Payload, SendOptions)}
     */
    default CompletableFuture<Void> send(String text) {
        return send(new Payload.Text(text), SendOptions.DEFAULTS);
    }

    /**
     * Sends bytes to all.
     *
     * @param bytes the bytes, not to be changed any more
     * @return as {@link #send(Payload, SendOptions)}
     */
    default CompletableFuture<Void> send(byte[] bytes) {
        return send(new Payload.Binary(bytes), SendOptions.DEFAULTS);
    }

    /**
     * Listens for messages. What comes to a channel that nobody listens to is dropped.
     *
     * @param listener is given each message
     * @return takes the listener away
     */
    Room.Registration onMessage(Consumer<ChannelMessage> listener);

    /**
     * Listens for messages on their way here.
     *
     * @param listener hears of the parts
     * @return takes the listener away
     */
    Room.Registration onProgress(ProgressListener listener);
}

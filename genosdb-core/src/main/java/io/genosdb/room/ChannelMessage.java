package io.genosdb.room;

import io.genosdb.value.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A message that came over a channel.
 *
 * @param channel the channel's name
 * @param peer the sender
 * @param payload what it holds
 * @param metadata what was sent with it; {@code null} for nothing, which is not {@link io.genosdb.value.JsonNull}
 * @since 0.1
 */
public record ChannelMessage(
        String channel,
        RoomPeer peer,
        Payload payload,
        @Nullable JsonValue metadata) {}

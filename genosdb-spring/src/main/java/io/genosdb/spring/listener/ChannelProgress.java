package io.genosdb.spring.listener;

import io.genosdb.value.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How much of a message has come, for a {@link GenosChannelListener}. While the listener is busy, what it would hear of one
 * message becomes one step.
 *
 * @param channel the channel's name
 * @param peer the sender's identifier
 * @param fraction above 0, to 1
 * @param metadata what was sent with the message; {@code null} for nothing
 * @since 0.1
 */
public record ChannelProgress(
        String channel,
        String peer,
        double fraction,
        @Nullable JsonValue metadata) {}

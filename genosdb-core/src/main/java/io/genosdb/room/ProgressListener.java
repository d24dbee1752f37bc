package io.genosdb.room;

import io.genosdb.value.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Hears how much of a message was sent or received.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ProgressListener {

    /**
     * Called on a thread of the room, to be left quickly.
     *
     * @param fraction above 0, to 1
     * @param peer the other side's identifier
     * @param metadata the message's metadata, or {@code null}
     */
    void onProgress(double fraction, String peer, @Nullable JsonValue metadata);
}

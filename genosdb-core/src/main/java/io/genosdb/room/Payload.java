package io.genosdb.room;

import io.genosdb.value.JsonValue;

/**
 * What a message holds.
 *
 * @since 0.1
 */
public sealed interface Payload {

    /**
     * A JSON value.
     *
     * @param value the value
     */
    record Json(JsonValue value) implements Payload {}

    /**
     * Text.
     *
     * @param text the text
     */
    record Text(String text) implements Payload {}

    /**
     * Bytes.
     *
     * @param bytes the bytes, which nobody changes any more
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; copying 20 MB to be safe would be dear.
    record Binary(byte[] bytes) implements Payload {}
}

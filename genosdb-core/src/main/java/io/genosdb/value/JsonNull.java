package io.genosdb.value;

import org.jspecify.annotations.Nullable;

/**
 * JSON's {@code null}, which is a value: a member that is {@code null} is there, unlike one that is missing.
 *
 * @since 0.1
 */
public enum JsonNull implements JsonValue {
    /** The only instance. */
    NULL;

    @Override
    public @Nullable Object toJava() {
        return null;
    }

    @Override
    public String toString() {
        return "null";
    }
}

package io.genosdb.value;

/**
 * A JSON boolean.
 *
 * @since 0.1
 */
public enum JsonBoolean implements JsonValue {
    /** {@code false}, which sorts before {@code true}. */
    FALSE,
    /** {@code true}. */
    TRUE;

    /**
     * The constant for a Java boolean.
     *
     * @param value the boolean
     * @return {@link #TRUE} or {@link #FALSE}
     */
    public static JsonBoolean of(boolean value) {
        return value ? TRUE : FALSE;
    }

    @Override
    public Object toJava() {
        return this == TRUE;
    }

    @Override
    public String toString() {
        return this == TRUE ? "true" : "false";
    }
}

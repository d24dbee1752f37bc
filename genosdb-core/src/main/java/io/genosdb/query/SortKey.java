package io.genosdb.query;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import org.jspecify.annotations.Nullable;

/** A value's place in a sort: by type, then by value. Objects and arrays are all alike. */
record SortKey(Type type, double number, int tie, String text) implements Comparable<SortKey> {

    enum Type {
        MISSING,
        NULL,
        BOOLEAN,
        NUMBER,
        STRING,
        OTHER
    }

    static final SortKey MISSING = new SortKey(Type.MISSING, 0, 0, "");
    private static final SortKey NULL = new SortKey(Type.NULL, 0, 0, "");
    private static final SortKey FALSE = new SortKey(Type.BOOLEAN, 0, 0, "");
    private static final SortKey TRUE = new SortKey(Type.BOOLEAN, 1, 0, "");
    private static final SortKey OTHER = new SortKey(Type.OTHER, 0, 0, "");

    static SortKey of(@Nullable JsonValue value) {
        if (value instanceof JsonNumber number) {
            return of(number.value());
        }
        if (value instanceof JsonString string) {
            return new SortKey(Type.STRING, 0, 0, string.value());
        }
        if (value instanceof JsonBoolean bool) {
            return bool == JsonBoolean.TRUE ? TRUE : FALSE;
        }
        if (value == null) {
            return MISSING;
        }
        return value == JsonNull.NULL ? NULL : OTHER;
    }

    static SortKey of(double number) {
        return of(number, 0);
    }

    static SortKey of(double number, int tie) {
        return new SortKey(Type.NUMBER, number, tie, "");
    }

    /** A node's own timestamp: milliseconds, and the counter that a double has no room for. */
    static SortKey of(HybridTimestamp timestamp) {
        return of((double) timestamp.physical(), timestamp.logical());
    }

    @Override
    public int compareTo(SortKey other) {
        if (type != other.type) {
            return type.compareTo(other.type);
        }
        if (type == Type.STRING) {
            return Collation.compare(text, other.text);
        }
        int order = Double.compare(number, other.number);
        return order != 0 ? order : Integer.compare(tie, other.tie);
    }
}

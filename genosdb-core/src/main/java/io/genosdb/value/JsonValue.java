package io.genosdb.value;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable JSON value.
 *
 * <p>Two values are equal exactly when their {@linkplain #canonicalBytes() canonical bytes} are. All implementations are
 * thread-safe.
 *
 * @since 0.1
 */
public sealed interface JsonValue permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

    /**
     * The deepest nesting that any value may have, whatever is configured: deep enough for every document seen in
     * practice, shallow enough for recursive code on a small stack.
     */
    int MAX_DEPTH = 256;

    /**
     * Parses strict JSON text.
     *
     * @param json one JSON value, surrounded by white space at most
     * @return the value
     * @throws InvalidValueException if the text is not JSON, repeats a member name, nests deeper than {@link #MAX_DEPTH}
     *     or holds an integer that an IEEE 754 double cannot represent
     */
    static JsonValue parse(String json) {
        return JsonReader.STRICT.read(json);
    }

    /**
     * Parses strict JSON text in UTF-8.
     *
     * @param json one JSON value, surrounded by white space at most
     * @return the value
     * @throws InvalidValueException as {@link #parse(String)}
     */
    static JsonValue parse(byte[] json) {
        return JsonReader.STRICT.read(json);
    }

    /**
     * Parses relaxed JSON text, as people write it inside annotations: single quotes and bare member names are allowed.
     *
     * @param json one JSON value, surrounded by white space at most
     * @return the value
     * @throws InvalidValueException as {@link #parse(String)}
     */
    static JsonValue parseRelaxed(String json) {
        return JsonReader.RELAXED.read(json);
    }

    /**
     * Converts plain Java data: {@code null}, booleans, numbers, character sequences, enum constants (by name), maps with
     * string keys, collections, object arrays, and JSON values themselves.
     *
     * @param source the data
     * @return the same data as JSON
     * @throws InvalidValueException if something in it has no JSON form, with the path to it
     */
    static JsonValue of(@Nullable Object source) {
        return JavaConversion.toJson(source);
    }

    /**
     * The value as plain Java data: {@code null}, {@link Boolean}, {@link Long} for whole numbers that fit one exactly,
     * {@link Double} for others, {@link String}, {@link java.util.List} or {@link Map}, the last two unmodifiable.
     *
     * @return the Java form
     */
    @Nullable
    Object toJava();

    /**
     * The value in the canonical form of RFC 8785 (JSON Canonicalization Scheme), UTF-8.
     *
     * @return a new array
     */
    default byte[] canonicalBytes() {
        var writer = new CanonicalWriter(256);
        writer.value(this);
        return writer.toByteArray();
    }

    /**
     * The value in its canonical form as text.
     *
     * @return canonical JSON
     */
    default String toJson() {
        return new String(canonicalBytes(), StandardCharsets.UTF_8);
    }

    /**
     * How deeply the value nests: 0 for a scalar, 1 for an empty object or array.
     *
     * @return the depth
     */
    default int depth() {
        return 0;
    }
}

package io.genosdb.value;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object. Its members are unordered for the user and kept in canonical order (by UTF-16 code units of the name).
 *
 * @since 0.1
 */
public final class JsonObject implements JsonValue {

    private static final JsonValue[] NO_VALUES = {};
    private static final JsonObject EMPTY = new JsonObject(FieldNames.NONE, NO_VALUES);

    private final FieldNames names;
    private final JsonValue[] values;
    private final int depth;

    private JsonObject(FieldNames names, JsonValue[] values) {
        this.names = names;
        this.values = values;
        this.depth = Nesting.above(values);
    }

    /**
     * The object without members.
     *
     * @return the empty object
     */
    public static JsonObject empty() {
        return EMPTY;
    }

    /**
     * An object with the given members.
     *
     * @param members names and values
     * @return the object
     * @throws InvalidValueException if it nests deeper than {@link JsonValue#MAX_DEPTH} or a name has a lone surrogate
     */
    public static JsonObject of(Map<String, ? extends JsonValue> members) {
        String[] names = members.keySet().toArray(new String[0]);
        var values = new JsonValue[names.length];
        for (int i = 0; i < names.length; i++) {
            values[i] = members.get(names[i]);
        }
        return ofMembers(names, values, names.length);
    }

    /**
     * Parses the strict JSON text of an object.
     *
     * @param json a JSON object
     * @return the object
     * @throws InvalidValueException if the text is not JSON, or not an object
     */
    public static JsonObject parse(String json) {
        if (JsonValue.parse(json) instanceof JsonObject object) {
            return object;
        }
        throw new InvalidValueException("the text is JSON but not an object: it must begin with '{'");
    }

    /** Makes an object of the first {@code size} names and values, in any order. Takes the arrays over. */
    static JsonObject ofMembers(String[] names, JsonValue[] values, int size) {
        if (size == 0) {
            return EMPTY;
        }
        String[] sortedNames = size == names.length ? names : Arrays.copyOf(names, size);
        JsonValue[] sortedValues = size == values.length ? values : Arrays.copyOf(values, size);
        if (!isAscending(sortedNames)) {
            sort(sortedNames, sortedValues);
        }
        return new JsonObject(FieldNames.of(sortedNames), sortedValues);
    }

    private static boolean isAscending(String[] names) {
        for (int i = 1; i < names.length; i++) {
            if (names[i - 1].compareTo(names[i]) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static void sort(String[] names, JsonValue[] values) {
        var sorted = new TreeMap<String, JsonValue>();
        for (int i = 0; i < names.length; i++) {
            if (sorted.put(names[i], values[i]) != null) {
                throw new InvalidValueException("the object has the member '" + names[i] + "' twice");
            }
        }
        int i = 0;
        for (var member : sorted.entrySet()) {
            names[i] = member.getKey();
            values[i++] = member.getValue();
        }
    }

    /**
     * The value of a member.
     *
     * @param name the member's name
     * @return its value, or {@code null} where there is no such member
     */
    public @Nullable JsonValue get(String name) {
        int index = names.indexOf(name);
        return index < 0 ? null : values[index];
    }

    /**
     * This object with one member added or replaced.
     *
     * @param name the member's name
     * @param value its new value
     * @return a new object
     */
    public JsonObject with(String name, JsonValue value) {
        int index = names.indexOf(name);
        if (index >= 0) {
            JsonValue[] replaced = values.clone();
            replaced[index] = value;
            return new JsonObject(names, replaced);
        }
        String[] moreNames = Arrays.copyOf(memberNames(), size() + 1);
        JsonValue[] moreValues = Arrays.copyOf(values, size() + 1);
        moreNames[size()] = name;
        moreValues[size()] = value;
        return ofMembers(moreNames, moreValues, moreNames.length);
    }

    /**
     * This object without one member.
     *
     * @param name the member's name
     * @return a new object, or this one where there is no such member
     */
    public JsonObject without(String name) {
        if (names.indexOf(name) < 0) {
            return this;
        }
        var members = new LinkedHashMap<String, JsonValue>();
        forEach(members::put);
        members.remove(name);
        return of(members);
    }

    private String[] memberNames() {
        var array = new String[size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = names.name(i);
        }
        return array;
    }

    /**
     * Visits the members in canonical order.
     *
     * @param visitor gets name and value
     */
    public void forEach(BiConsumer<String, JsonValue> visitor) {
        for (int i = 0; i < values.length; i++) {
            visitor.accept(names.name(i), values[i]);
        }
    }

    /**
     * How many members there are.
     *
     * @return the number of members
     */
    public int size() {
        return values.length;
    }

    /**
     * Whether there are no members.
     *
     * @return true for the empty object
     */
    public boolean isEmpty() {
        return values.length == 0;
    }

    @Override
    public int depth() {
        return depth;
    }

    void writeTo(CanonicalWriter writer) {
        writer.raw((byte) '{');
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                writer.raw((byte) ',');
            }
            writer.raw(names.encoded(i));
            writer.value(values[i]);
        }
        writer.raw((byte) '}');
    }

    @Override
    public Map<String, @Nullable Object> toJava() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        forEach((name, value) -> map.put(name, value.toJava()));
        return Collections.unmodifiableMap(map);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof JsonObject that && names.sameAs(that.names) && Arrays.equals(values, that.values));
    }

    @Override
    public int hashCode() {
        return 31 * names.hash() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return toJson();
    }
}

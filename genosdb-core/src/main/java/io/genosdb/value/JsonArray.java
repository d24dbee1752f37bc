package io.genosdb.value;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;

/**
 * A JSON array.
 *
 * <p>It is an unmodifiable list of its elements.
 *
 * @since 0.1
 */
public final class JsonArray extends AbstractList<JsonValue> implements JsonValue, RandomAccess {

    private static final JsonArray EMPTY = new JsonArray(new JsonValue[0]);

    private final JsonValue[] elements;
    private final int depth;

    private JsonArray(JsonValue[] elements) {
        this.elements = elements;
        this.depth = Nesting.above(elements);
    }

    /**
     * An array of the given elements.
     *
     * @param elements the elements, in order
     * @return the array
     * @throws InvalidValueException if it nests deeper than {@link JsonValue#MAX_DEPTH}
     */
    public static JsonArray of(List<? extends JsonValue> elements) {
        if (elements.isEmpty()) {
            return EMPTY;
        }
        return new JsonArray(elements.toArray(new JsonValue[0]));
    }

    @Override
    public JsonValue get(int index) {
        return elements[index];
    }

    @Override
    public int size() {
        return elements.length;
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    public Object toJava() {
        var list = new ArrayList<Object>(elements.length);
        for (JsonValue element : elements) {
            list.add(element.toJava());
        }
        return Collections.unmodifiableList(list);
    }

    @Override
    public String toString() {
        return toJson();
    }
}

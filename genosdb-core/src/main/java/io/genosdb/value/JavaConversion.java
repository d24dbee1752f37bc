package io.genosdb.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From plain Java data to JSON; every refusal names the path at which it happened. */
final class JavaConversion {

    private JavaConversion() {}

    /** Where in the data the conversion is; printed as in {@code $.address.lines[2]}. */
    private record Path(@Nullable Path parent, String step, int depth) {

        Path child(String childStep) {
            if (depth == JsonValue.MAX_DEPTH) {
                throw new InvalidValueException(
                        "the data nests deeper than " + JsonValue.MAX_DEPTH + " levels, or contains itself");
            }
            return new Path(this, childStep, depth + 1);
        }

        @Override
        public String toString() {
            return parent == null ? step : parent + step;
        }
    }

    static JsonValue toJson(@Nullable Object source) {
        return convert(source, new Path(null, "$", 0));
    }

    private static JsonValue convert(@Nullable Object source, Path path) {
        if (source instanceof JsonValue value) {
            return value;
        }
        if (source instanceof Map<?, ?> map) {
            return object(map, path);
        }
        if (source instanceof Collection<?> collection) {
            return array(collection, path);
        }
        if (source instanceof Object[] array) {
            return array(Arrays.asList(array), path);
        }
        try {
            return scalar(source);
        } catch (InvalidValueException e) {
            throw new InvalidValueException("at " + path + ": " + e.getMessage(), e);
        }
    }

    private static JsonValue object(Map<?, ?> map, Path path) {
        int size = map.size();
        var names = new String[size];
        var values = new JsonValue[size];
        int index = 0;
        for (var member : map.entrySet()) {
            if (!(member.getKey() instanceof CharSequence name)) {
                throw new InvalidValueException("at " + path + ": a JSON object has strings as member names, not "
                        + (member.getKey() == null
                                ? "null"
                                : member.getKey().getClass().getName()));
            }
            names[index] = name.toString();
            values[index++] = convert(member.getValue(), path.child("." + name));
        }
        return JsonObject.ofMembers(names, values, size);
    }

    private static JsonValue array(Collection<?> collection, Path path) {
        var elements = new ArrayList<JsonValue>(collection.size());
        for (Object element : collection) {
            elements.add(convert(element, path.child("[" + elements.size() + "]")));
        }
        return JsonArray.of(elements);
    }

    private static JsonValue scalar(@Nullable Object source) {
        if (source == null) {
            return JsonNull.NULL;
        }
        if (source instanceof CharSequence || source instanceof Character) {
            return new JsonString(source.toString());
        }
        if (source instanceof Number number) {
            return number(number);
        }
        if (source instanceof Boolean bool) {
            return JsonBoolean.of(bool);
        }
        if (source instanceof Enum<?> constant) {
            return new JsonString(constant.name());
        }
        throw new InvalidValueException(source.getClass().getName()
                + " has no JSON form; pass strings, numbers, booleans, maps or collections");
    }

    private static JsonNumber number(Number number) {
        if (number instanceof Double || number instanceof Float || number instanceof BigDecimal) {
            return new JsonNumber(number.doubleValue());
        }
        if (number instanceof BigInteger integer && integer.bitLength() > 63) {
            return ExactInteger.of(integer);
        }
        return JsonNumber.of(number.longValue());
    }
}

package io.genosdb.spring.convert;

import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.util.RawValue;

/** JSON values as streams of Jackson's tokens. */
final class JsonValues {

    private JsonValues() {}

    static void write(JsonValue value, JsonGenerator out) {
        if (value instanceof JsonObject object) {
            out.writeStartObject();
            object.forEach((name, member) -> {
                out.writeName(name);
                write(member, out);
            });
            out.writeEndObject();
        } else if (value instanceof JsonArray array) {
            out.writeStartArray();
            array.forEach(element -> write(element, out));
            out.writeEndArray();
        } else if (value instanceof JsonString string) {
            out.writeString(string.value());
        } else if (value instanceof JsonNumber number) {
            write(number, out);
        } else if (value instanceof JsonBoolean bool) {
            out.writeBoolean(bool == JsonBoolean.TRUE);
        } else {
            out.writeNull();
        }
    }

    /** Whole numbers as such, or an {@code int} property could not be read back. */
    private static void write(JsonNumber number, JsonGenerator out) {
        if (number.toJava() instanceof Long whole) {
            out.writeNumber(whole.longValue());
        } else {
            out.writeNumber(number.value());
        }
    }

    /** Reads the value that begins at the parser's current token; the parser is left at its last token. */
    static JsonValue read(JsonParser in) {
        return read(in, 0);
    }

    private static JsonValue read(JsonParser in, int depth) {
        if (depth > JsonValue.MAX_DEPTH) {
            throw new InvalidValueException(
                    "it nests deeper than " + JsonValue.MAX_DEPTH + " levels, or contains itself");
        }
        JsonToken token = in.currentToken();
        return switch (token) {
            case START_OBJECT -> object(in, depth);
            case START_ARRAY -> array(in, depth);
            case VALUE_STRING -> new JsonString(in.getString());
            case VALUE_NUMBER_INT -> integer(in);
            case VALUE_NUMBER_FLOAT -> decimal(in);
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            case VALUE_EMBEDDED_OBJECT -> embedded(in);
            default -> throw new InvalidValueException("a JSON value cannot begin with " + token);
        };
    }

    private static JsonObject object(JsonParser in, int depth) {
        var members = new LinkedHashMap<String, JsonValue>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            if (members.put(name, read(in, depth + 1)) != null) {
                throw new InvalidValueException("it has the property '" + name + "' twice");
            }
        }
        return JsonObject.of(members);
    }

    private static JsonArray array(JsonParser in, int depth) {
        var elements = new ArrayList<JsonValue>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(in, depth + 1));
        }
        return JsonArray.of(elements);
    }

    private static JsonValue integer(JsonParser in) {
        return switch (in.getNumberType()) {
            case INT, LONG -> JsonNumber.of(in.getLongValue());
            default -> JsonValue.of(in.getBigIntegerValue());
        };
    }

    /** A float is read from its digits: 0.1f is meant as 0.1, not as the 0.10000000149 that a cast makes of it. */
    private static JsonNumber decimal(JsonParser in) {
        return new JsonNumber(
                in.getNumberType() == JsonParser.NumberType.FLOAT
                        ? Double.parseDouble(in.getString())
                        : in.getDoubleValue());
    }

    private static JsonValue embedded(JsonParser in) {
        Object object = in.getEmbeddedObject();
        if (object instanceof byte[] bytes) {
            return new JsonString(Base64Variants.getDefaultVariant().encode(bytes));
        }
        if (object instanceof RawValue raw) {
            return JsonValue.parse(String.valueOf(raw.rawValue()));
        }
        return JsonValue.of(object);
    }
}

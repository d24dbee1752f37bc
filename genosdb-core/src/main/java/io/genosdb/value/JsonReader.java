package io.genosdb.value;

import java.util.ArrayList;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads JSON text into values, by Jackson's streaming parser.
 *
 * <p>The text may come from anywhere: depth and the length of numbers are bounded here; its size is known to the caller,
 * who bounds it before.
 */
final class JsonReader {

    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(JsonValue.MAX_DEPTH)
            .maxNumberLength(1_100)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(50_000)
            .build();

    static final JsonReader STRICT = new JsonReader(
            JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build());

    static final JsonReader RELAXED = new JsonReader(JsonFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
            .build());

    /** Integers of so few digits are exact in a double, whatever they are. */
    private static final int ALWAYS_EXACT_DIGITS = 15;

    private final JsonFactory factory;

    private JsonReader(JsonFactory factory) {
        this.factory = factory;
    }

    JsonValue read(String json) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
            return document(parser);
        } catch (JacksonException e) {
            throw invalid(e);
        }
    }

    JsonValue read(byte[] json) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
            return document(parser);
        } catch (JacksonException e) {
            throw invalid(e);
        }
    }

    private static InvalidValueException invalid(JacksonException e) {
        var location = e.getLocation();
        String place =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return new InvalidValueException("not valid JSON" + place + ": " + e.getOriginalMessage(), e);
    }

    private static JsonValue document(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new InvalidValueException("not valid JSON: the text is empty");
        }
        JsonValue value = value(parser, first);
        if (parser.nextToken() != null) {
            throw new InvalidValueException("not valid JSON: something follows the value");
        }
        return value;
    }

    /** Recursion is bounded by the parser's own limit on nesting. */
    private static JsonValue value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new JsonString(parser.getString());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getDoubleValue());
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            default -> throw new InvalidValueException("not valid JSON: unexpected " + token);
        };
    }

    private static JsonNumber integer(JsonParser parser) {
        if (parser.getStringLength() <= ALWAYS_EXACT_DIGITS) {
            return new JsonNumber(parser.getLongValue());
        }
        return ExactInteger.parse(parser.getString());
    }

    private static JsonArray array(JsonParser parser) {
        var elements = new ArrayList<JsonValue>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(parser, token));
        }
        return JsonArray.of(elements);
    }

    private static JsonObject object(JsonParser parser) {
        var names = new String[8];
        var values = new JsonValue[8];
        int size = 0;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            if (size == names.length) {
                names = Arrays.copyOf(names, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            names[size] = name;
            values[size++] = value(parser, parser.nextToken());
        }
        return JsonObject.ofMembers(names, values, size);
    }
}

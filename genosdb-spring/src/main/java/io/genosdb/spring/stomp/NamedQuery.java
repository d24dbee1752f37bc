package io.genosdb.spring.stomp;

import io.genosdb.query.InvalidQueryException;
import io.genosdb.query.Query;
import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A query that the application declares and clients follow by its name.
 *
 * <p>Its options are those of {@code map}. A string in it that reads {@code :name}, {@code :name:number} or
 * {@code :name:boolean} as a whole is a parameter, in whose place the client's value is put: a string, number or boolean,
 * never an operator, whatever the client sends. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class NamedQuery {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Pattern PARAMETER = Pattern.compile(":([A-Za-z][A-Za-z0-9_-]*)(?::(string|number|boolean))?");

    private final String name;
    private final JsonObject options;
    private final @Nullable String database;
    private final Map<String, Type> parameters;

    private enum Type {
        STRING,
        NUMBER,
        BOOLEAN;

        /** A value of the type, to see at once whether the query is one. */
        private JsonValue sample() {
            return switch (this) {
                case STRING -> new JsonString("a");
                case NUMBER -> new JsonNumber(1);
                case BOOLEAN -> JsonBoolean.TRUE;
            };
        }

        private static Type of(@Nullable String word) {
            if (word == null || "string".equals(word)) {
                return STRING;
            }
            return "number".equals(word) ? NUMBER : BOOLEAN;
        }
    }

    private NamedQuery(String name, JsonObject options, @Nullable String database) {
        this.name = name;
        this.options = options;
        this.database = database;
        this.parameters = parameters(options);
        compile(parameter -> type(parameter).sample());
    }

    private static Map<String, Type> parameters(JsonObject options) {
        var found = new TreeMap<String, Type>();
        substitute(options, (parameter, type) -> {
            found.merge(parameter, type, (one, other) -> one == Type.STRING ? other : one);
            return type.sample();
        });
        return Collections.unmodifiableMap(found);
    }

    private Type type(String parameter) {
        return parameters.getOrDefault(parameter, Type.STRING);
    }

    /**
     * Declares a query of the application's main database.
     *
     * @param name letters, digits, {@code _} and {@code -}, 64 at most
     * @param options relaxed JSON, as in <code>{ query: { type: 'message', room: ':room' }, $limit: 50 }</code>
     * @return the query
     * @throws IllegalArgumentException if the name is not allowed
     * @throws InvalidQueryException if the options are not those of a query
     */
    public static NamedQuery of(String name, String options) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a query has letters, digits, _ and -, 64 at most, and begins"
                            + " with a letter or digit, unlike '" + name + "'");
        }
        try {
            if (JsonValue.parseRelaxed(options) instanceof JsonObject object) {
                return new NamedQuery(name, object, null);
            }
            throw new InvalidQueryException("query '" + name + "': needs an object");
        } catch (InvalidValueException | InvalidQueryException e) {
            throw new InvalidQueryException("query '" + name + "': " + e.getMessage(), e);
        }
    }

    /**
     * This query of another database.
     *
     * @param database the name of the database
     * @return a new query
     */
    public NamedQuery in(String database) {
        return new NamedQuery(name, options, database);
    }

    /**
     * The name that clients use.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The database that is queried.
     *
     * @return its name, or {@code null} for the application's main one
     */
    public @Nullable String database() {
        return database;
    }

    /**
     * What a client has to give.
     *
     * @return an unmodifiable set of names
     */
    public Set<String> parameters() {
        return parameters.keySet();
    }

    /**
     * The query with values in the place of its parameters.
     *
     * @param values a value for every parameter, as text
     * @return the query
     * @throws StompRequestException if a value is missing or not of the parameter's type, or there is no such parameter
     * @throws InvalidQueryException if a value is not one that the query can have there, such as a regular expression
     */
    public Query bind(Map<String, String> values) {
        for (String given : values.keySet()) {
            if (!parameters.containsKey(given)) {
                throw refusal(given, "query '" + name + "' has no such parameter; it has " + parameters.keySet());
            }
        }
        return compile(parameter -> value(parameter, values.get(parameter)));
    }

    private Query compile(Function<String, JsonValue> values) {
        var bound = (JsonObject) substitute(options, (parameter, type) -> values.apply(parameter));
        return Query.of(bound.toJava());
    }

    private JsonValue value(String parameter, @Nullable String text) {
        if (text == null) {
            throw refusal(parameter, "query '" + name + "' needs this parameter");
        }
        return switch (type(parameter)) {
            case STRING -> new JsonString(text);
            case NUMBER -> number(parameter, text);
            case BOOLEAN -> bool(parameter, text);
        };
    }

    private static JsonValue number(String parameter, String text) {
        try {
            if (JsonValue.parse(text) instanceof JsonNumber number) {
                return number;
            }
        } catch (InvalidValueException e) {
            throw refusal(parameter, "needs a number");
        }
        throw refusal(parameter, "needs a number");
    }

    private static JsonValue bool(String parameter, String text) {
        return switch (text) {
            case "true" -> JsonBoolean.TRUE;
            case "false" -> JsonBoolean.FALSE;
            default -> throw refusal(parameter, "needs true or false");
        };
    }

    private static StompRequestException refusal(String parameter, String message) {
        return new StompRequestException(StompErrorCode.MALFORMED, "param-" + parameter, message);
    }

    /** A copy with values in the place of the parameters. */
    private static JsonValue substitute(JsonValue template, BiFunction<String, Type, JsonValue> values) {
        if (template instanceof JsonString string) {
            Matcher matcher = PARAMETER.matcher(string.value());
            return matcher.matches() ? values.apply(matcher.group(1), Type.of(matcher.group(2))) : template;
        }
        if (template instanceof JsonArray array) {
            return JsonArray.of(
                    array.stream().map(element -> substitute(element, values)).toList());
        }
        if (template instanceof JsonObject object) {
            var members = new LinkedHashMap<String, JsonValue>();
            object.forEach((member, value) -> members.put(member, substitute(value, values)));
            return JsonObject.of(members);
        }
        return template;
    }

    /** The name; never the options. */
    @Override
    public String toString() {
        return name;
    }
}

package io.genosdb.spring.repository.query;

import io.genosdb.query.InvalidQueryException;
import io.genosdb.query.Operators;
import io.genosdb.query.Query;
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
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A filter with placeholders, parsed once. Values are bound into the parsed tree, so that whatever they are, they can only
 * ever be values: where the language would read an object as operators, a bound object is compared by {@code $eq}.
 */
final class FilterTemplate {

    /** What a placeholder's position calls for, where the type of the parameter does not tell. */
    enum Expected {
        ANY,
        TEXT,
        ARRAY,
        BOOLEAN
    }

    /** Gives the values to bind. */
    interface Bindings {
        JsonValue value(Placeholder placeholder, Expected expected);
    }

    /** Part of the tree. */
    private interface Part {
        JsonValue bind(Bindings bindings);
    }

    /** One name and value of an object, whose name may depend on what is bound. */
    private interface Member {
        void bind(Bindings bindings, Map<String, JsonValue> target);
    }

    private static final Pattern IN_TEXT =
            Pattern.compile("\\?(\\d+)|:(\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)|[?:]?[#$]\\{");

    private final Map<String, Member> members;
    private final Operators operators;

    private FilterTemplate(Map<String, Member> members, Operators operators) {
        this.members = members;
        this.operators = operators;
    }

    /**
     * Parses a filter.
     *
     * @param text relaxed JSON with placeholders
     * @param placeholders turns the text of a placeholder into one, null where a string only looks like having one
     * @param operators the operators that it may use
     * @throws InvalidQueryException if it is not JSON or has a placeholder where no value can stand
     */
    static FilterTemplate parse(String text, PlaceholderSource placeholders, Operators operators) {
        PlaceholderScanner.Scanned scanned = PlaceholderScanner.scan(text);
        var found = new ArrayList<Placeholder>();
        scanned.placeholders().forEach(source -> found.add(placeholders.required(source)));
        try {
            JsonValue json = JsonValue.parseRelaxed(scanned.json());
            return new FilterTemplate(new Parser(found, placeholders).template(json), operators);
        } catch (InvalidValueException e) {
            throw new InvalidQueryException("at query: " + e.getMessage(), e);
        }
    }

    /** Knows the parameters of the method. */
    interface PlaceholderSource {

        /** The placeholder with a text, of which there has to be one. */
        Placeholder required(String source);

        /** The placeholder with a text, or null where it means none. */
        @Nullable
        Placeholder optional(String source);
    }

    /** The query with values in the place of the placeholders. */
    Query bind(Bindings bindings) {
        var filter = new LinkedHashMap<String, JsonValue>();
        members.forEach((name, member) -> member.bind(bindings, filter));
        return Query.filter(filter, operators);
    }

    /** Follows the grammar of the query language as far as it decides what may be bound where. */
    private record Parser(List<Placeholder> placeholders, PlaceholderSource source) {

        private Map<String, Member> template(JsonValue json) {
            return members(object(json, "query"), "query", this::condition);
        }

        private JsonObject object(JsonValue value, String place) {
            if (value instanceof JsonObject object) {
                return object;
            }
            Placeholder placeholder = placeholder(value);
            if (placeholder != null) {
                throw new InvalidQueryException("at " + place + ": the parameter " + placeholder.source()
                        + " stands for a value, never for conditions; write them out");
            }
            throw new InvalidQueryException("at " + place + ": needs an object with conditions");
        }

        private interface MemberParser {
            Member parse(String name, JsonValue value, String place);
        }

        private Map<String, Member> members(JsonObject object, String place, MemberParser parser) {
            var members = new LinkedHashMap<String, Member>();
            object.forEach((name, value) -> {
                if (name.indexOf(PlaceholderScanner.MARK) >= 0 || source.optional(name) != null) {
                    throw new InvalidQueryException("at " + place + ": a parameter cannot be the name of a field");
                }
                members.put(name, parser.parse(name, value, place + "." + name));
            });
            return members;
        }

        private Part filter(JsonValue value, String place) {
            return assembled(members(object(value, place), place, this::condition));
        }

        private static Part assembled(Map<String, Member> members) {
            return bindings -> {
                var target = new LinkedHashMap<String, JsonValue>();
                members.forEach((name, member) -> member.bind(bindings, target));
                return JsonObject.of(target);
            };
        }

        private static Member named(String name, Part part) {
            return (bindings, target) -> target.put(name, part.bind(bindings));
        }

        private Member condition(String name, JsonValue value, String place) {
            return named(
                    name,
                    switch (name) {
                        case "$and", "$or" -> filters(value, place);
                        case "$not", "$edge" -> filter(value, place);
                        default -> expression(value, place);
                    });
        }

        private Part filters(JsonValue value, String place) {
            if (!(value instanceof JsonArray array)) {
                return filter(value, place);
            }
            var parts = new ArrayList<Part>();
            for (int i = 0; i < array.size(); i++) {
                parts.add(filter(array.get(i), place + "[" + i + "]"));
            }
            return bindings ->
                    JsonArray.of(parts.stream().map(part -> part.bind(bindings)).toList());
        }

        /** What may stand on a field: operators, or a value that it has to equal. */
        private Part expression(JsonValue value, String place) {
            if (!hasPlaceholder(value)) {
                return bindings -> value;
            }
            if (value instanceof JsonObject object && hasOperators(object)) {
                return assembled(
                        members(object, place, (name, operand, inner) -> operator(object, name, operand, inner)));
            }
            refuseOperators(value, place);
            Part literal = value(value, place, Expected.ANY);
            return bindings -> {
                JsonValue bound = literal.bind(bindings);
                return bound instanceof JsonObject || bound instanceof JsonArray
                        ? JsonObject.of(Map.of("$eq", bound))
                        : bound;
            };
        }

        /** As the language does for literals, which it would not see as such once they are bound. */
        private static void refuseOperators(JsonValue literal, String place) {
            if (literal instanceof JsonObject object) {
                object.forEach((name, value) -> {
                    if (name.startsWith("$")) {
                        throw new InvalidQueryException("at " + place + ": compares whole values, so " + name
                                + " inside has no effect; write the path with dots, as in { 'a.b': { $gt: ?0 } }");
                    }
                    refuseOperators(value, place + "." + name);
                });
            } else if (literal instanceof JsonArray array) {
                array.forEach(element -> refuseOperators(element, place));
            }
        }

        private Member operator(JsonObject siblings, String name, JsonValue operand, String place) {
            if (name.equals("$not")) {
                return named(name, expression(operand, place));
            }
            if (name.equals("$like") && operand instanceof JsonString pattern && placeholder(operand) == null) {
                return like(siblings, pattern.value(), place);
            }
            return named(name, value(operand, place, expected(name)));
        }

        private static Expected expected(String operator) {
            return switch (operator) {
                case "$in", "$between" -> Expected.ARRAY;
                case "$exists" -> Expected.BOOLEAN;
                case "$like", "$regex", "$text", "$startsWith", "$endsWith" -> Expected.TEXT;
                default -> Expected.ANY;
            };
        }

        private Part value(JsonValue value, String place, Expected expected) {
            Placeholder placeholder = placeholder(value);
            if (placeholder != null) {
                return bindings -> bindings.value(placeholder, expected);
            }
            if (value instanceof JsonObject object) {
                return assembled(members(
                        object, place, (name, member, inner) -> named(name, value(member, inner, Expected.ANY))));
            }
            if (value instanceof JsonArray array) {
                var parts = new ArrayList<Part>();
                for (int i = 0; i < array.size(); i++) {
                    parts.add(value(array.get(i), place + "[" + i + "]", Expected.ANY));
                }
                return bindings -> JsonArray.of(
                        parts.stream().map(part -> part.bind(bindings)).toList());
            }
            if (value instanceof JsonString string) {
                refuseInText(string.value(), place);
            }
            return bindings -> value;
        }

        private void refuseInText(String text, String place) {
            Matcher matcher = IN_TEXT.matcher(text);
            while (matcher.find()) {
                if (isExpression(matcher.group()) || source.optional(matcher.group()) != null) {
                    throw new InvalidQueryException(
                            "at " + place + ": " + matcher.group()
                                    + " inside a string is not bound; write the placeholder without quotes, or $like for a pattern");
                }
            }
        }

        private static boolean isExpression(String found) {
            return found.endsWith("{");
        }

        private Member like(JsonObject siblings, String pattern, String place) {
            var parts = new ArrayList<Function<Bindings, TextMatch.Part>>();
            Matcher matcher = IN_TEXT.matcher(pattern);
            int from = 0;
            boolean bound = false;
            while (matcher.find()) {
                if (isExpression(matcher.group())) {
                    refuseInText(pattern, place);
                }
                Placeholder placeholder = source.optional(matcher.group());
                if (placeholder != null) {
                    addPattern(parts, pattern.substring(from, matcher.start()));
                    parts.add(bindings -> TextMatch.Part.literal(text(bindings, placeholder)));
                    from = matcher.end();
                    bound = true;
                }
            }
            if (!bound) {
                return named("$like", bindings -> new JsonString(pattern));
            }
            if (siblings.get("$regex") != null) {
                throw new InvalidQueryException("at " + place
                        + ": a pattern with a parameter cannot stand beside $regex; write two conditions in $and");
            }
            addPattern(parts, pattern.substring(from));
            return (bindings, target) -> {
                TextMatch match = TextMatch.of(
                        parts.stream().map(part -> part.apply(bindings)).toList());
                target.put(match.operator(), new JsonString(match.operand()));
            };
        }

        private static void addPattern(List<Function<Bindings, TextMatch.Part>> parts, String text) {
            if (!text.isEmpty()) {
                parts.add(bindings -> TextMatch.Part.pattern(text));
            }
        }

        private static String text(Bindings bindings, Placeholder placeholder) {
            JsonValue value = bindings.value(placeholder, Expected.TEXT);
            if (value instanceof JsonString string) {
                return string.value();
            }
            if (value instanceof JsonNumber || value instanceof JsonBoolean) {
                return value.toJson();
            }
            throw new InvalidQueryException(
                    "the parameter " + placeholder.source() + " is part of a text, so it cannot be "
                            + (value == JsonNull.NULL ? "null" : "an object or a list"));
        }

        private @Nullable Placeholder placeholder(JsonValue value) {
            return value instanceof JsonString string && string.value().indexOf(PlaceholderScanner.MARK) == 0
                    ? placeholders.get(Integer.parseInt(string.value().substring(1)))
                    : null;
        }

        private static boolean hasOperators(JsonObject object) {
            boolean[] operators = {false};
            object.forEach((name, value) -> operators[0] |= name.startsWith("$"));
            return operators[0];
        }

        /** Strings count too: they may have placeholders inside, which is decided where they stand. */
        private static boolean hasPlaceholder(JsonValue value) {
            if (value instanceof JsonString string) {
                return string.value().indexOf(PlaceholderScanner.MARK) == 0
                        || IN_TEXT.matcher(string.value()).find();
            }
            if (value instanceof JsonArray array) {
                return array.stream().anyMatch(Parser::hasPlaceholder);
            }
            boolean[] found = {false};
            if (value instanceof JsonObject object) {
                object.forEach((name, member) ->
                        found[0] |= name.indexOf(PlaceholderScanner.MARK) >= 0 || hasPlaceholder(member));
            }
            return found[0];
        }
    }
}

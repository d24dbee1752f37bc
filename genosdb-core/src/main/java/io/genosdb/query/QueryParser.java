package io.genosdb.query;

import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes conditions of filters. Filters come from strangers: how deep they nest, how many conditions they have and how
 * long their patterns are is bounded here, and what is wrong is said with its place.
 */
final class QueryParser {

    static final int MAX_TEXT = 1 << 20;
    static final int MAX_NESTING = 64;
    static final int MAX_CONDITIONS = 1_000;
    static final int MAX_IN = 10_000;
    static final int MAX_PATTERN = 1_000;

    /** Where in the query the parser is; printed as in {@code query.$or[2].age}. */
    record Place(@Nullable Place parent, String step, int depth) {

        static Place root(String name) {
            return new Place(null, name, 0);
        }

        Place child(String name) {
            return new Place(this, "." + shortened(name), depth + 1);
        }

        Place index(int index) {
            return new Place(this, "[" + index + "]", depth);
        }

        InvalidQueryException error(String message) {
            return new InvalidQueryException("at " + this + ": " + message);
        }

        InvalidQueryException error(IllegalArgumentException cause) {
            return new InvalidQueryException("at " + this + ": " + cause.getMessage(), cause);
        }

        private static String shortened(String name) {
            return name.length() <= 100 ? name : name.substring(0, 100) + "...";
        }

        @Override
        public String toString() {
            return parent == null ? step : parent + step;
        }
    }

    /**
     * A filter, parsed.
     *
     * @param condition what a node has to meet
     * @param descendants where the filter has {@code $edge} at its top: what the descendants of those nodes have to meet
     * @param ordinals how many conditions about descendants there are
     */
    record Parsed(Condition condition, @Nullable Condition descendants, int ordinals) {}

    private final Operators operators;
    private int conditions;
    private int ordinals;

    private QueryParser(Operators operators) {
        this.operators = operators;
    }

    static Parsed parse(JsonObject filter, Operators operators) {
        var parser = new QueryParser(operators);
        Place place = Place.root("query");
        JsonValue edge = filter.get("$edge");
        Condition condition = parser.filter(filter.without("$edge"), place);
        Condition descendants = edge == null ? null : parser.filterAt(edge, place.child("$edge"));
        return new Parsed(condition, descendants, parser.ordinals);
    }

    static String kind(JsonValue value) {
        if (value instanceof JsonObject) {
            return "an object";
        }
        if (value instanceof JsonArray) {
            return "an array";
        }
        if (value instanceof JsonString) {
            return "a string";
        }
        if (value instanceof JsonNumber) {
            return "a number";
        }
        return value instanceof JsonBoolean ? "a boolean" : "null";
    }

    private Condition filterAt(JsonValue value, Place place) {
        if (value instanceof JsonObject filter) {
            return filter(filter, place);
        }
        throw place.error("needs an object with conditions, not " + kind(value));
    }

    private Condition filter(JsonObject filter, Place place) {
        if (place.depth() > MAX_NESTING) {
            throw place.error("conditions nest at most " + MAX_NESTING + " levels");
        }
        var parts = new ArrayList<Condition>(filter.size());
        filter.forEach((name, operand) -> parts.add(
                name.startsWith("$")
                        ? logical(name, operand, place.child(name))
                        : field(name, operand, place.child(name))));
        return all(parts);
    }

    private Condition logical(String name, JsonValue operand, Place place) {
        count(place);
        return switch (name) {
            case "$and" -> all(filters(operand, place));
            case "$or" -> any(filters(operand, place));
            case "$not" -> new Condition.Not(filterAt(operand, place));
            case "$edge" -> new Condition.Descendant(ordinals++, filterAt(operand, place));
            default ->
                throw place.error(
                        operators.get(name) == null
                                ? "unknown operator; here stand field names, $and, $or, $not and $edge"
                                : "this operator stands on a field, as in { age: { " + name + ": ... } }");
        };
    }

    private List<Condition> filters(JsonValue operand, Place place) {
        if (!(operand instanceof JsonArray array)) {
            throw place.error("needs an array of objects with conditions, not " + kind(operand));
        }
        var parts = new ArrayList<Condition>();
        for (int i = 0; i < array.size(); i++) {
            count(place);
            parts.add(filterAt(array.get(i), place.index(i)));
        }
        return parts;
    }

    private Condition field(String name, JsonValue operand, Place place) {
        FieldPath path;
        try {
            path = FieldPath.parse(name);
        } catch (InvalidQueryException e) {
            throw place.error(e);
        }
        return expression(path, operand, place);
    }

    /** What may stand on a field: operators, or a value that it has to equal. */
    private Condition expression(FieldPath path, JsonValue operand, Place place) {
        if (operand instanceof JsonObject object && hasOperators(object, place)) {
            var parts = new ArrayList<Condition>(object.size());
            object.forEach((name, value) -> parts.add(operator(path, name, value, place.child(name))));
            return all(parts);
        }
        count(place);
        refuseOperators(operand, place);
        return new Condition.Field(path, new FieldTests.Equal(operand, true));
    }

    private static boolean hasOperators(JsonObject object, Place place) {
        int[] operators = new int[1];
        object.forEach((name, value) -> operators[0] += name.startsWith("$") ? 1 : 0);
        if (operators[0] > 0 && operators[0] < object.size()) {
            throw place.error(
                    "has operators beside other members; write either operators or a value, and $eq for a value"
                            + " whose names begin with a dollar sign");
        }
        return operators[0] > 0;
    }

    /** An operator inside a literal is a slip of the pen: it would silently match nothing. */
    private static void refuseOperators(JsonValue literal, Place place) {
        if (literal instanceof JsonObject object) {
            object.forEach((name, value) -> {
                if (name.startsWith("$")) {
                    throw place.error("compares whole values, so " + name
                            + " inside has no effect; write the path with dots, as in { 'a.b': { $gt: 1 } }, or $eq");
                }
                refuseOperators(value, place);
            });
        } else if (literal instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                refuseOperators(array.get(i), place);
            }
        }
    }

    private Condition operator(FieldPath path, String name, JsonValue operand, Place place) {
        count(place);
        if (place.depth() > MAX_NESTING) {
            throw place.error("conditions nest at most " + MAX_NESTING + " levels");
        }
        if (name.equals("$not")) {
            return new Condition.Not(expression(path, operand, place));
        }
        Operator operator = operators.get(name);
        if (operator == null) {
            throw place.error("unknown operator; known are $not, " + String.join(", ", operators.names()));
        }
        try {
            return new Condition.Field(path, operator.compile(operand));
        } catch (IllegalArgumentException e) {
            throw place.error(e);
        }
    }

    private void count(Place place) {
        if (++conditions > MAX_CONDITIONS) {
            throw place.error("a query has at most " + MAX_CONDITIONS + " conditions");
        }
    }

    /** Flat and with the cheap parts first: the planner reads it, and a scan decides most nodes by the first part. */
    private static Condition all(List<Condition> parts) {
        var flat = new ArrayList<Condition>(parts.size());
        for (Condition part : parts) {
            if (part instanceof Condition.All inner) {
                flat.addAll(inner.parts());
            } else {
                flat.add(part);
            }
        }
        flat.sort(Comparator.comparingInt(Condition::cost));
        return flat.size() == 1 ? flat.get(0) : new Condition.All(List.copyOf(flat));
    }

    private static Condition any(List<Condition> parts) {
        return parts.size() == 1 ? parts.get(0) : new Condition.Any(List.copyOf(parts));
    }

    static boolean isAbsent(@Nullable JsonValue value) {
        return value == null || value == JsonNull.NULL;
    }
}

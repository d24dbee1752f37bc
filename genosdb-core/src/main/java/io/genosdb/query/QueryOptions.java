package io.genosdb.query;

import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the options of {@code map}. */
final class QueryOptions {

    private static final String KNOWN = "query, field, order, $limit, $after, $before and missingCursor";

    private QueryOptions() {}

    static Query parse(JsonObject options, Operators operators) {
        options.forEach((name, value) -> checkName(name));
        JsonValue filter = given(options, "query");
        if (filter != null && !(filter instanceof JsonObject)) {
            throw new InvalidQueryException(
                    "at query: needs an object with conditions, not " + QueryParser.kind(filter));
        }
        Query query = Query.of(filter instanceof JsonObject object ? object : JsonObject.empty(), operators);
        return window(order(query, options), options);
    }

    private static void checkName(String name) {
        switch (name) {
            case "query", "field", "order", "$limit", "$after", "$before", "missingCursor" -> {
                return;
            }
            case "limit", "after", "before" ->
                throw new InvalidQueryException("at " + name + ": unknown option; write $" + name);
            default ->
                throw new InvalidQueryException("at " + (name.length() <= 100 ? name : name.substring(0, 100) + "...")
                        + ": unknown option; known are " + KNOWN);
        }
    }

    private static Query order(Query query, JsonObject options) {
        List<String> fields = strings(options, "field");
        List<String> orders = strings(options, "order");
        if (orders.size() > fields.size() && !(fields.isEmpty() && orders.equals(List.of(Order.ASC.text())))) {
            throw new InvalidQueryException(
                    "at order: needs a field to sort by; field: 'timestamp' sorts by last change");
        }
        Query sorted = query;
        for (int i = 0; i < fields.size(); i++) {
            Order order = i < orders.size() ? order(orders.get(i)) : Order.ASC;
            try {
                sorted = sorted.thenBy(fields.get(i), order);
            } catch (InvalidQueryException e) {
                throw new InvalidQueryException("at field: " + e.getMessage(), e);
            }
        }
        return sorted;
    }

    /** A string, or an array of them. */
    private static List<String> strings(JsonObject options, String name) {
        if (!(options.get(name) instanceof JsonArray array)) {
            String single = string(options, name);
            return single == null ? List.of() : List.of(single);
        }
        if (array.size() > Query.MAX_SORT) {
            throw new InvalidQueryException("at " + name + ": a query sorts by at most " + Query.MAX_SORT + " fields");
        }
        var strings = new ArrayList<String>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof JsonString string)) {
                throw new InvalidQueryException(
                        "at " + name + "[" + i + "]: needs a string, not " + QueryParser.kind(array.get(i)));
            }
            strings.add(string.value());
        }
        return strings;
    }

    private static Order order(String word) {
        for (Order order : Order.values()) {
            if (order.text().equals(word)) {
                return order;
            }
        }
        throw new InvalidQueryException("at order: needs 'asc' or 'desc'");
    }

    private static Query window(Query query, JsonObject options) {
        Query window = query;
        JsonValue limit = given(options, "$limit");
        if (limit != null) {
            window = window.limit(limit(limit));
        }
        String after = string(options, "$after");
        if (after != null) {
            window = window.after(after);
        }
        String before = string(options, "$before");
        if (before != null) {
            window = window.before(before);
        }
        String policy = string(options, "missingCursor");
        return policy == null ? window : window.missingCursor(missingCursor(policy));
    }

    private static int limit(JsonValue value) {
        if (value instanceof JsonNumber number && number.value() >= 0 && number.value() == Math.rint(number.value())) {
            return (int) Math.min(number.value(), Integer.MAX_VALUE);
        }
        throw new InvalidQueryException("at $limit: needs a whole number that is not negative");
    }

    private static MissingCursor missingCursor(String word) {
        for (MissingCursor policy : MissingCursor.values()) {
            if (policy.text().equals(word)) {
                return policy;
            }
        }
        throw new InvalidQueryException("at missingCursor: needs 'error' or 'empty'");
    }

    private static @Nullable String string(JsonObject options, String name) {
        JsonValue value = given(options, name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString string) {
            return string.value();
        }
        throw new InvalidQueryException("at " + name + ": needs a string, not " + QueryParser.kind(value));
    }

    private static @Nullable JsonValue given(JsonObject options, String name) {
        JsonValue value = options.get(name);
        return QueryParser.isAbsent(value) ? null : value;
    }
}

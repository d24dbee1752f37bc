package io.genosdb.query;

import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
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
        String field = string(options, "field");
        String word = string(options, "order");
        Order order = word == null ? Order.ASC : order(word);
        if (field != null) {
            try {
                return query.orderBy(field, order);
            } catch (InvalidQueryException e) {
                throw new InvalidQueryException("at field: " + e.getMessage(), e);
            }
        }
        if (order == Order.DESC) {
            throw new InvalidQueryException(
                    "at order: needs a field to sort by; field: 'timestamp' sorts by last change");
        }
        return query;
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

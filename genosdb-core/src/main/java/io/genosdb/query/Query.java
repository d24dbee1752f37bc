package io.genosdb.query;

import io.genosdb.graph.Node;
import io.genosdb.graph.Reader;
import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What to find: a filter, an order, and a window of the result. Compiled once, to be run many times.
 *
 * <p>The options are those of {@code map}: {@code query} (the filter), {@code field}, {@code order}, {@code $limit},
 * {@code $after}, {@code $before} and {@code missingCursor}. An option that is null counts as not given. The language is
 * described in {@code docs/query-language.md}. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Query {

    /** The most fields to sort by. */
    static final int MAX_SORT = 8;

    private static final Query ALL = of(JsonObject.empty(), Operators.standard());

    private final JsonObject filter;
    private final Operators operators;
    private final QueryParser.Parsed parsed;
    private final Window window;

    /**
     * The order and the part of the result that is wanted.
     *
     * @param limit the most nodes, or a negative number for all
     */
    private record Window(
            List<SortPath> sort,
            int limit,
            @Nullable String after,
            @Nullable String before,
            MissingCursor missingCursor) {

        private static final Window EVERYTHING = new Window(List.of(), -1, null, null, MissingCursor.ERROR);
    }

    private Query(JsonObject filter, Operators operators, QueryParser.Parsed parsed, Window window) {
        this.filter = filter;
        this.operators = operators;
        this.parsed = parsed;
        this.window = window;
    }

    private Query with(Window other) {
        return new Query(filter, operators, parsed, other);
    }

    /**
     * Every node, in order of arrival.
     *
     * @return the query without conditions
     */
    public static Query all() {
        return ALL;
    }

    /**
     * Parses the options of a query.
     *
     * @param options relaxed JSON, as in <code>{ query: { age: { $gt: 18 } }, field: 'age', $limit: 10 }</code>
     * @return the query
     * @throws InvalidQueryException if it is not JSON, or not a query
     */
    public static Query parse(String options) {
        return parse(options, Operators.standard());
    }

    /**
     * Parses the options of a query.
     *
     * @param options relaxed JSON
     * @param operators the operators that the filter may use
     * @return the query
     * @throws InvalidQueryException if it is not JSON, or not a query
     */
    public static Query parse(String options, Operators operators) {
        return QueryOptions.parse(object(options, "options"), operators);
    }

    /**
     * A query from its options as plain Java data.
     *
     * @param options names and values, as {@link JsonValue#of} takes them
     * @return the query
     * @throws InvalidQueryException if it is not a query
     */
    public static Query of(Map<String, ?> options) {
        return of(options, Operators.standard());
    }

    /**
     * A query from its options as plain Java data.
     *
     * @param options names and values, as {@link JsonValue#of} takes them
     * @param operators the operators that the filter may use
     * @return the query
     * @throws InvalidQueryException if it is not a query
     */
    public static Query of(Map<String, ?> options, Operators operators) {
        return QueryOptions.parse(object(options, "options"), operators);
    }

    /**
     * Parses a filter.
     *
     * @param filter relaxed JSON, as in <code>{ age: { $gt: 18 } }</code>
     * @return the query of all nodes that meet it
     * @throws InvalidQueryException if it is not JSON, or not a filter
     */
    public static Query filter(String filter) {
        return filter(filter, Operators.standard());
    }

    /**
     * Parses a filter.
     *
     * @param filter relaxed JSON
     * @param operators the operators that the filter may use
     * @return the query of all nodes that meet it
     * @throws InvalidQueryException if it is not JSON, or not a filter
     */
    public static Query filter(String filter, Operators operators) {
        return of(object(filter, "query"), operators);
    }

    /**
     * A query from a filter as plain Java data.
     *
     * @param filter names and values, as {@link JsonValue#of} takes them
     * @return the query of all nodes that meet it
     * @throws InvalidQueryException if it is not a filter
     */
    public static Query filter(Map<String, ?> filter) {
        return filter(filter, Operators.standard());
    }

    /**
     * A query from a filter as plain Java data.
     *
     * @param filter names and values, as {@link JsonValue#of} takes them
     * @param operators the operators that the filter may use
     * @return the query of all nodes that meet it
     * @throws InvalidQueryException if it is not a filter
     */
    public static Query filter(Map<String, ?> filter, Operators operators) {
        return of(object(filter, "query"), operators);
    }

    /**
     * Begins a filter in Java: <code>where("age").gt(18).and("city").is("Paris")</code>.
     *
     * @param field the first field's path
     * @return conditions to go on from
     */
    public static Criteria where(String field) {
        return Criteria.where(field);
    }

    /** A query from a filter that is JSON already. */
    static Query of(JsonObject filter, Operators operators) {
        return new Query(filter, operators, QueryParser.parse(filter, operators), Window.EVERYTHING);
    }

    private static JsonObject object(String text, String place) {
        if (text.length() > QueryParser.MAX_TEXT) {
            throw new InvalidQueryException(
                    "at " + place + ": a query has at most " + QueryParser.MAX_TEXT + " characters");
        }
        try {
            return object(JsonValue.parseRelaxed(text), place);
        } catch (InvalidValueException e) {
            throw new InvalidQueryException("at " + place + ": " + e.getMessage(), e);
        }
    }

    private static JsonObject object(Map<String, ?> map, String place) {
        try {
            return object(JsonValue.of(map), place);
        } catch (InvalidValueException e) {
            throw new InvalidQueryException("at " + place + ": " + e.getMessage(), e);
        }
    }

    private static JsonObject object(JsonValue value, String place) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new InvalidQueryException("at " + place + ": needs an object, not " + QueryParser.kind(value));
    }

    /**
     * This query with another order.
     *
     * @param field the path of the field to sort by
     * @param order the direction
     * @return a new query
     * @throws InvalidQueryException if the path is too long
     */
    public Query orderBy(String field, Order order) {
        return sorted(List.of(new SortPath(FieldPath.parse(field), order)));
    }

    /**
     * This query with one more field to sort by, for nodes that are alike in the fields before it.
     *
     * @param field the path of the field
     * @param order the direction
     * @return a new query
     * @throws InvalidQueryException if the path is too long, or there are too many fields to sort by
     */
    public Query thenBy(String field, Order order) {
        if (window.sort.size() == MAX_SORT) {
            throw new InvalidQueryException("at field: a query sorts by at most " + MAX_SORT + " fields");
        }
        var sort = new ArrayList<>(window.sort);
        sort.add(new SortPath(FieldPath.parse(field), order));
        return sorted(List.copyOf(sort));
    }

    private Query sorted(List<SortPath> sort) {
        Window w = window;
        return with(new Window(sort, w.limit, w.after, w.before, w.missingCursor));
    }

    /**
     * This query for those nodes of its result that meet another filter too. Where the filter has {@code $edge} at its top
     * the descendants are the result, so it is they who have to meet it. Order and window stay.
     *
     * @param conditions names and values, as {@link JsonValue#of} takes them
     * @return a new query
     * @throws InvalidQueryException if it is not a filter, or the two together are too large
     */
    public Query narrowedTo(Map<String, ?> conditions) {
        JsonObject other = object(conditions, "query");
        if (other.isEmpty()) {
            return this;
        }
        JsonValue edge = filter.get("$edge");
        JsonObject both = edge == null ? both(filter, other) : filter.with("$edge", both((JsonObject) edge, other));
        return of(both, operators).with(window);
    }

    private static JsonObject both(JsonObject first, JsonObject second) {
        return first.isEmpty() ? second : JsonObject.of(Map.of("$and", JsonArray.of(List.of(first, second))));
    }

    /**
     * This query for so many nodes at most.
     *
     * @param limit 0 or more
     * @return a new query
     * @throws InvalidQueryException if the limit is negative
     */
    public Query limit(int limit) {
        if (limit < 0) {
            throw new InvalidQueryException("at $limit: needs a whole number that is not negative, not " + limit);
        }
        Window w = window;
        return with(new Window(w.sort, limit, w.after, w.before, w.missingCursor));
    }

    /**
     * This query for what follows a node in the result.
     *
     * @param id the node's identifier
     * @return a new query
     */
    public Query after(String id) {
        Window w = window;
        return with(new Window(w.sort, w.limit, id, w.before, w.missingCursor));
    }

    /**
     * This query for what comes before a node in the result.
     *
     * @param id the node's identifier
     * @return a new query
     */
    public Query before(String id) {
        Window w = window;
        return with(new Window(w.sort, w.limit, w.after, id, w.missingCursor));
    }

    /**
     * This query with another answer where {@code after} or {@code before} names a node that is not in the result.
     *
     * @param policy what to do
     * @return a new query
     */
    public Query missingCursor(MissingCursor policy) {
        Window w = window;
        return with(new Window(w.sort, w.limit, w.after, w.before, policy));
    }

    /**
     * The filter as JSON.
     *
     * @return the filter, empty for all nodes
     */
    public JsonObject filter() {
        return filter;
    }

    /**
     * The operators with which the filter was compiled.
     *
     * @return the registry
     */
    public Operators operators() {
        return operators;
    }

    /**
     * The field to sort by.
     *
     * @return the path of the first one, or {@code null} for order of arrival
     */
    public @Nullable String field() {
        return window.sort.isEmpty() ? null : window.sort.get(0).path().toString();
    }

    /**
     * The direction of the sort.
     *
     * @return the direction of the first field, {@link Order#ASC} where there is none
     */
    public Order order() {
        return window.sort.isEmpty() ? Order.ASC : window.sort.get(0).order();
    }

    /**
     * All fields to sort by.
     *
     * @return the fields, the most significant first; empty for order of arrival
     */
    public List<SortField> sort() {
        return window.sort.stream()
                .map(part -> new SortField(part.path().toString(), part.order()))
                .toList();
    }

    /**
     * The most nodes wanted.
     *
     * @return the limit, empty for all
     */
    public OptionalInt limit() {
        return window.limit < 0 ? OptionalInt.empty() : OptionalInt.of(window.limit);
    }

    /**
     * The cursor after which the result begins.
     *
     * @return a node's identifier, or {@code null}
     */
    public @Nullable String after() {
        return window.after;
    }

    /**
     * The cursor before which the result ends.
     *
     * @return a node's identifier, or {@code null}
     */
    public @Nullable String before() {
        return window.before;
    }

    /**
     * What to do where a cursor is not in the result.
     *
     * @return the policy
     */
    public MissingCursor missingCursor() {
        return window.missingCursor;
    }

    /**
     * Whether a node meets the filter, looked at alone: order, limit and cursors do not count, and of a filter with
     * {@code $edge} at its top only the conditions on the starting nodes do.
     *
     * @param node the node
     * @return true if it does
     */
    public boolean matches(Node node) {
        return parsed.condition().test(node, reachability(Reader.EVERYTHING));
    }

    /**
     * The order of the result: by the sort fields if there are any, then by arrival.
     *
     * @return a total order of the nodes of one graph
     */
    public Comparator<Node> comparator() {
        return NodeOrder.of(window.sort);
    }

    /**
     * Whether the result depends on other nodes than those in it: whether {@code $edge} occurs anywhere.
     *
     * @return true if a change of one node can move others in or out
     */
    public boolean isTraversal() {
        return parsed.descendants() != null || parsed.ordinals() > 0;
    }

    /**
     * Equalities that every node of the result meets: field path and scalar. The field equals the scalar or is an array
     * that has it as a member, where the query compares so.
     *
     * @return an unmodifiable map; empty where {@code $edge} stands at the top, since the result is other nodes then
     */
    public Map<String, JsonValue> equalities() {
        if (parsed.descendants() != null) {
            return Map.of();
        }
        var equalities = new LinkedHashMap<String, JsonValue>();
        for (Condition part : conjuncts(parsed.condition())) {
            if (part instanceof Condition.Field field
                    && field.fieldTest() instanceof FieldTests.Equal equal
                    && FieldTests.isScalar(equal.operand())) {
                equalities.putIfAbsent(field.path().toString(), equal.operand());
            }
        }
        return Collections.unmodifiableMap(equalities);
    }

    /**
     * The members at the top of a value that the filter or the sort reads.
     *
     * @return an unmodifiable set of names
     */
    public Set<String> fields() {
        var fields = new LinkedHashSet<String>();
        collectFields(parsed.condition(), fields);
        if (parsed.descendants() != null) {
            collectFields(parsed.descendants(), fields);
        }
        window.sort.forEach(part -> fields.addAll(part.path().names()));
        return Collections.unmodifiableSet(fields);
    }

    private static void collectFields(Condition condition, Set<String> fields) {
        if (condition instanceof Condition.Field field) {
            fields.addAll(field.path().names());
        } else if (condition instanceof Condition.All all) {
            all.parts().forEach(part -> collectFields(part, fields));
        } else if (condition instanceof Condition.Any any) {
            any.parts().forEach(part -> collectFields(part, fields));
        } else if (condition instanceof Condition.Not not) {
            collectFields(not.part(), fields);
        } else if (condition instanceof Condition.Descendant descendant) {
            collectFields(descendant.part(), fields);
        }
    }

    /**
     * Reads a field of a node as a query does: by its path, and {@code id} and {@code timestamp} of the node itself
     * where the value has none.
     *
     * @param node the node
     * @param field the field's path
     * @return the field's value, or {@code null} where there is none
     */
    public static @Nullable JsonValue read(Node node, String field) {
        return FieldPath.parse(field).read(node);
    }

    Condition condition() {
        return parsed.condition();
    }

    /** What descendants have to meet; null where the filter has no {@code $edge} at its top. */
    @Nullable
    Condition descendants() {
        return parsed.descendants();
    }

    Reachability reachability(Reader reader) {
        return Reachability.of(parsed.ordinals(), reader);
    }

    List<SortPath> sortPaths() {
        return window.sort;
    }

    /** The one field to sort by, along whose index a result could be walked; null where there are none or several. */
    @Nullable
    FieldPath onlySortPath() {
        return window.sort.size() == 1 ? window.sort.get(0).path() : null;
    }

    static Iterable<Condition> conjuncts(Condition condition) {
        return condition instanceof Condition.All all ? all.parts() : List.of(condition);
    }

    /**
     * The options as canonical JSON, from which {@link #parse(String, Operators)} makes an equal query.
     *
     * @return JSON text
     */
    public String toJson() {
        var options = new LinkedHashMap<String, JsonValue>();
        options.put("query", filter);
        if (!window.sort.isEmpty()) {
            options.put("field", oneOrAll(part -> part.path().toString()));
            options.put("order", oneOrAll(part -> part.order().text()));
        }
        if (window.limit >= 0) {
            options.put("$limit", new JsonNumber(window.limit));
        }
        if (window.after != null) {
            options.put("$after", new JsonString(window.after));
        }
        if (window.before != null) {
            options.put("$before", new JsonString(window.before));
        }
        if (window.missingCursor != MissingCursor.ERROR) {
            options.put("missingCursor", new JsonString(window.missingCursor.text()));
        }
        return JsonObject.of(options).toJson();
    }

    private JsonValue oneOrAll(Function<SortPath, String> text) {
        List<JsonString> all = window.sort.stream()
                .map(part -> new JsonString(text.apply(part)))
                .toList();
        return all.size() == 1 ? all.get(0) : JsonArray.of(all);
    }

    /** Queries are equal when filter, operators, order and window are. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Query that
                        && filter.equals(that.filter)
                        && window.equals(that.window)
                        && operators.equals(that.operators));
    }

    @Override
    public int hashCode() {
        return Objects.hash(filter, window);
    }

    @Override
    public String toString() {
        return toJson();
    }
}

package io.genosdb.query;

import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A filter written in Java: {@code where("age").gt(18).and("city").is("Paris")}.
 *
 * <p>{@link #where} and {@link #and(String)} name a field; the operators that follow are conditions on it, all of which
 * have to be met. Every method gives a new object and leaves this one as it was. Operands are plain Java data, as
 * {@link JsonValue#of} takes them; whether they fit an operator is checked by {@link #toQuery()}. Immutable and
 * thread-safe.
 *
 * @since 0.1
 */
public final class Criteria {

    private static final Criteria NONE = new Criteria(List.of(), null, false);

    /** All have to be met. */
    private final List<JsonObject> parts;

    private final @Nullable String field;

    /** Whether the field was named and nothing said of it yet. */
    private final boolean dangling;

    private Criteria(List<JsonObject> parts, @Nullable String field, boolean dangling) {
        this.parts = parts;
        this.field = field;
        this.dangling = dangling;
    }

    /**
     * Begins with a field.
     *
     * @param field the field's path
     * @return conditions to go on from with an operator
     */
    public static Criteria where(String field) {
        return new Criteria(List.of(), field, true);
    }

    /**
     * No condition, which every node meets.
     *
     * @return the empty filter
     */
    public static Criteria all() {
        return NONE;
    }

    /**
     * Conditions of which one has to be met.
     *
     * @param alternatives the conditions; none of them is met by no node
     * @return one condition
     */
    public static Criteria anyOf(Criteria... alternatives) {
        return NONE.part("$or", filters(Arrays.asList(alternatives)));
    }

    /**
     * The opposite of a condition.
     *
     * @param condition the condition that must not be met
     * @return one condition
     */
    public static Criteria not(Criteria condition) {
        return NONE.part("$not", condition.toFilter());
    }

    /**
     * Goes on with another field.
     *
     * @param nextField the field's path
     * @return conditions to go on from with an operator
     */
    public Criteria and(String nextField) {
        return new Criteria(parts, nextField, true);
    }

    /**
     * These conditions and others.
     *
     * @param others all have to be met too
     * @return the conditions together
     */
    public Criteria and(Criteria... others) {
        var all = new ArrayList<>(parts);
        for (Criteria other : others) {
            // Not at the top any more, $edge is a condition on the node itself.
            boolean nested = other.parts.stream().anyMatch(part -> part.get("$edge") != null);
            all.addAll(
                    nested
                            ? List.of(JsonObject.of(Map.of("$and", JsonArray.of(List.of(other.toFilter())))))
                            : other.parts);
        }
        return new Criteria(List.copyOf(all), null, false);
    }

    /**
     * These conditions or others.
     *
     * @param others of which one is enough
     * @return one condition
     */
    public Criteria or(Criteria... others) {
        var alternatives = new ArrayList<Criteria>();
        alternatives.add(this);
        alternatives.addAll(Arrays.asList(others));
        return NONE.part("$or", filters(alternatives));
    }

    /**
     * {@code $edge}: the nodes so far are where to start, the result is their descendants at any depth. Inside
     * {@code or}, {@code not} or another {@code edge} it is a condition: there is such a descendant.
     *
     * @param descendants what the descendants have to meet
     * @return the conditions together
     */
    public Criteria edge(Criteria descendants) {
        return part("$edge", descendants.toFilter());
    }

    /**
     * Equals a value; a string, number, boolean or null also equals a member of an array field.
     *
     * @param value the value
     * @return the conditions together
     */
    public Criteria is(@Nullable Object value) {
        JsonValue json = json(value);
        // A map with operators in it would be read as such.
        return json instanceof JsonObject || json instanceof JsonArray
                ? operator("$eq", json)
                : part(requireField(), json);
    }

    /**
     * {@code $eq}: equals a value as a whole, so that an array equals an array only.
     *
     * @param value the value
     * @return the conditions together
     */
    public Criteria eq(@Nullable Object value) {
        return operator("$eq", value);
    }

    /**
     * {@code $ne}: does not equal a value, or is missing.
     *
     * @param value the value
     * @return the conditions together
     */
    public Criteria ne(@Nullable Object value) {
        return operator("$ne", value);
    }

    /**
     * {@code $gt}: greater.
     *
     * @param bound a number or a string
     * @return the conditions together
     */
    public Criteria gt(Object bound) {
        return operator("$gt", bound);
    }

    /**
     * {@code $gte}: greater or equal.
     *
     * @param bound a number or a string
     * @return the conditions together
     */
    public Criteria gte(Object bound) {
        return operator("$gte", bound);
    }

    /**
     * {@code $lt}: less.
     *
     * @param bound a number or a string
     * @return the conditions together
     */
    public Criteria lt(Object bound) {
        return operator("$lt", bound);
    }

    /**
     * {@code $lte}: less or equal.
     *
     * @param bound a number or a string
     * @return the conditions together
     */
    public Criteria lte(Object bound) {
        return operator("$lte", bound);
    }

    /**
     * {@code $between}: in a range, its ends included.
     *
     * @param low a number or a string
     * @param high another of the same type
     * @return the conditions together
     */
    public Criteria between(Object low, Object high) {
        return operator("$between", Arrays.asList(low, high));
    }

    /**
     * {@code $in}: equals one of several values, or has one as a member.
     *
     * @param choices the values
     * @return the conditions together
     */
    public Criteria in(Collection<?> choices) {
        return operator("$in", choices);
    }

    /**
     * {@code $in}: equals one of several values, or has one as a member.
     *
     * @param choices the values
     * @return the conditions together
     */
    public Criteria in(@Nullable Object... choices) {
        return operator("$in", Arrays.asList(choices));
    }

    /**
     * {@code $exists}: is there, be it null, or is not.
     *
     * @param expected whether it has to be there
     * @return the conditions together
     */
    public Criteria exists(boolean expected) {
        return operator("$exists", expected);
    }

    /**
     * {@code $startsWith}: a string with this beginning, exactly.
     *
     * @param prefix the beginning
     * @return the conditions together
     */
    public Criteria startsWith(String prefix) {
        return operator("$startsWith", prefix);
    }

    /**
     * {@code $endsWith}: a string with this end, exactly.
     *
     * @param suffix the end
     * @return the conditions together
     */
    public Criteria endsWith(String suffix) {
        return operator("$endsWith", suffix);
    }

    /**
     * {@code $contains}: a string with this part, exactly, or an array with this member.
     *
     * @param part the part or the member
     * @return the conditions together
     */
    public Criteria contains(@Nullable Object part) {
        return operator("$contains", part);
    }

    /**
     * {@code $text}: a string, or an array with one, that has this part when accents, case and punctuation are ignored.
     *
     * @param words the part
     * @return the conditions together
     */
    public Criteria text(String words) {
        return operator("$text", words);
    }

    /**
     * {@code $like}: a string that matches a pattern of SQL, case ignored.
     *
     * @param pattern the pattern: {@code %} is any text, {@code _} any one character
     * @return the conditions together
     */
    public Criteria like(String pattern) {
        return operator("$like", pattern);
    }

    /**
     * {@code $regex}: a string in which a regular expression of RE2 finds something, case ignored.
     *
     * @param expression the expression
     * @return the conditions together
     */
    public Criteria regex(String expression) {
        return operator("$regex", expression);
    }

    /**
     * Any operator, one of an extension for instance.
     *
     * @param name the name, as in {@code $near}
     * @param operand the operand
     * @return the conditions together
     * @throws InvalidQueryException if no field was named, or the operand has no JSON form
     */
    public Criteria operator(String name, @Nullable Object operand) {
        return part(requireField(), JsonObject.of(Map.of(name, json(operand))));
    }

    private String requireField() {
        if (field == null) {
            throw new InvalidQueryException("an operator needs a field: name one by where(...) or and(...) before");
        }
        return field;
    }

    private Criteria part(String name, JsonValue operand) {
        var all = new ArrayList<>(parts);
        all.add(JsonObject.of(Map.of(name, operand)));
        return new Criteria(List.copyOf(all), field, false);
    }

    private static JsonArray filters(List<Criteria> alternatives) {
        return JsonArray.of(alternatives.stream().map(Criteria::toFilter).toList());
    }

    private static JsonValue json(@Nullable Object value) {
        try {
            return JsonValue.of(value);
        } catch (InvalidValueException e) {
            throw new InvalidQueryException("the operand " + e.getMessage(), e);
        }
    }

    /**
     * The filter as JSON: one object where no name occurs twice.
     *
     * @return the filter
     */
    public JsonObject toFilter() {
        var merged = new LinkedHashMap<String, JsonValue>();
        var rest = new ArrayList<JsonValue>();
        for (JsonObject part : parts) {
            part.forEach((name, operand) -> {
                JsonValue present = merged.get(name);
                JsonValue together = present == null ? operand : together(name, present, operand);
                if (together != null) {
                    merged.put(name, together);
                } else if (name.equals("$and")) {
                    rest.addAll((JsonArray) operand);
                } else {
                    rest.add(part);
                }
            });
        }
        if (!rest.isEmpty()) {
            if (merged.get("$and") instanceof JsonArray first) {
                rest.addAll(0, first);
            }
            merged.put("$and", JsonArray.of(rest));
        }
        return JsonObject.of(merged);
    }

    /** Two conditions on one name as one operand, or null where that is not possible. */
    private static @Nullable JsonValue together(String name, JsonValue left, JsonValue right) {
        if (name.startsWith("$") || !isOperators(left) || !isOperators(right)) {
            return null;
        }
        JsonObject[] both = {(JsonObject) left};
        boolean[] clash = {false};
        ((JsonObject) right).forEach((operator, operand) -> {
            clash[0] |= both[0].get(operator) != null;
            both[0] = both[0].with(operator, operand);
        });
        return clash[0] ? null : both[0];
    }

    private static boolean isOperators(JsonValue operand) {
        if (!(operand instanceof JsonObject object) || object.isEmpty()) {
            return false;
        }
        boolean[] operators = {true};
        object.forEach((name, value) -> operators[0] &= name.startsWith("$"));
        return operators[0];
    }

    /**
     * The query of all nodes that meet the conditions.
     *
     * @return the query
     * @throws InvalidQueryException if an operand is unfit or a field was named without an operator
     */
    public Query toQuery() {
        return toQuery(Operators.standard());
    }

    /**
     * The query of all nodes that meet the conditions.
     *
     * @param operators the operators that may be used
     * @return the query
     * @throws InvalidQueryException if an operand is unfit or a field was named without an operator
     */
    public Query toQuery(Operators operators) {
        if (dangling) {
            throw new InvalidQueryException("at query." + field + ": no operator follows; add one, as in .gt(18)");
        }
        return Query.of(toFilter(), operators);
    }

    /**
     * The query with an order.
     *
     * @param sortField the path of the field to sort by
     * @param order the direction
     * @return the query
     * @throws InvalidQueryException as {@link #toQuery()}
     */
    public Query orderBy(String sortField, Order order) {
        return toQuery().orderBy(sortField, order);
    }

    /**
     * The query for so many nodes at most.
     *
     * @param limit 0 or more
     * @return the query
     * @throws InvalidQueryException as {@link #toQuery()}
     */
    public Query limit(int limit) {
        return toQuery().limit(limit);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Criteria that
                        && parts.equals(that.parts)
                        && dangling == that.dangling
                        && Objects.equals(field, that.field));
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    /** The filter as JSON. */
    @Override
    public String toString() {
        return toFilter().toJson();
    }
}

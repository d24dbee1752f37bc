package io.genosdb.query;

import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The operators that come with the language: each checks its operand and makes the test.
 *
 * @param name the name in queries
 * @param compiler makes the test
 */
record StandardOperator(String name, Function<JsonValue, FieldTest> compiler) implements Operator {

    static Map<String, Operator> all() {
        return Stream.of(
                        new StandardOperator("$eq", operand -> new FieldTests.Equal(operand, false)),
                        new StandardOperator("$ne", FieldTests.NotEqual::new),
                        new StandardOperator("$gt", operand -> range(operand, true, false)),
                        new StandardOperator("$gte", operand -> range(operand, true, true)),
                        new StandardOperator("$lt", operand -> range(operand, false, false)),
                        new StandardOperator("$lte", operand -> range(operand, false, true)),
                        new StandardOperator("$in", StandardOperator::in),
                        new StandardOperator("$between", StandardOperator::between),
                        new StandardOperator("$exists", StandardOperator::exists),
                        new StandardOperator("$startsWith", operand -> new FieldTests.StartsWith(text(operand))),
                        new StandardOperator("$endsWith", operand -> new FieldTests.EndsWith(text(operand))),
                        new StandardOperator("$contains", FieldTests.Contains::new),
                        new StandardOperator("$text", operand -> FieldTests.Text.of(text(operand))),
                        new StandardOperator(
                                "$like", operand -> new FieldTests.Like(LikePattern.compile(pattern(operand)))),
                        new StandardOperator(
                                "$regex", operand -> new FieldTests.Regex(RegexPattern.compile(pattern(operand)))))
                .collect(Collectors.toUnmodifiableMap(StandardOperator::name, operator -> operator));
    }

    @Override
    public FieldTest compile(JsonValue operand) {
        return compiler.apply(operand);
    }

    private static FieldTest range(JsonValue bound, boolean lower, boolean inclusive) {
        if (bound instanceof JsonNumber number) {
            double value = number.value();
            return lower
                    ? new FieldTests.NumberRange(value, inclusive, Double.POSITIVE_INFINITY, true)
                    : new FieldTests.NumberRange(Double.NEGATIVE_INFINITY, true, value, inclusive);
        }
        if (bound instanceof JsonString string) {
            return lower
                    ? new FieldTests.StringRange(string.value(), inclusive, null, true)
                    : new FieldTests.StringRange(null, true, string.value(), inclusive);
        }
        throw new InvalidQueryException("needs a number or a string, not " + kind(bound));
    }

    private static FieldTest between(JsonValue operand) {
        if (operand instanceof JsonArray bounds && bounds.size() == 2) {
            if (bounds.get(0) instanceof JsonNumber low && bounds.get(1) instanceof JsonNumber high) {
                return new FieldTests.NumberRange(low.value(), true, high.value(), true);
            }
            if (bounds.get(0) instanceof JsonString low && bounds.get(1) instanceof JsonString high) {
                return new FieldTests.StringRange(low.value(), true, high.value(), true);
            }
        }
        throw new InvalidQueryException("needs an array of two numbers or of two strings, the lower one first");
    }

    private static FieldTest in(JsonValue operand) {
        if (!(operand instanceof JsonArray choices)) {
            throw new InvalidQueryException("needs an array, not " + kind(operand));
        }
        if (choices.size() > QueryParser.MAX_IN) {
            throw new InvalidQueryException(
                    "has at most " + QueryParser.MAX_IN + " values, this one has " + choices.size());
        }
        return new FieldTests.In(Collections.unmodifiableSet(new HashSet<>(choices)));
    }

    private static FieldTest exists(JsonValue operand) {
        if (operand instanceof JsonBoolean expected) {
            return new FieldTests.Exists(expected == JsonBoolean.TRUE);
        }
        throw new InvalidQueryException("needs true or false, not " + kind(operand));
    }

    private static String text(JsonValue operand) {
        if (operand instanceof JsonString string) {
            return string.value();
        }
        throw new InvalidQueryException("needs a string, not " + kind(operand));
    }

    private static String pattern(JsonValue operand) {
        String pattern = text(operand);
        if (pattern.length() > QueryParser.MAX_PATTERN) {
            throw new InvalidQueryException("a pattern has at most " + QueryParser.MAX_PATTERN
                    + " characters, this one has " + pattern.length());
        }
        return pattern;
    }

    private static String kind(JsonValue value) {
        return QueryParser.kind(value);
    }
}

package io.genosdb.query;

import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tests that the standard operators make. The planner looks inside them; a custom operator's test is opaque. */
final class FieldTests {

    private FieldTests() {}

    static boolean isScalar(JsonValue value) {
        return !(value instanceof JsonArray || value instanceof JsonObject);
    }

    /** As {@code contains}, which a list inherits with an iterator. */
    private static boolean isMember(JsonValue member, JsonArray array) {
        for (int i = 0; i < array.size(); i++) {
            if (member.equals(array.get(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Equality.
     *
     * @param operand the other value
     * @param members whether a scalar also equals a member of an array field
     */
    record Equal(JsonValue operand, boolean members) implements FieldTest {
        @Override
        public boolean test(@Nullable JsonValue value) {
            if (value == null) {
                return false;
            }
            if (value instanceof JsonString string && operand instanceof JsonString expected) {
                return string.value().equals(expected.value());
            }
            if (members && value instanceof JsonArray array && isScalar(operand)) {
                return isMember(operand, array);
            }
            return operand.equals(value);
        }
    }

    /**
     * Inequality, which a missing field has too.
     *
     * @param operand the other value
     */
    record NotEqual(JsonValue operand) implements FieldTest {
        @Override
        public boolean test(@Nullable JsonValue value) {
            return !operand.equals(value);
        }
    }

    /**
     * Equality with one of several values.
     *
     * @param choices the values
     */
    record In(Set<JsonValue> choices) implements FieldTest {
        @Override
        public boolean test(@Nullable JsonValue value) {
            if (value == null) {
                return false;
            }
            if (choices.contains(value)) {
                return true;
            }
            if (value instanceof JsonArray array) {
                for (int i = 0; i < array.size(); i++) {
                    if (isScalar(array.get(i)) && choices.contains(array.get(i))) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** Numbers between two bounds. */
    record NumberRange(double low, boolean lowInclusive, double high, boolean highInclusive) implements FieldTest {
        @Override
        public boolean test(@Nullable JsonValue value) {
            if (!(value instanceof JsonNumber number)) {
                return false;
            }
            double actual = number.value();
            return (lowInclusive ? actual >= low : actual > low) && (highInclusive ? actual <= high : actual < high);
        }

        NumberRange and(NumberRange other) {
            NumberRange lower = low > other.low || (low == other.low && !lowInclusive) ? this : other;
            NumberRange upper = high < other.high || (high == other.high && !highInclusive) ? this : other;
            return new NumberRange(lower.low, lower.lowInclusive, upper.high, upper.highInclusive);
        }
    }

    /** Strings between two bounds, by UTF-16 code units; a bound that is null is none. */
    record StringRange(
            @Nullable String low,
            boolean lowInclusive,
            @Nullable String high,
            boolean highInclusive) implements FieldTest {
        @Override
        public boolean test(@Nullable JsonValue value) {
            return value instanceof JsonString string && isAbove(string.value()) && isBelow(string.value());
        }

        private boolean isAbove(String actual) {
            if (low == null) {
                return true;
            }
            int order = actual.compareTo(low);
            return order > 0 || (order == 0 && lowInclusive);
        }

        private boolean isBelow(String actual) {
            if (high == null) {
                return true;
            }
            int order = actual.compareTo(high);
            return order < 0 || (order == 0 && highInclusive);
        }

        StringRange and(StringRange other) {
            StringRange lower = this;
            if (other.low != null) {
                int order = low == null ? -1 : low.compareTo(other.low);
                lower = order > 0 || (order == 0 && !lowInclusive) ? this : other;
            }
            StringRange upper = this;
            if (other.high != null) {
                int order = high == null ? 1 : high.compareTo(other.high);
                upper = order < 0 || (order == 0 && !highInclusive) ? this : other;
            }
            return new StringRange(lower.low, lower.lowInclusive, upper.high, upper.highInclusive);
        }
    }

    /**
     * Whether there is such a field.
     *
     * @param expected whether there has to be one
     */
    record Exists(boolean expected) implements FieldTest {
        @Override
        public boolean test(@Nullable JsonValue value) {
            return (value != null) == expected;
        }
    }

    /**
     * Strings that begin with a prefix, exactly.
     *
     * @param prefix the prefix
     */
    record StartsWith(String prefix) implements FieldTest {
        @Override
        public boolean test(@Nullable JsonValue value) {
            return value instanceof JsonString string && string.value().startsWith(prefix);
        }
    }

    /**
     * Strings that end with a suffix, exactly.
     *
     * @param suffix the suffix
     */
    record EndsWith(String suffix) implements FieldTest {
        @Override
        public boolean test(@Nullable JsonValue value) {
            return value instanceof JsonString string && string.value().endsWith(suffix);
        }
    }

    /**
     * Strings with a part, arrays with a member.
     *
     * @param operand the part or the member
     */
    record Contains(JsonValue operand) implements FieldTest {
        @Override
        public boolean test(@Nullable JsonValue value) {
            if (value instanceof JsonArray array) {
                return isMember(operand, array);
            }
            return value instanceof JsonString string
                    && operand instanceof JsonString part
                    && string.value().contains(part.value());
        }
    }

    /**
     * Strings, alone or in an array, whose folded text has a part.
     *
     * @param needle the part, folded
     */
    record Text(String needle) implements FieldTest {
        static Text of(String text) {
            String needle = TextFolding.fold(text);
            if (needle.isEmpty()) {
                throw new InvalidQueryException(
                        "needs letters, digits or symbols: nothing is left of '" + text + "' without its punctuation");
            }
            return new Text(needle);
        }

        @Override
        public boolean test(@Nullable JsonValue value) {
            if (value instanceof JsonString string) {
                return TextFolding.fold(string.value()).contains(needle);
            }
            if (value instanceof JsonArray array) {
                for (int i = 0; i < array.size(); i++) {
                    if (array.get(i) instanceof JsonString string
                            && TextFolding.fold(string.value()).contains(needle)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /**
     * Strings that match a pattern of SQL.
     *
     * @param pattern the pattern
     */
    record Like(LikePattern pattern) implements FieldTest {
        @Override
        public boolean test(@Nullable JsonValue value) {
            return value instanceof JsonString string && pattern.matches(string.value());
        }
    }

    /**
     * Strings in which a regular expression finds something.
     *
     * @param pattern the expression
     */
    record Regex(RegexPattern pattern) implements FieldTest {
        @Override
        public boolean test(@Nullable JsonValue value) {
            return value instanceof JsonString string && pattern.find(string.value());
        }
    }
}

package io.genosdb.value;

/**
 * A JSON number: an IEEE 754 double, as RFC 8785 and every JavaScript peer understand numbers.
 *
 * <p>An integer that a double cannot hold exactly is refused when it is converted or parsed, since a browser would read
 * back another number than was written: pass such identifiers as strings.
 *
 * @param value a finite number; negative zero becomes zero
 * @since 0.1
 */
public record JsonNumber(double value) implements JsonValue, Comparable<JsonNumber> {

    /**
     * Checks and normalizes the number.
     *
     * @throws InvalidValueException if the number is infinite or not a number
     */
    public JsonNumber {
        if (!Double.isFinite(value)) {
            throw new InvalidValueException("JSON has no form for " + value + "; use null or a string");
        }
        value += 0.0; // -0.0 + 0.0 is 0.0, as in the canonical form
    }

    /**
     * A number from a long.
     *
     * @param value an integer that a double can represent
     * @return the number
     * @throws InvalidValueException if the integer would lose digits
     */
    public static JsonNumber of(long value) {
        double number = value;
        // Long.MAX_VALUE rounds up to 2^63, and the cast saturates back to it: the one false friend of a round trip.
        if ((long) number != value || value == Long.MAX_VALUE) {
            throw new InvalidValueException(value
                    + " cannot be represented exactly as a JSON number (an IEEE 754 double); pass it as a string");
        }
        return new JsonNumber(number);
    }

    @Override
    public Object toJava() {
        long whole = (long) value;
        // The two comparisons are not the same: at 2^63 the cast saturates.
        return whole == value && whole != Long.MAX_VALUE ? (Object) whole : (Object) value;
    }

    @Override
    public int compareTo(JsonNumber other) {
        return Double.compare(value, other.value);
    }

    @Override
    public String toString() {
        return toJson();
    }
}

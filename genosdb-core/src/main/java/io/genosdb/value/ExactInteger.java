package io.genosdb.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Large integers, accepted only where a double gives them back. */
final class ExactInteger {

    private ExactInteger() {}

    static JsonNumber of(BigInteger integer) {
        double nearest = integer.doubleValue();
        if (!Double.isFinite(nearest) || !new BigDecimal(nearest).toBigInteger().equals(integer)) {
            throw new InvalidValueException(inexact("an integer of " + integer.bitLength() + " bits"));
        }
        return new JsonNumber(nearest);
    }

    /**
     * Reads an integer literal. One that is the canonical form of a double is accepted too: beyond 2^53 that form has
     * zeros where the exact number has other digits.
     */
    static JsonNumber parse(String literal) {
        double nearest = Double.parseDouble(literal);
        if (Double.isFinite(nearest)) {
            var number = new JsonNumber(nearest);
            if (number.toJson().equals(literal)
                    || new BigDecimal(nearest).compareTo(new BigDecimal(new BigInteger(literal))) == 0) {
                return number;
            }
        }
        throw new InvalidValueException(inexact(literal.length() > 40 ? "an integer of many digits" : literal));
    }

    static String inexact(String what) {
        return what + " cannot be represented exactly as a JSON number (an IEEE 754 double); pass it as a string";
    }
}

package io.genosdb.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Integers beyond 64 bits, accepted only where a double holds them exactly. */
final class ExactInteger {

    private ExactInteger() {}

    static JsonNumber of(BigInteger integer) {
        double nearest = integer.doubleValue();
        if (!Double.isFinite(nearest) || !new BigDecimal(nearest).toBigInteger().equals(integer)) {
            throw new InvalidValueException("an integer of " + integer.bitLength()
                    + " bits cannot be represented exactly as a JSON number (an IEEE 754 double); pass it as a string");
        }
        return new JsonNumber(nearest);
    }
}

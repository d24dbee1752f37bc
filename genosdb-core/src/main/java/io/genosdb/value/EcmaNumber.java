package io.genosdb.value;

import java.math.BigDecimal;
import java.math.MathContext;
import tools.jackson.core.io.NumberOutput;

/**
 * ECMAScript's {@code Number::toString} for base 10, which RFC 8785 prescribes. The shortest digits come from Jackson's
 * Schubfach writer (the JDK's own are not the shortest before 19); this class only lays them out.
 */
final class EcmaNumber {

    private static final int LARGEST_PLAIN_EXPONENT = 21;
    private static final int SMALLEST_PLAIN_EXPONENT = -6;

    private static final MathContext ONE_DIGIT = new MathContext(1);

    private EcmaNumber() {}

    static void write(double value, CanonicalWriter out) {
        if (value < 0) {
            out.raw((byte) '-');
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        layOut(digits, digits.length() - shortest.scale(), out);
    }

    private static BigDecimal shortest(double value) {
        BigDecimal decimal = new BigDecimal(NumberOutput.toString(value, true)).stripTrailingZeros();
        if (decimal.precision() == 2) {
            // Java prints at least two digits, and so 4.9E-324 where 5E-324 would do.
            BigDecimal single = decimal.round(ONE_DIGIT).stripTrailingZeros();
            return single.doubleValue() == value ? single : decimal;
        }
        return decimal;
    }

    /** Lays out {@code 0.digits * 10^n}, following the steps of the specification. */
    private static void layOut(String digits, int n, CanonicalWriter out) {
        int k = digits.length();
        if (k <= n && n <= LARGEST_PLAIN_EXPONENT) {
            text(digits, out);
            text("0".repeat(n - k), out);
        } else if (0 < n && n <= LARGEST_PLAIN_EXPONENT) {
            text(digits.substring(0, n), out);
            out.raw((byte) '.');
            text(digits.substring(n), out);
        } else if (SMALLEST_PLAIN_EXPONENT < n && n <= 0) {
            text("0.", out);
            text("0".repeat(-n), out);
            text(digits, out);
        } else {
            text(digits.substring(0, 1), out);
            if (k > 1) {
                out.raw((byte) '.');
                text(digits.substring(1), out);
            }
            text(n > 0 ? "e+" : "e", out);
            out.integer(n - 1L);
        }
    }

    private static void text(String ascii, CanonicalWriter out) {
        for (int i = 0; i < ascii.length(); i++) {
            out.raw((byte) ascii.charAt(i));
        }
    }
}

package io.genosdb.value;

import java.util.Locale;
import tools.jackson.core.io.NumberOutput;

/**
 * ECMAScript's {@code Number::toString} for base 10, which RFC 8785 prescribes. The shortest digits come from Jackson's
 * Schubfach writer (the JDK's own are not the shortest before 19); this class only lays them out.
 */
final class EcmaNumber {

    private static final int LARGEST_PLAIN_EXPONENT = 21;
    private static final int SMALLEST_PLAIN_EXPONENT = -6;

    /** Java prints at least two digits, and so 4.9E-324 where 5E-324 would do; only numbers as small as these differ. */
    private static final double ONE_DIGIT_MAY_DO = 1e-320;

    private EcmaNumber() {}

    static void write(double value, CanonicalWriter out) {
        if (value < 0) {
            out.raw((byte) '-');
        }
        double magnitude = Math.abs(value);
        String text = NumberOutput.toString(magnitude, true);
        if (magnitude < ONE_DIGIT_MAY_DO) {
            String single = String.format(Locale.ROOT, "%.0E", magnitude);
            text = Double.parseDouble(single) == magnitude ? single : text;
        }
        int mark = text.indexOf('E');
        int mantissaEnd = mark < 0 ? text.length() : mark;
        int exponent = mark < 0 ? 0 : Integer.parseInt(text.substring(mark + 1));
        var digits = new byte[mantissaEnd];
        int size = 0;
        int n = exponent;
        boolean whole = true;
        for (int i = 0; i < mantissaEnd; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                whole = false;
            } else if (size > 0 || c != '0') {
                digits[size++] = (byte) c;
                n += whole ? 1 : 0;
            } else if (!whole) {
                n--;
            }
        }
        while (digits[size - 1] == '0') {
            size--;
        }
        layOut(digits, size, n, out);
    }

    /** Lays out {@code 0.digits * 10^n}, following the steps of the specification. */
    private static void layOut(byte[] digits, int k, int n, CanonicalWriter out) {
        if (k <= n && n <= LARGEST_PLAIN_EXPONENT) {
            out.raw(digits, 0, k);
            zeros(n - k, out);
        } else if (0 < n && n <= LARGEST_PLAIN_EXPONENT) {
            out.raw(digits, 0, n);
            out.raw((byte) '.');
            out.raw(digits, n, k);
        } else if (SMALLEST_PLAIN_EXPONENT < n && n <= 0) {
            out.raw((byte) '0');
            out.raw((byte) '.');
            zeros(-n, out);
            out.raw(digits, 0, k);
        } else {
            out.raw(digits, 0, 1);
            if (k > 1) {
                out.raw((byte) '.');
                out.raw(digits, 1, k);
            }
            out.raw((byte) 'e');
            if (n > 0) {
                out.raw((byte) '+');
            }
            out.integer(n - 1L);
        }
    }

    private static void zeros(int count, CanonicalWriter out) {
        for (int i = 0; i < count; i++) {
            out.raw((byte) '0');
        }
    }
}

package io.genosdb.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * A 256-bit number: the hash of an entry, or a sum of hashes.
 *
 * <p>Sums are modulo 2^256, of the hashes read as little-endian numbers, as negentropy protocol v1 sums identifiers: so
 * the same sums serve the digest and the reconciliation.
 *
 * @param w0 the least significant word
 * @param w1 the second word
 * @param w2 the third word
 * @param w3 the most significant word
 * @since 0.1
 */
public record Hash256(long w0, long w1, long w2, long w3) implements Comparable<Hash256> {

    /** The sum of nothing. */
    public static final Hash256 ZERO = new Hash256(0, 0, 0, 0);

    /** The number of bytes. */
    public static final int BYTES = 32;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /**
     * The number in 32 little-endian bytes.
     *
     * @param bytes exactly 32 bytes
     * @return the number
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static Hash256 of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        return new Hash256((long) LONGS.get(bytes, 0), (long) LONGS.get(bytes, 8), (long) LONGS.get(bytes, 16), (long)
                LONGS.get(bytes, 24));
    }

    /**
     * The sum modulo 2^256.
     *
     * @param other the other summand
     * @return this plus the other
     */
    public Hash256 plus(Hash256 other) {
        long s0 = w0 + other.w0;
        int carry = carry(s0, w0, 0);
        long s1 = w1 + other.w1 + carry;
        carry = carry(s1, w1, carry);
        long s2 = w2 + other.w2 + carry;
        carry = carry(s2, w2, carry);
        return new Hash256(s0, s1, s2, w3 + other.w3 + carry);
    }

    /** Whether a sum of one word, another word and the incoming carry overflowed. */
    private static int carry(long sum, long word, int carryIn) {
        int order = Long.compareUnsigned(sum, word);
        return order < 0 || (order == 0 && carryIn == 1) ? 1 : 0;
    }

    /**
     * The difference modulo 2^256.
     *
     * @param other what to take away
     * @return this minus the other
     */
    public Hash256 minus(Hash256 other) {
        return plus(other.negated());
    }

    /** Two's complement: the inverse under addition. */
    private Hash256 negated() {
        long n0 = ~w0 + 1;
        long n1 = ~w1 + (n0 == 0 ? 1 : 0);
        boolean carry1 = n0 == 0 && n1 == 0;
        long n2 = ~w2 + (carry1 ? 1 : 0);
        boolean carry2 = carry1 && n2 == 0;
        return new Hash256(n0, n1, n2, ~w3 + (carry2 ? 1 : 0));
    }

    /**
     * The 32 little-endian bytes.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        var bytes = new byte[BYTES];
        LONGS.set(bytes, 0, w0);
        LONGS.set(bytes, 8, w1);
        LONGS.set(bytes, 16, w2);
        LONGS.set(bytes, 24, w3);
        return bytes;
    }

    /** By the bytes, from the first to the last, each unsigned. */
    @Override
    public int compareTo(Hash256 other) {
        int order = compareBytes(w0, other.w0);
        if (order == 0) {
            order = compareBytes(w1, other.w1);
        }
        if (order == 0) {
            order = compareBytes(w2, other.w2);
        }
        return order != 0 ? order : compareBytes(w3, other.w3);
    }

    private static int compareBytes(long left, long right) {
        return Long.compareUnsigned(Long.reverseBytes(left), Long.reverseBytes(right));
    }

    /**
     * The bytes in hexadecimal.
     *
     * @return 64 digits
     */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(toBytes());
    }
}

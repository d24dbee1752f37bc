package io.genosdb.sync.reconcile;

import io.genosdb.graph.Hash256;

/**
 * A count of hashes and their sum modulo 2^256. Mutable where {@link Hash256} is not, since it lies on the path of every
 * write and there is one in every node of the index.
 */
final class HashSum {

    private long count;
    private long w0;
    private long w1;
    private long w2;
    private long w3;

    long count() {
        return count;
    }

    Hash256 hash() {
        return new Hash256(w0, w1, w2, w3);
    }

    void add(Hash256 hash) {
        add(1, hash.w0(), hash.w1(), hash.w2(), hash.w3());
    }

    void add(HashSum sum) {
        add(sum.count, sum.w0, sum.w1, sum.w2, sum.w3);
    }

    void subtract(Hash256 hash) {
        subtract(1, hash.w0(), hash.w1(), hash.w2(), hash.w3());
    }

    void subtract(HashSum sum) {
        subtract(sum.count, sum.w0, sum.w1, sum.w2, sum.w3);
    }

    private void add(long hashes, long a0, long a1, long a2, long a3) {
        count += hashes;
        long s0 = w0 + a0;
        long carry = carry(w0, a0, s0);
        long s1 = w1 + a1 + carry;
        carry = carry(w1, a1, s1);
        long s2 = w2 + a2 + carry;
        carry = carry(w2, a2, s2);
        w0 = s0;
        w1 = s1;
        w2 = s2;
        w3 += a3 + carry;
    }

    private void subtract(long hashes, long a0, long a1, long a2, long a3) {
        count -= hashes;
        long d0 = w0 - a0;
        long borrow = borrow(w0, a0, d0);
        long d1 = w1 - a1 - borrow;
        borrow = borrow(w1, a1, d1);
        long d2 = w2 - a2 - borrow;
        borrow = borrow(w2, a2, d2);
        w0 = d0;
        w1 = d1;
        w2 = d2;
        w3 -= a3 + borrow;
    }

    /** The carry out of the top bit of {@code a + b}, with or without a carry in, without a branch. */
    private static long carry(long a, long b, long sum) {
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }

    /** The borrow into the top bit of {@code a - b}, with or without a borrow in, without a branch. */
    private static long borrow(long a, long b, long difference) {
        return ((~a & b) | ((~a | b) & difference)) >>> 63;
    }
}

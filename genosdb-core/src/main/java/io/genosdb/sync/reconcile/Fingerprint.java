package io.genosdb.sync.reconcile;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Computes what stands for the entries of a range: the first bytes of the SHA-256 of the sum of their hashes, followed by
 * their number.
 */
final class Fingerprint {

    static final int BYTES = 16;

    private final MessageDigest sha256;

    Fingerprint() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    byte[] of(EntryIndex.View view, long from, long to) {
        var input = new NegentropyWriter();
        input.writeHash(view.sum(from, to));
        input.writeVarint(to - from);
        return Arrays.copyOf(sha256.digest(input.toBytes()), BYTES);
    }
}

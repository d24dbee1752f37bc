package io.genosdb.security.identity;

import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256, which Ethereum calls SHA-3 though that came out otherwise. Thread-safe: each thread has a digest of its own. */
final class Keccak {

    static final int BYTES = 32;

    private static final ThreadLocal<KeccakDigest> DIGEST = ThreadLocal.withInitial(() -> new KeccakDigest(BYTES * 8));

    private Keccak() {}

    static byte[] hash(byte[]... parts) {
        KeccakDigest digest = DIGEST.get();
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        var hash = new byte[BYTES];
        digest.doFinal(hash, 0); // Makes it ready for the next one.
        return hash;
    }
}

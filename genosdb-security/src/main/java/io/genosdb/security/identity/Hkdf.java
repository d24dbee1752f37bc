package io.genosdb.security.identity;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** HKDF with SHA-256 (RFC 5869). */
final class Hkdf {

    private Hkdf() {}

    static byte[] derive(byte[] secret, byte[] salt, byte[] info, int bytes) {
        var generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(secret, salt, info));
        var derived = new byte[bytes];
        generator.generateBytes(derived, 0, bytes);
        return derived;
    }
}

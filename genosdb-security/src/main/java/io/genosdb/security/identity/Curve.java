package io.genosdb.security.identity;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * ECDSA over secp256k1, by libsecp256k1, which is loaded when it is first needed. Signatures and public keys may be any bytes: what
 * is none is no signature, never an exception. Thread-safe.
 */
final class Curve {

    static final int KEY_BYTES = 32;

    /** A mark, x and y. */
    static final int PUBLIC_KEY_BYTES = 65;

    /** r and s, without v. */
    static final int SIGNATURE_BYTES = 64;

    private static final HexFormat HEX = HexFormat.of();

    /** Half of the group's order: the greatest s of those signatures of which there is one and not two. */
    private static final byte[] GREATEST_S =
            HEX.parseHex("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

    private Curve() {}

    private static final class Library {

        /** What kept it from being loaded; empty where nothing did. */
        private static final String PROBLEM = load();

        private static String load() {
            try {
                var one = new byte[KEY_BYTES];
                one[KEY_BYTES - 1] = 1;
                // Loaded only when it is used.
                return Secp256k1.get().secKeyVerify(one) ? "" : "it refuses a key that is one";
            } catch (RuntimeException | LinkageError e) {
                return e.toString();
            }
        }
    }

    private static Secp256k1 library() {
        if (!Library.PROBLEM.isEmpty()) {
            throw new MissingNativeLibraryException(Library.PROBLEM);
        }
        return Secp256k1.get();
    }

    /** Whether 32 bytes are a private key: neither zero nor beyond the group's order. */
    static boolean isKey(byte[] key) {
        return key.length == KEY_BYTES && library().secKeyVerify(key);
    }

    /** The public key of a private one, not compressed. */
    static byte[] publicKey(byte[] key) {
        return library().pubkeyCreate(key);
    }

    /** r and a low s; the same for the same digest (RFC 6979). */
    static byte[] sign(byte[] digest, byte[] key) {
        return library().sign(digest, key);
    }

    /** Whether r and s are a signature by a public key. A high s is none. */
    static boolean verify(byte[] signature, byte[] digest, byte[] publicKey) {
        try {
            return isLow(signature) && library().verify(signature, digest, publicKey);
        } catch (Secp256k1Exception | IllegalArgumentException e) {
            return false;
        }
    }

    /** The public key by which r and s are a signature: of up to four the one with this number. A high s is none. */
    static byte @Nullable [] recover(byte[] signature, byte[] digest, int id) {
        if (!isLow(signature) || (id > 1 && !isTiny(signature))) {
            return null;
        }
        try {
            return library().ecdsaRecover(signature, digest, id);
        } catch (Secp256k1Exception | IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isLow(byte[] signature) {
        return signature.length == SIGNATURE_BYTES
                && Arrays.compareUnsigned(signature, KEY_BYTES, SIGNATURE_BYTES, GREATEST_S, 0, KEY_BYTES) <= 0;
    }

    /** Whether r may stand for a coordinate beyond the group's order, which is less than 2^129 below the field's. */
    private static boolean isTiny(byte[] signature) {
        for (int i = 0; i < KEY_BYTES / 2 - 1; i++) {
            if (signature[i] != 0) {
                return false;
            }
        }
        return true;
    }
}

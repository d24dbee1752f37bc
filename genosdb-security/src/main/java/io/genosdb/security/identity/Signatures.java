package io.genosdb.security.identity;

import io.genosdb.graph.Hash256;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Signatures as wallets make them: {@code personal_sign} of EIP-191. Over a text they have 65 bytes: r, s and v, from which the signer
 * is found. Over a hash, where it is known who is said to have signed, they are kept without v: so there is one form of each, and to
 * sign takes a third of the time. Signatures may be any bytes. Thread-safe.
 *
 * @since 0.1
 */
public final class Signatures {

    /** How long a signature of a text is. */
    public static final int BYTES = Curve.SIGNATURE_BYTES + 1;

    /** How long a signature of a hash is. */
    public static final int COMPACT_BYTES = Curve.SIGNATURE_BYTES;

    /** What is added to a recovery id to make v. */
    static final int V = 27;

    private static final byte[] PREFIX = "\u0019Ethereum Signed Message:\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PREFIX_OF_HASH =
            ("\u0019Ethereum Signed Message:\n" + Hash256.BYTES).getBytes(StandardCharsets.US_ASCII);
    private static final int RECOVERY_IDS = 4;

    private Signatures() {}

    /**
     * Who signed a text, as somebody does who signs in.
     *
     * @param message the text, which wallets sign in UTF-8
     * @param signature r, s (low) and v (27 or 28; some wallets say 0 or 1)
     * @return the address; empty where the bytes are no signature of any text, or the text has a lone surrogate
     * @throws MissingNativeLibraryException if nothing can be verified here
     */
    public static Optional<Address> signerOf(String message, byte[] signature) {
        if (signature.length != BYTES) {
            return Optional.empty();
        }
        int v = signature[Curve.SIGNATURE_BYTES];
        int id = v >= V ? v - V : v;
        if (id < 0 || id > 1) {
            return Optional.empty();
        }
        return digest(message)
                .map(digest -> Curve.recover(Arrays.copyOf(signature, Curve.SIGNATURE_BYTES), digest, id))
                .map(Address::ofPublicKey);
    }

    /**
     * Whether somebody signed a hash: an entry's, or a challenge.
     *
     * @param address who is said to have signed
     * @param hash what was signed
     * @param signature r and s (low)
     * @return true if it is theirs
     * @throws MissingNativeLibraryException if nothing can be verified here
     */
    public static boolean isSignedBy(Address address, Hash256 hash, byte[] signature) {
        return publicKeyOf(address, hash, signature).isPresent();
    }

    /**
     * What is kept of a signature that a wallet made over a hash.
     *
     * @param signature r, s and v, or r and s alone
     * @return r and s; what is no signature as it is
     */
    public static byte[] compact(byte[] signature) {
        return signature.length == BYTES ? Arrays.copyOf(signature, COMPACT_BYTES) : signature;
    }

    /** The public key of an address, found by a signature; nothing where the signature is not the address's. */
    static Optional<byte[]> publicKeyOf(Address address, Hash256 hash, byte[] signature) {
        if (signature.length != COMPACT_BYTES) {
            return Optional.empty();
        }
        byte[] digest = digest(hash);
        byte[] wanted = address.toBytes();
        for (int id = 0; id < RECOVERY_IDS; id++) {
            byte[] key = Curve.recover(signature, digest, id);
            if (key != null && Arrays.equals(Address.bytesOf(key), wanted)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /** Whether the owner of a public key signed a hash: the same as {@link #isSignedBy} of the key's address, and faster. */
    static boolean isSignedByKey(byte[] publicKey, Hash256 hash, byte[] signature) {
        return signature.length == COMPACT_BYTES && Curve.verify(signature, digest(hash), publicKey);
    }

    /** What is signed for a hash. */
    static byte[] digest(Hash256 hash) {
        return Keccak.hash(PREFIX_OF_HASH, hash.toBytes());
    }

    /** What is signed for a text; nothing where it has no UTF-8. */
    static Optional<byte[]> digest(String message) {
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(message));
            var bytes = new byte[utf8.remaining()];
            utf8.get(bytes);
            byte[] length = Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII);
            return Optional.of(Keccak.hash(PREFIX, length, bytes));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}

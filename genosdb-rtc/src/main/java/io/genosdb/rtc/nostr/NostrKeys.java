package io.genosdb.rtc.nostr;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * An author: a pair of keys of BIP-340 (Schnorr signatures over secp256k1, by libsecp256k1). Thread-safe.
 *
 * @since 0.1
 */
public final class NostrKeys {

    private static final HexFormat HEX = HexFormat.of();
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;

    private final byte[] secret;
    private final String pubkey;
    private final SecureRandom random;

    /** Loaded when it is first asked for. */
    private static final class Library {

        private static final String PROBLEM = load();

        private static String load() {
            try {
                // It loads when it is used.
                byte[] one = new byte[KEY_BYTES];
                one[KEY_BYTES - 1] = 1;
                return Secp256k1.get().secKeyVerify(one) ? "" : "libsecp256k1 refuses a key that is one";
            } catch (RuntimeException | LinkageError e) {
                return "libsecp256k1, which signs and verifies Nostr events, could not be loaded (" + e.getMessage()
                        + "): it comes with secp256k1-kmp-jni-jvm for Linux, macOS and Windows, and is unpacked in the"
                        + " temporary directory, which must be writable and allow to execute";
            }
        }
    }

    private NostrKeys(byte[] secret, SecureRandom random) {
        this.secret = secret;
        this.random = random;
        // Not compressed: a mark, x and y.
        this.pubkey = HEX.formatHex(Secp256k1.get().pubkeyCreate(secret), 1, 1 + KEY_BYTES);
    }

    /**
     * Why nothing can be signed or verified here, with what to do about it.
     *
     * @return a sentence; empty where all is well
     */
    public static String problem() {
        return Library.PROBLEM;
    }

    /**
     * Makes a new author.
     *
     * @param random makes the keys, and blinds signatures
     * @return keys that nobody else has
     * @throws IllegalStateException if there is a {@link #problem()}
     */
    public static NostrKeys random(SecureRandom random) {
        if (!problem().isEmpty()) {
            throw new IllegalStateException(problem());
        }
        byte[] secret = new byte[KEY_BYTES];
        do {
            random.nextBytes(secret);
        } while (!Secp256k1.get().secKeyVerify(secret));
        return new NostrKeys(secret, random);
    }

    /**
     * The public key.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String pubkey() {
        return pubkey;
    }

    /**
     * Makes an event of this author.
     *
     * @param createdAt seconds since 1970
     * @param kind 0 to 65535
     * @param tags lists of strings, of which the first is the tag's name
     * @param content any text
     * @return the event, with its id and a signature
     * @throws InvalidValueException if a text has a lone surrogate, or the time is beyond 2^53
     */
    public NostrEvent sign(long createdAt, int kind, List<List<String>> tags, String content) {
        byte[] id = id(pubkey, createdAt, kind, tags, content);
        byte[] blinding = new byte[KEY_BYTES];
        random.nextBytes(blinding);
        byte[] signature = Secp256k1.get().signSchnorr(id, secret, blinding);
        return new NostrEvent(HEX.formatHex(id), pubkey, createdAt, kind, tags, content, HEX.formatHex(signature));
    }

    /**
     * Whether an event is what its author signed: its id is that of its parts, and the signature is the author's for it.
     *
     * @param event any event, whatever is in it
     * @return true if both are right; false, too, where there is a {@link #problem()}; never an exception
     */
    public static boolean verify(NostrEvent event) {
        if (!problem().isEmpty() || !isHex(event.pubkey(), KEY_BYTES) || !isHex(event.sig(), SIGNATURE_BYTES)) {
            return false;
        }
        try {
            byte[] id = id(event.pubkey(), event.createdAt(), event.kind(), event.tags(), event.content());
            return HEX.formatHex(id).equals(event.id())
                    && Secp256k1.get().verifySchnorr(HEX.parseHex(event.sig()), id, HEX.parseHex(event.pubkey()));
        } catch (InvalidValueException | Secp256k1Exception e) {
            // What has no canonical form has no id; what is no point of the curve is no key.
            return false;
        }
    }

    /** Whether a text is so many bytes in lower-case hexadecimal digits. */
    static boolean isHex(String text, int bytes) {
        return text.length() == 2 * bytes
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** NIP-01 escapes as {@code JSON.stringify} does, and so does the canonical form. */
    private static byte[] id(String pubkey, long createdAt, int kind, List<List<String>> tags, String content) {
        return sha256(
                JsonValue.of(List.of(0, pubkey, createdAt, kind, tags, content)).canonicalBytes());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Shows the public key only. */
    @Override
    public String toString() {
        return "NostrKeys[" + pubkey + "]";
    }
}

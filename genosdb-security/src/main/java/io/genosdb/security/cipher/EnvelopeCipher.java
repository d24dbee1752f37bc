package io.genosdb.security.cipher;

import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonValue;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts texts with AES-256-GCM into envelopes, which are texts again, and decrypts them. An envelope is
 * {@code v1.} and, in Base64 for URLs without padding, a random nonce of 12 bytes, the ciphertext and a tag of 16 bytes. Whoever has
 * no key learns how long the text is, and nothing else.
 *
 * <p>An envelope may be bound to a node: it is not decrypted as another one's then. Thread-safe.
 *
 * @since 0.1
 */
public final class EnvelopeCipher {

    private static final String VERSION_1 = "v1.";
    private static final String FORMAT = "genosdb-envelope-1";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final SecretKey key;
    private final SecureRandom random;

    /**
     * Makes a cipher.
     *
     * @param key a key of 256 bits, used for nothing else. As nonces are random, it is good for 2^32 envelopes
     * @param random makes the nonces
     */
    public EnvelopeCipher(SecretKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    /**
     * Encrypts a text.
     *
     * @param plain the text
     * @param nodeId the node that the envelope is bound to, or {@code null}
     * @return an envelope, another one each time
     * @throws IllegalArgumentException if a text has a lone surrogate
     */
    public String encrypt(String plain, @Nullable String nodeId) {
        byte[] text = utf8(plain);
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, nodeId);
            byte[] envelope = Arrays.copyOf(nonce, NONCE_BYTES + text.length + TAG_BYTES);
            cipher.doFinal(text, 0, text.length, envelope, NONCE_BYTES);
            return VERSION_1 + Base64.getUrlEncoder().withoutPadding().encodeToString(envelope);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM cannot encrypt here", e);
        }
    }

    /**
     * Decrypts an envelope.
     *
     * @param envelope anything that may be one
     * @param nodeId the node that the envelope is bound to, or {@code null}
     * @return the text
     * @throws IllegalArgumentException if it is no envelope, or was made with another key or for another node, or was altered
     */
    public String decrypt(String envelope, @Nullable String nodeId) {
        if (!envelope.startsWith(VERSION_1)) {
            throw new IllegalArgumentException(
                    "not an envelope of a version that is known: it begins with " + VERSION_1);
        }
        byte[] bytes = base64(envelope.substring(VERSION_1.length()));
        if (bytes.length < NONCE_BYTES + TAG_BYTES) {
            throw new IllegalArgumentException("the envelope is cut off");
        }
        try {
            byte[] text = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, NONCE_BYTES), nodeId)
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (GeneralSecurityException | CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "the envelope was made with another key or for another node, or was altered");
        }
    }

    private Cipher cipher(int mode, byte[] nonce, @Nullable String nodeId) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        List<String> bound = nodeId == null ? List.of(FORMAT) : List.of(FORMAT, nodeId);
        try {
            cipher.updateAAD(JsonValue.of(bound).canonicalBytes());
        } catch (InvalidValueException e) {
            throw new IllegalArgumentException("the node's identifier has a lone surrogate", e);
        }
        return cipher;
    }

    /** One text for the same bytes only: what the decoder is lenient about is refused. */
    private static byte[] base64(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("the envelope is not in the one Base64 form for URLs without padding");
        }
        return bytes;
    }

    private static byte[] utf8(String plain) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(plain));
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the text to encrypt has a lone surrogate", e);
        }
    }
}

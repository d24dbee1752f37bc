package io.genosdb.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the records of a store and hides its keys.
 *
 * <p>PBKDF2-HMAC-SHA256 makes a master key of the password; HMAC-SHA256 of it and a label makes the three keys in use: for
 * AES-256-GCM, for hiding keys, and the verifier by which a password is recognized. A nonce is eight random bytes, drawn
 * anew at every opening and after 2^32 records, and a counter: no nonce occurs twice, even after a copy of the store was
 * brought back. Not thread-safe.
 */
final class StoreCipher {

    /** What OWASP recommends for PBKDF2-HMAC-SHA256. */
    static final int DEFAULT_ITERATIONS = 600_000;

    static final int SALT_BYTES = 16;
    static final int OVERHEAD = 12 + 16;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BITS = 256;

    private final SecretKeySpec recordKey;
    private final SecretKeySpec hidingKey;
    private final byte[] verifier;
    private final Mac keyHiding;
    private final Cipher cipher;
    private final SecureRandom random;
    private final ByteBuffer nonce = ByteBuffer.allocate(NONCE_BYTES);
    private int counter;

    private StoreCipher(SecretKeySpec recordKey, SecretKeySpec hidingKey, byte[] verifier, SecureRandom random)
            throws GeneralSecurityException {
        this.recordKey = recordKey;
        this.hidingKey = hidingKey;
        this.verifier = verifier;
        this.keyHiding = mac(hidingKey);
        this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        this.random = random;
        drawNonce();
    }

    static StoreCipher of(char[] password, byte[] salt, int iterations, SecureRandom random) {
        var spec = new PBEKeySpec(password, salt, iterations, KEY_BITS);
        byte[] master = {};
        try {
            master = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            return new StoreCipher(
                    new SecretKeySpec(derive(master, "genosdb-store-record"), "AES"),
                    new SecretKeySpec(derive(master, "genosdb-store-key"), "HmacSHA256"),
                    derive(master, "genosdb-store-verifier"),
                    random);
        } catch (GeneralSecurityException e) {
            throw new StorageException("this Java platform lacks the algorithms to encrypt a store", e);
        } finally {
            Arrays.fill(master, (byte) 0);
            spec.clearPassword();
        }
    }

    /** The same keys for another thread. */
    StoreCipher copy() {
        try {
            return new StoreCipher(recordKey, hidingKey, verifier, random);
        } catch (GeneralSecurityException e) {
            throw new StorageException("this Java platform lacks the algorithms to encrypt a store", e);
        }
    }

    private static Mac mac(SecretKeySpec key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        return mac;
    }

    private static byte[] derive(byte[] master, String label) throws GeneralSecurityException {
        return mac(new SecretKeySpec(master, "HmacSHA256")).doFinal(label.getBytes(StandardCharsets.US_ASCII));
    }

    private void drawNonce() {
        var prefix = new byte[Long.BYTES];
        random.nextBytes(prefix);
        nonce.put(0, prefix);
        counter = 0;
    }

    /** What the header keeps to recognize the password by. */
    byte[] verifier() {
        return verifier.clone();
    }

    /** The same key always gives the same bytes, of which nobody without the password learns the key. */
    byte[] hide(byte[] key) {
        return keyHiding.doFinal(key);
    }

    /**
     * Encrypts.
     *
     * @param purpose what the ciphertext is for; decrypting it for anything else fails
     * @return nonce, ciphertext and tag
     */
    byte[] encrypt(byte[] plain, byte purpose) {
        nonce.putInt(Long.BYTES, counter);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, recordKey, new GCMParameterSpec(TAG_BITS, nonce.array()));
            cipher.updateAAD(new byte[] {purpose});
            byte[] sealed = Arrays.copyOf(nonce.array(), plain.length + OVERHEAD);
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new StorageException("a record cannot be encrypted", e);
        } finally {
            counter++;
            if (counter == 0) {
                drawNonce();
            }
        }
    }

    /**
     * Decrypts.
     *
     * @throws MalformedRecordException if the bytes are not what {@link #encrypt} made for this purpose
     */
    byte[] decrypt(byte[] sealed, byte purpose) throws MalformedRecordException {
        if (sealed.length < OVERHEAD) {
            throw new MalformedRecordException("an encrypted record is cut off");
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, recordKey, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            cipher.updateAAD(new byte[] {purpose});
            return cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new MalformedRecordException("an encrypted record was changed");
        } catch (GeneralSecurityException e) {
            throw new StorageException("a record cannot be decrypted", e);
        }
    }
}

package io.genosdb.rtc.signal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Keeps what peers tell each other about their addresses from relays: AES-256-GCM with a key of the room. */
final class SignalCipher {

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int TAG_BITS = 128;
    private static final int IV_BYTES = 16;
    private static final int MAX_IV_BYTES = 64;

    private final SecretKeySpec key;
    private final RandomGenerator random;

    SignalCipher(String password, String appId, String roomId, RandomGenerator random) {
        this.key = new SecretKeySpec(Topics.digest("SHA-256", String.join(":", password, appId, roomId)), "AES");
        this.random = random;
    }

    /** The initialisation vector in decimals, a dollar sign, and in base 64 the text made illegible with its tag. */
    String encrypt(String text) {
        var iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        var encrypted = new StringBuilder();
        for (byte b : iv) {
            encrypted.append(encrypted.isEmpty() ? "" : ",").append(Byte.toUnsignedInt(b));
        }
        try {
            byte[] bytes = run(Cipher.ENCRYPT_MODE, iv, text.getBytes(StandardCharsets.UTF_8));
            return encrypted
                    .append('$')
                    .append(Base64.getEncoder().encodeToString(bytes))
                    .toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java lacks " + TRANSFORMATION, e);
        }
    }

    /** The text; empty where it was not encrypted with this room's key, or by nobody at all. */
    Optional<String> decrypt(String encrypted) {
        int dollar = encrypted.indexOf('$');
        if (dollar < 0) {
            return Optional.empty();
        }
        try {
            byte[] iv = decimals(encrypted.substring(0, dollar));
            byte[] bytes = Base64.getDecoder().decode(encrypted.substring(dollar + 1));
            return Optional.of(new String(run(Cipher.DECRYPT_MODE, iv, bytes), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException | ProviderException e) {
            // Java's own cipher throws the last of them at what is shorter than a tag.
            return Optional.empty();
        }
    }

    private static byte[] decimals(String text) {
        String[] numbers = text.split(",", MAX_IV_BYTES + 1);
        if (numbers.length > MAX_IV_BYTES) {
            throw new IllegalArgumentException("Too long");
        }
        var bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            int number = Integer.parseInt(numbers[i]);
            if (number < 0 || number > 0xff) {
                throw new IllegalArgumentException("No byte: " + number);
            }
            bytes[i] = (byte) number;
        }
        return bytes;
    }

    private byte[] run(int mode, byte[] iv, byte[] bytes) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
        return cipher.doFinal(bytes);
    }
}

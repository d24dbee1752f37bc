package io.genosdb.rtc.simulation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The cipher of a page, written a second time. */
final class PageCipher {

    private final SecretKeySpec key;
    private final RandomGenerator random;

    PageCipher(String password, RandomGenerator random) {
        this.random = random;
        try {
            byte[] text = (password + ":" + World.APP + ":" + World.ROOM).getBytes(StandardCharsets.UTF_8);
            this.key = new SecretKeySpec(MessageDigest.getInstance("SHA-256").digest(text), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String encrypt(String text) {
        var iv = new byte[16];
        random.nextBytes(iv);
        return IntStream.range(0, iv.length)
                        .mapToObj(i -> Integer.toString(iv[i] & 0xff))
                        .collect(Collectors.joining(","))
                + "$"
                + Base64.getEncoder()
                        .encodeToString(run(Cipher.ENCRYPT_MODE, iv, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The text; null where the key is another one. */
    @Nullable
    String decrypt(String raw) {
        String[] parts = raw.split("\\$", -1);
        int[] numbers = Arrays.stream(parts[0].split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        var iv = new byte[numbers.length];
        for (int i = 0; i < iv.length; i++) {
            iv[i] = (byte) numbers[i];
        }
        try {
            return new String(
                    run(Cipher.DECRYPT_MODE, iv, Base64.getDecoder().decode(parts[1])), StandardCharsets.UTF_8);
        } catch (IllegalStateException e) {
            return null;
        }
    }

    private byte[] run(int mode, byte[] iv, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(128, iv));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

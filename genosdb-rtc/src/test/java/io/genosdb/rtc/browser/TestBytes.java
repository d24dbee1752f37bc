package io.genosdb.rtc.browser;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes that pages and peers of ours make alike. */
final class TestBytes {

    private TestBytes() {}

    static byte[] of(int size) {
        var made = new byte[size];
        int state = size;
        for (int i = 0; i < size; i++) {
            state = state * 1103515245 + 12345;
            made[i] = (byte) (state >>> 16);
        }
        return made;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}

package io.genosdb.security.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class EnvelopeCipherTest {

    private final EnvelopeCipher cipher = cipher(1);

    @Test
    void decryptsWhatItEncrypted() {
        for (String text : new String[] {"", "{}", "ä ✓ 🔑", "x".repeat(1_000_000)}) {
            for (String nodeId : new String[] {null, "", "n1", "ä ✓"}) {
                String envelope = cipher.encrypt(text, nodeId);

                assertThat(envelope).matches("v1\\.[A-Za-z0-9_-]+");
                assertThat(cipher(1).decrypt(envelope, nodeId)).isEqualTo(text);
            }
        }
    }

    @Test
    void theSameTextMakesAnotherEnvelopeEachTime() {
        assertThat(cipher.encrypt("text", "n1")).isNotEqualTo(cipher.encrypt("text", "n1"));
    }

    @Test
    void anotherKeyDoesNotDecrypt() {
        assertRefused(cipher(2).encrypt("text", "n1"), "n1");
    }

    @Test
    void anotherNodeDoesNotDecrypt() {
        assertRefused(cipher.encrypt("text", "n1"), "n2");
        assertRefused(cipher.encrypt("text", "n1"), null);
        assertRefused(cipher.encrypt("text", null), "n1");
        assertRefused(cipher.encrypt("text", null), "");
    }

    @Test
    void everyAlteredBitIsNoticed() {
        byte[] bytes =
                Base64.getUrlDecoder().decode(cipher.encrypt("text", "n1").substring(3));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] altered = bytes.clone();
            altered[bit / 8] = (byte) (altered[bit / 8] ^ (1 << (bit % 8)));
            assertRefused(envelope(altered), "n1");
        }
        for (int length = 0; length < bytes.length; length++) {
            assertRefused(envelope(Arrays.copyOf(bytes, length)), "n1");
        }
        assertRefused(envelope(Arrays.copyOf(bytes, bytes.length + 1)), "n1");
    }

    @Test
    void anyTextIsReadWithoutAnotherException() {
        var random = new Random(1);
        String envelope = cipher.encrypt("text", "n1");
        for (String text :
                new String[] {"", "v1.", "v2." + envelope.substring(3), "v1.====", envelope + "=", envelope + "\n"}) {
            assertRefused(text, "n1");
        }
        assertRefused(envelope, "\ud800");
        for (int i = 0; i < 2000; i++) {
            var bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            assertRefused(envelope(bytes), "n1");
            assertRefused("v1." + new String(bytes, StandardCharsets.UTF_16), "n1");
        }
    }

    @Test
    void textWithoutUtf8IsNotEncrypted() {
        assertThatIllegalArgumentException().isThrownBy(() -> cipher.encrypt("\ud800", null));
        assertThatIllegalArgumentException().isThrownBy(() -> cipher.encrypt("text", "\ud800"));
    }

    private void assertRefused(String envelope, String nodeId) {
        assertThatIllegalArgumentException().isThrownBy(() -> cipher.decrypt(envelope, nodeId));
    }

    private static String envelope(byte[] bytes) {
        return "v1." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static EnvelopeCipher cipher(int number) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) number);
        SecretKey key = new SecretKeySpec(bytes, "AES");
        return new EnvelopeCipher(key, new SecureRandom());
    }
}

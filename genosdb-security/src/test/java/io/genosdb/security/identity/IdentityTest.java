package io.genosdb.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    private static final String KEY = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
    private static final String ADDRESS = "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23";

    @Test
    void hasTheAddressOfItsKey() {
        for (String key : new String[] {KEY, "0x" + KEY, "0X" + KEY.toUpperCase(Locale.ROOT)}) {
            assertThat(Identity.ofPrivateKey(key).address()).hasToString(ADDRESS);
        }
    }

    @Test
    void doesNotChangeWithTheArrayItWasMadeOf() {
        byte[] key = HexFormat.of().parseHex(KEY);
        Identity identity = Identity.ofPrivateKey(key);
        Arrays.fill(key, (byte) 0);

        assertThat(Signatures.signerOf("text", identity.sign("text"))).contains(identity.address());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f36231",
                "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f36231g",
                "0x0x0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
            })
    void whatIsNoKeyIsRefusedAndNotRepeated(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identity.ofPrivateKey(key))
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("0883a6", "ffff", "0000"));
    }

    @Test
    void whatIsNoKeyIsRefusedInBytes() {
        for (byte[] key : new byte[][] {{}, new byte[31], new byte[32], new byte[33]}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Identity.ofPrivateKey(key));
        }
    }

    @Test
    void isAnotherOneEachTimeItIsGenerated() {
        var random = new SecureRandom();

        assertThat(Identity.generate(random).address())
                .isNotEqualTo(Identity.generate(random).address());
    }

    @Test
    void showsItsAddressOnly() {
        assertThat(Identity.ofPrivateKey(KEY)).hasToString(ADDRESS);
    }

    @Test
    void keysForOtherPurposesAndDatabasesDiffer() {
        Identity identity = Identity.ofPrivateKey(KEY);
        byte[] key = identity.secretKey("values", "test").getEncoded();

        assertThat(key)
                .hasSize(32)
                .isEqualTo(identity.secretKey("values", "test").getEncoded());
        assertThat(identity.secretKey("values", "other").getEncoded()).isNotEqualTo(key);
        assertThat(identity.secretKey("other", "test").getEncoded()).isNotEqualTo(key);
        assertThat(identity.secretKey("test", "values").getEncoded()).isNotEqualTo(key);
        assertThat(identity.secretKey("values\",\"test", "").getEncoded()).isNotEqualTo(key);
        assertThat(Identity.ofPrivateKey("1".repeat(64))
                        .secretKey("values", "test")
                        .getEncoded())
                .isNotEqualTo(key);
        assertThat(key)
                .isEqualTo(Hkdf.derive(
                        HexFormat.of().parseHex(KEY),
                        new byte[0],
                        "[\"genosdb-key-1\",\"values\",\"test\"]".getBytes(StandardCharsets.UTF_8),
                        32));
    }

    @Test
    void closedItHasNoKeysAnyMore() {
        Identity identity = Identity.ofPrivateKey(KEY);
        identity.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> identity.secretKey("values", "test"))
                .withMessageContaining(ADDRESS);
        assertThatIllegalStateException().isThrownBy(() -> identity.sign("text"));
    }
}

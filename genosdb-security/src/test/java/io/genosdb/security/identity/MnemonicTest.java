package io.genosdb.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import fr.acinq.bitcoin.DeterministicWallet;
import fr.acinq.bitcoin.KeyPath;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MnemonicTest {

    /** The one that development tools come with, and the first two addresses that they print. */
    private static final String WELL_KNOWN = "test test test test test test test test test test test junk";

    private static final String FIRST = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    private static final String SECOND = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

    static List<JsonValue> bip39() throws IOException {
        return vectors("bip39-vectors.json");
    }

    static List<JsonValue> bip32() throws IOException {
        return vectors("bip32-vectors.json");
    }

    private static List<JsonValue> vectors(String file) throws IOException {
        try (InputStream in = MnemonicTest.class.getResourceAsStream(file)) {
            JsonObject json = JsonObject.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return (JsonArray) json.get("vectors");
        }
    }

    @ParameterizedTest
    @MethodSource("bip39")
    void wordsMakeTheSeedOfBip39(JsonObject vector) {
        byte[] seed = HexFormat.of().parseHex(text(vector, "seed"));

        assertThat(Mnemonic.seed(text(vector, "mnemonic"), "TREZOR".toCharArray()))
                .isEqualTo(seed);
        assertThat(Identity.ofSeed(seed, "m").address()).isEqualTo(addressOf(text(vector, "key")));
    }

    @ParameterizedTest
    @MethodSource("bip32")
    void seedsMakeTheKeysOfBip32(JsonObject vector) {
        byte[] seed = HexFormat.of().parseHex(text(vector, "seed"));

        assertThat(Identity.ofSeed(seed, text(vector, "path")).address()).isEqualTo(addressOf(text(vector, "key")));
    }

    @Test
    void theDefaultPathIsThatOfWallets() {
        assertThat(Identity.ofMnemonic(WELL_KNOWN).address()).hasToString(FIRST);
        assertThat(Identity.ofMnemonic(WELL_KNOWN, new char[0], "m/44'/60'/0'/0/1")
                        .address())
                .hasToString(SECOND);
    }

    @Test
    void spacesAndCapitalsDoNotMatter() {
        String typed = "\n " + WELL_KNOWN.replace(" ", " \t ").toUpperCase(Locale.ROOT) + " ";

        assertThat(Identity.ofMnemonic(typed).address()).hasToString(FIRST);
    }

    @Test
    void aPassphraseMakesAnotherIdentityInEitherUnicodeForm() {
        Identity composed = Identity.ofMnemonic(WELL_KNOWN, "\u00e4".toCharArray(), Identity.DEFAULT_PATH);
        Identity decomposed = Identity.ofMnemonic(WELL_KNOWN, "a\u0308".toCharArray(), Identity.DEFAULT_PATH);

        assertThat(composed.address()).isEqualTo(decomposed.address()).isNotEqualTo(new Address(FIRST));
    }

    @Test
    void whatIsNoMnemonicIsRefusedAndNotRepeated() {
        for (String wrong : new String[] {
            "",
            "secretword",
            "zebra ".repeat(9),
            "zebra ".repeat(13),
            "zebra ".repeat(12),
            WELL_KNOWN.replace("junk", "secretword"),
            WELL_KNOWN.replace("junk", "zebra")
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Identity.ofMnemonic(wrong))
                    .withNoCause()
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("zebra", "secretword", "test "));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identity.ofMnemonic(WELL_KNOWN.replace("junk", "secretword")))
                .withMessageContaining("word 12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "m/",
                "44'/60'/0'/0/0",
                "m/44'/60'/0'/0/x",
                "m/-1",
                "m//0",
                "m/0''",
                "m/2147483648",
                "m/9999999999'",
                "m/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0"
            })
    void whatIsNoPathIsRefused(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identity.ofMnemonic(WELL_KNOWN, new char[0], path))
                .withMessageContaining("path");
    }

    @Test
    void aSeedIsNeitherTooShortNorTooLong() {
        assertThatIllegalArgumentException().isThrownBy(() -> Identity.ofSeed(new byte[15], "m"));
        assertThatIllegalArgumentException().isThrownBy(() -> Identity.ofSeed(new byte[65], "m"));
    }

    private static Address addressOf(String extendedKey) {
        var key = DeterministicWallet.ExtendedPrivateKey.decode(extendedKey, new KeyPath("m"))
                .getSecond();
        return Identity.ofPrivateKey(key.secretkeybytes.toByteArray()).address();
    }

    private static String text(JsonObject vector, String name) {
        return ((JsonString) vector.get(name)).value();
    }
}

package io.genosdb.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    private static final String SOME = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    /** The test cases of EIP-55. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
                "0xde709f2102306220921060314715629080e2fb77",
                "0x27b1fdb04752bbc536007a920d24acb045561c26",
                SOME,
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
            })
    void readsAndWritesTheChecksumOfEip55(String text) {
        assertThat(Address.parse(text)).hasToString(text);
        assertThat(new Address(text).text()).isEqualTo(text);
        assertThat(Address.parse(text.toLowerCase(Locale.ROOT)).text()).isEqualTo(text);
        assertThat(Address.parse("0x" + text.substring(2).toUpperCase(Locale.ROOT))
                        .text())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\n",
                " 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
            })
    void refusesWhatIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(text));
        assertThatIllegalArgumentException().isThrownBy(() -> new Address(text));
    }

    @Test
    void refusesOneLetterInTheWrongCase() {
        for (int i = 2; i < SOME.length(); i++) {
            char c = SOME.charAt(i);
            char other = Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
            String wrong = SOME.substring(0, i) + other + SOME.substring(i + 1);
            if (other != c) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Address.parse(wrong))
                        .withMessageContaining("checksum");
            }
        }
    }

    @Test
    void isMadeInItsOneFormOnly() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Address(SOME.toLowerCase(Locale.ROOT)));
    }

    @Test
    void doesNotRepeatLongTexts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.parse("x".repeat(1_000_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }
}

package io.genosdb.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorshipTest {

    private static final String ONE = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    private static final String OTHER = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";

    @Test
    void somebodyWritesForThemselves() {
        Authorship authorship = Authorship.parse(ONE);

        assertThat(authorship).isEqualTo(new Authorship(new Address(ONE), null)).hasToString(ONE);
        assertThat(authorship.actor()).isEqualTo(new Address(ONE));
    }

    @Test
    void somebodyWritesForAnother() {
        Authorship authorship = Authorship.parse(ONE + " for " + OTHER);

        assertThat(authorship.signer()).isEqualTo(new Address(ONE));
        assertThat(authorship.subject()).isEqualTo(new Address(OTHER));
        assertThat(authorship.actor()).isEqualTo(new Address(OTHER));
        assertThat(authorship.text()).isEqualTo(ONE + " for " + OTHER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " for ",
                ONE + " ",
                ONE + " for ",
                ONE + " FOR " + OTHER,
                ONE + "  for " + OTHER,
                ONE + " for " + ONE,
                ONE + " for " + OTHER + " for " + ONE,
                ONE + " for 0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359",
                "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed for " + OTHER,
                "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
                "0X5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED"
            })
    void anyOtherTextIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Authorship.parse(text));
    }
}

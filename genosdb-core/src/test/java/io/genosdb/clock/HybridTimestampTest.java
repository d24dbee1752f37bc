package io.genosdb.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HybridTimestampTest {

    @Test
    void itsTextIsReadBackAndSortsAlike() {
        Property.forAll(1_000, random -> {
            var one = new HybridTimestamp(random.nextLong(Long.MAX_VALUE));
            var other = new HybridTimestamp(random.nextLong(Long.MAX_VALUE));
            assertThat(HybridTimestamp.parseHex(one.toHex())).isEqualTo(one);
            assertThat(Integer.signum(one.toHex().compareTo(other.toHex())))
                    .isEqualTo(Integer.signum(one.compareTo(other)));
        });
        assertThat(HybridTimestamp.of(1, 2).toHex()).isEqualTo("0000000000010002");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "000000000001000g", "0000000000010002 ", "00000000000100AB", "8000000000000000"})
    void otherTextIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HybridTimestamp.parseHex(text));
    }
}

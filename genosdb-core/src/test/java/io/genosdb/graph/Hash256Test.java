package io.genosdb.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.testing.Property;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class Hash256Test {

    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    @Test
    void addsAndSubtractsModulo2To256() {
        Property.forAll(20_000, random -> {
            Hash256 a = random(random);
            Hash256 b = random(random);
            assertThat(number(a.plus(b))).isEqualTo(number(a).add(number(b)).mod(MODULUS));
            assertThat(number(a.minus(b)))
                    .isEqualTo(number(a).subtract(number(b)).mod(MODULUS));
            assertThat(Hash256.of(a.toBytes())).isEqualTo(a);
            assertThat(Integer.signum(a.compareTo(b)))
                    .isEqualTo(Integer.signum(a.toString().compareTo(b.toString())));
        });
    }

    /** Words of all ones and zeros are common, so that carries run through. */
    private static Hash256 random(RandomGenerator random) {
        return new Hash256(word(random), word(random), word(random), word(random));
    }

    private static long word(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> -1;
            case 1 -> 0;
            case 2 -> random.nextInt(-2, 3);
            default -> random.nextLong();
        };
    }

    private static BigInteger number(Hash256 hash) {
        byte[] bytes = hash.toBytes();
        for (int left = 0, right = bytes.length - 1; left < right; left++, right--) {
            byte swapped = bytes[left];
            bytes[left] = bytes[right];
            bytes[right] = swapped;
        }
        return new BigInteger(1, bytes);
    }
}

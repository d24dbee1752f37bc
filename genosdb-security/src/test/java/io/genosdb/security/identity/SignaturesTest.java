package io.genosdb.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.genosdb.graph.Hash256;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SignaturesTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    /** The example of the web3.js documentation of {@code eth.accounts.sign} and {@code eth.accounts.recover}. */
    private static final String WEB3_KEY = "0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";

    private static final String WEB3_SIGNATURE = "b91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
            + "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c";

    private final Identity identity = Identity.ofPrivateKey(WEB3_KEY);

    @Test
    void signsTextAsWalletsDo() {
        assertThat(identity.address()).hasToString("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23");
        assertThat(identity.sign("Some data")).asHexString().isEqualToIgnoringCase(WEB3_SIGNATURE);
        assertThat(Signatures.signerOf("Some data", HEX.parseHex(WEB3_SIGNATURE)))
                .contains(identity.address());
    }

    @Test
    void readsTheRecoveryIdInBothForms() {
        byte[] signature = HEX.parseHex(WEB3_SIGNATURE);
        signature[64] = (byte) (signature[64] - 27);

        assertThat(Signatures.signerOf("Some data", signature)).contains(identity.address());
    }

    @Test
    void anotherTextIsNotSignedByThem() {
        assertThat(Signatures.signerOf("Some datum", HEX.parseHex(WEB3_SIGNATURE)))
                .isNotEqualTo(Optional.of(identity.address()));
    }

    @Test
    void textIsSignedInUtf8() {
        for (String text : new String[] {"", "ä ✓ 🔑", "\u0000", "x".repeat(100_000)}) {
            assertThat(Signatures.signerOf(text, identity.sign(text))).contains(identity.address());
        }
        assertThat(Signatures.signerOf("\ud800", identity.sign("?"))).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> identity.sign("\ud800"));
    }

    @Test
    void signsHashesWithoutV() {
        for (int i = 0; i < 20; i++) {
            byte[] signature = identity.sign(hash(i));
            assertThat(signature).hasSize(Signatures.COMPACT_BYTES);
            assertThat(Signatures.isSignedBy(identity.address(), hash(i), signature))
                    .isTrue();
            assertThat(Signatures.isSignedBy(identity.address(), hash(i + 1), signature))
                    .isFalse();
            byte[] ofAWallet = Arrays.copyOf(signature, Signatures.BYTES);
            assertThat(Signatures.isSignedBy(identity.address(), hash(i), ofAWallet))
                    .isFalse();
            assertThat(Signatures.compact(ofAWallet)).isEqualTo(signature);
            assertThat(Signatures.compact(signature)).isEqualTo(signature);
        }
    }

    @Test
    void theOtherSignatureWithAHighSIsNone() {
        Hash256 hash = hash(1);
        byte[] signature = withHighS(identity.sign(hash));
        byte[] ofText = withHighS(identity.sign("text"));

        assertThat(Signatures.isSignedBy(identity.address(), hash, signature)).isFalse();
        for (byte v : new byte[] {0, 1, 27, 28}) {
            ofText[64] = v;
            assertThat(Signatures.signerOf("text", ofText)).isEmpty();
        }
    }

    @Test
    void anyBytesAreReadWithoutAnException() {
        var random = new Random(1);
        for (int length : new int[] {0, 1, 63, 64, 65, 66, 1000}) {
            assertThat(Signatures.signerOf("text", new byte[length])).isEmpty();
            assertThat(Signatures.isSignedBy(identity.address(), hash(1), new byte[length]))
                    .isFalse();
        }
        var extremes = new byte[][] {
            new byte[32], bytes(BigInteger.ONE), bytes(ORDER), bytes(ORDER.subtract(BigInteger.ONE)), filled(0xff)
        };
        for (byte[] r : extremes) {
            for (byte[] s : extremes) {
                for (byte v : new byte[] {0, 1, 2, 3, 26, 27, 28, 29, 30, -1}) {
                    byte[] signature = Arrays.copyOf(r, 65);
                    System.arraycopy(s, 0, signature, 32, 32);
                    signature[64] = v;
                    assertThat(Signatures.isSignedBy(identity.address(), hash(1), Signatures.compact(signature)))
                            .isFalse();
                    assertThat(Signatures.signerOf("text", signature)).isNotEqualTo(Optional.of(identity.address()));
                }
            }
        }
        for (int i = 0; i < 2000; i++) {
            var signature = new byte[65];
            random.nextBytes(signature);
            assertThat(Signatures.isSignedBy(identity.address(), hash(i), Signatures.compact(signature)))
                    .isFalse();
            Signatures.signerOf("text", signature);
        }
    }

    /** Nobody can sign so, but a key can be found for which it is a signature: both ways of verifying must say the same of it. */
    @Test
    void signaturesWithACoordinateBeyondTheOrderAreVerifiedBothWays() {
        byte[] digest = Signatures.digest(hash(1));
        int found = 0;
        for (int r = 1; r <= 40; r++) {
            byte[] signature = Arrays.copyOf(bytes(BigInteger.valueOf(r)), 64);
            signature[63] = 5;
            for (int id = 0; id < 4; id++) {
                byte[] key = Curve.recover(signature, digest, id);
                if (key != null) {
                    found += id >= 2 ? 1 : 0;
                    assertThat(Signatures.isSignedByKey(key, hash(1), signature))
                            .isTrue();
                    assertThat(Signatures.isSignedBy(Address.ofPublicKey(key), hash(1), signature))
                            .isTrue();
                }
            }
        }
        assertThat(found).isPositive();
    }

    @Test
    void whileItIsClosedEverySignatureIsWholeOrNone() {
        for (int round = 0; round < 20; round++) {
            Identity closing = Identity.ofPrivateKey(WEB3_KEY);
            var signing = CompletableFuture.supplyAsync(() -> {
                int signed = 0;
                try {
                    while (true) {
                        byte[] signature = closing.sign(hash(signed));
                        assertThat(Signatures.isSignedBy(closing.address(), hash(signed), signature))
                                .isTrue();
                        signed++;
                    }
                } catch (IllegalStateException e) {
                    return signed;
                }
            });
            closing.close();
            assertThat(signing.join()).isNotNegative();
        }
    }

    @Test
    void aClosedIdentitySignsNothing() {
        identity.close();
        identity.close();

        assertThatIllegalStateException().isThrownBy(() -> identity.sign(hash(1)));
        assertThatIllegalStateException().isThrownBy(() -> identity.sign("text"));
        assertThat(identity.address()).hasToString("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23");
    }

    static Hash256 hash(int number) {
        return new Hash256(number, number, number, number);
    }

    static byte[] withHighS(byte[] signature) {
        var s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        byte[] other = signature.clone();
        System.arraycopy(bytes(ORDER.subtract(s)), 0, other, 32, 32);
        if (other.length == Signatures.BYTES) {
            other[64] ^= 7; // 27 becomes 28, and the other way round.
        }
        return other;
    }

    private static byte[] bytes(BigInteger number) {
        return HEX.parseHex(String.format("%064x", number));
    }

    private static byte[] filled(int value) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}

package io.genosdb.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.generators.SCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeystoreTest {

    private static final int CHEAP = 1 << 4;
    private static final char[] PASSWORD = "testpassword".toCharArray();

    /** The key in the two examples of the Web3 Secret Storage Definition. */
    private static final Identity EXAMPLE =
            Identity.ofPrivateKey("7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d");

    private static final String PBKDF2 = """
            {
                "crypto" : {
                    "cipher" : "aes-128-ctr",
                    "cipherparams" : {"iv" : "6087dab2f9fdbbfaddc31a909735c1e6"},
                    "ciphertext" : "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
                    "kdf" : "pbkdf2",
                    "kdfparams" : {
                        "c" : 262144,
                        "dklen" : 32,
                        "prf" : "hmac-sha256",
                        "salt" : "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"
                    },
                    "mac" : "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"
                },
                "id" : "3198bc9c-6672-5ab3-d995-4942343ae5b6",
                "version" : 3
            }
            """;

    private static final String SCRYPT = """
            {
                "crypto" : {
                    "cipher" : "aes-128-ctr",
                    "cipherparams" : {"iv" : "83dbcc02d8ccb40e466191a123791e0e"},
                    "ciphertext" : "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
                    "kdf" : "scrypt",
                    "kdfparams" : {
                        "dklen" : 32,
                        "n" : 262144,
                        "p" : 8,
                        "r" : 1,
                        "salt" : "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"
                    },
                    "mac" : "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"
                },
                "id" : "3198bc9c-6672-5ab3-d995-4942343ae5b6",
                "version" : 3
            }
            """;

    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @ValueSource(strings = {PBKDF2, SCRYPT})
    void readsTheExamplesOfTheDefinition(String json) {
        assertThat(Identity.ofKeystore(json, PASSWORD).address()).isEqualTo(EXAMPLE.address());
        assertThat(EXAMPLE.address().text()).isEqualToIgnoringCase("0x008aeeda4d805471df9b2a5b0f38a0c3bcba786b");
    }

    @Test
    void readsWhatEarlyClientsWrote() {
        assertThat(Identity.ofKeystore(cheap().replace("\"crypto\"", "\"Crypto\""), PASSWORD)
                        .address())
                .isEqualTo(EXAMPLE.address());
    }

    @Test
    void writesWhatItReads() {
        String json = EXAMPLE.toKeystore("pässwörd ✓ 🔑".toCharArray(), random);

        assertThat(Identity.ofKeystore(json, "pässwörd ✓ 🔑".toCharArray()).address())
                .isEqualTo(EXAMPLE.address());
        assertThat(json)
                .contains(
                        "\"address\":\"008aeeda4d805471df9b2a5b0f38a0c3bcba786b\"",
                        "\"n\":131072",
                        "\"r\":8",
                        "\"p\":1")
                .containsPattern("\"id\":\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"")
                .doesNotContain("7a28b5ba");
    }

    @Test
    void scryptWithOneBlockIsThatOfTheLibrary() {
        for (int p = 1; p <= 3; p++) {
            for (int n = 2; n <= 1 << 10; n *= 2) {
                byte[] salt = {1, 2, (byte) p};
                assertThat(NarrowScrypt.generate(salt, salt, n, p, 40))
                        .isEqualTo(SCrypt.generate(salt, salt, n, 1, p, 40));
            }
        }
    }

    @Test
    void anotherPasswordOpensNothing() {
        for (String password : new String[] {"", "testpassworD", "testpassword "}) {
            assertThatExceptionOfType(KeystoreException.class)
                    .isThrownBy(() -> Identity.ofKeystore(cheap(), password.toCharArray()))
                    .withMessageContaining("password")
                    .withMessageNotContaining("testpassword");
        }
    }

    @Test
    void whatIsAlteredIsRefused() {
        var seeded = new Random(1);
        String json = cheap();
        for (int i = 0; i < 500; i++) {
            int place = seeded.nextInt(json.length());
            char c = (char) (32 + seeded.nextInt(95));
            String altered = json.substring(0, place) + c + json.substring(place + 1);
            try {
                // The id may be altered, and case.
                assertThat(Identity.ofKeystore(altered, PASSWORD).address()).isEqualTo(EXAMPLE.address());
            } catch (KeystoreException e) {
                assertThat(e.getMessage()).doesNotContain("testpassword");
            }
            String cut = json.substring(0, place);
            assertThatExceptionOfType(KeystoreException.class).isThrownBy(() -> Identity.ofKeystore(cut, PASSWORD));
        }
    }

    @Test
    void whatIsUnreasonableIsRefusedBeforeAnyWork() {
        String json = cheap();
        for (String n :
                new String[] {"0", "1", "-2", "17", "1.5", "1e300", "4194304", "8589934592", "\"16\"", "null"}) {
            assertRefused(json.replace("\"n\":16", "\"n\":" + n), "");
        }
        for (String factor : new String[] {"0", "-1", "8388608", "4294967296", "9007199254740991", "0.5"}) {
            assertRefused(json.replace("\"r\":8", "\"r\":" + factor), "");
            assertRefused(json.replace("\"p\":1", "\"p\":" + factor), "");
        }
        String least = json.replace("\"n\":16", "\"n\":2");
        assertRefused(least.replace("\"r\":8", "\"r\":1").replace("\"p\":1", "\"p\":4194304"), "reasonable");
        assertRefused(least.replace("\"r\":8", "\"r\":2").replace("\"p\":1", "\"p\":2097152"), "reasonable");
        assertRefused(json.replace("\"dklen\":32", "\"dklen\":1000000000"), "dklen");
        assertRefused(json.replace("aes-128-ctr", "aes-128-cbc"), "cipher");
        assertRefused(json.replace("\"scrypt\"", "\"argon2\""), "kdf");
        assertRefused(json.replace("\"version\":3", "\"version\":1"), "version");
        assertRefused(json.replace("\"salt\":\"", "\"salt\":\"" + "00".repeat(300)), "salt");
        assertRefused(PBKDF2.replace("262144", "10000001"), "'c'");
        assertRefused(PBKDF2.replace("262144", "0"), "'c'");
        assertRefused(PBKDF2.replace("hmac-sha256", "hmac-sha1"), "prf");
        assertRefused("{\"version\":3,\"crypto\":" + "[".repeat(1000), "JSON");
        assertRefused(" ".repeat(1_000_000), "longer");
        assertRefused("[]", "JSON");
        assertRefused("", "JSON");
    }

    @Test
    void theKeyOfAnotherAddressIsRefused() {
        String other = Identity.generate(random).address().text();

        assertRefused(
                cheap().replace("008aeeda4d805471df9b2a5b0f38a0c3bcba786b", other.substring(2)), "another address");
        assertThat(Identity.ofKeystore(cheap().replace("\"008aeeda", "\"0x008AEEDA"), PASSWORD)
                        .address())
                .isEqualTo(EXAMPLE.address());
    }

    @Test
    void isNotWrittenWithoutAPassword() {
        assertThatIllegalArgumentException().isThrownBy(() -> EXAMPLE.toKeystore(new char[0], random));
    }

    @Test
    void isNotWrittenByAClosedIdentity() {
        Identity closed = Identity.generate(random);
        closed.close();

        assertThatIllegalStateException().isThrownBy(() -> closed.toKeystore(PASSWORD, random));
    }

    private String cheap() {
        return EXAMPLE.toKeystore(PASSWORD, random, CHEAP);
    }

    private static void assertRefused(String json, String message) {
        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(() -> Identity.ofKeystore(json, PASSWORD))
                .withMessageContaining(message);
    }

    @Test
    void hexOfAnyLengthIsBounded() {
        String digits = HexFormat.of().formatHex(new byte[31]);

        assertRefused(cheap().replaceAll("(?<=\"ciphertext\":\")[0-9a-f]+", digits), "ciphertext");
        assertRefused(cheap().replaceAll("(?<=\"mac\":\")[0-9a-f]+", digits + "0"), "mac");
        assertRefused(cheap().replaceAll("(?<=\"iv\":\")[0-9a-f]+", digits), "iv");
    }
}

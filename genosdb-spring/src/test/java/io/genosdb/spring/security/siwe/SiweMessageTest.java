package io.genosdb.spring.security.siwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.genosdb.security.identity.Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiweMessageTest {

    private static final Address ADDRESS = new Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");

    /** With everything that a message can have. */
    private static final String FULL = """
            https://example.com:3388 wants you to sign in with your Ethereum account:
            0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed

            I accept the Terms of Service: https://example.com/tos

            URI: https://example.com:3388/login
            Version: 1
            Chain ID: 1
            Nonce: 32891756
            Issued At: 2021-09-30T16:25:24Z
            Expiration Time: 2021-09-30T17:25:24.500+01:00
            Not Before: 2021-09-30T16:00:00Z
            Request ID: some:id%20here
            Resources:
            - ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/
            - https://example.com/my-web2-claim.json""";

    private static final String SMALL = """
            example.com wants you to sign in with your Ethereum account:
            0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed


            URI: https://example.com/login
            Version: 1
            Chain ID: 100
            Nonce: 32891756
            Issued At: 2021-09-30T16:25:24Z""";

    @Test
    void readsAll() {
        assertThat(SiweMessage.parse(FULL))
                .isEqualTo(new SiweMessage(
                        "https",
                        "example.com:3388",
                        ADDRESS,
                        "I accept the Terms of Service: https://example.com/tos",
                        "https://example.com:3388/login",
                        1,
                        "32891756",
                        Instant.parse("2021-09-30T16:25:24Z"),
                        Instant.parse("2021-09-30T16:25:24.5Z"),
                        Instant.parse("2021-09-30T16:00:00Z"),
                        "some:id%20here",
                        List.of(
                                "ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/",
                                "https://example.com/my-web2-claim.json")));
    }

    @Test
    void writesWhatItReads() {
        assertThat(SiweMessage.parse(SMALL).toText()).isEqualTo(SMALL);
        assertThat(SiweMessage.parse(SMALL).statement()).isNull();
        assertThat(SiweMessage.parse(FULL).toText()).isEqualTo(FULL.replace("17:25:24.500+01:00", "16:25:24.500Z"));
    }

    @Test
    void readsWhatItWritesWhateverItIs() {
        var random = new Random(4361);
        for (int i = 0; i < 2_000; i++) {
            SiweMessage message = any(random);
            assertThat(SiweMessage.parse(message.toText())).isEqualTo(message);
        }
    }

    private static SiweMessage any(Random random) {
        var resources = new ArrayList<String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            resources.add("urn:x:"
                    + text(random, "abcXYZ019-._~:/?#@!$&'()*+,;=", 0, 20).replace("#", ""));
        }
        return new SiweMessage(
                random.nextBoolean() ? null : "https",
                text(random, "abcxyz019-.", 1, 20) + (random.nextBoolean() ? "" : ":8080"),
                ADDRESS,
                random.nextBoolean() ? null : text(random, "abcXYZ019-._~:/?#[]@!$&'()*+,;= ", 1, 60),
                "https://example.com/" + text(random, "abcXYZ019-._~", 0, 20),
                random.nextLong(1_000_000_000_000_000_000L),
                text(random, "abcXYZ019", 8, 40),
                time(random),
                random.nextBoolean() ? null : time(random),
                random.nextBoolean() ? null : time(random),
                random.nextBoolean() ? null : text(random, "abcXYZ019-._~!$&'()*+,;=:@", 0, 20),
                resources);
    }

    private static Instant time(Random random) {
        return Instant.ofEpochSecond(
                random.nextLong(-62_000_000_000L, 253_000_000_000L), random.nextInt(1_000_000_000));
    }

    private static String text(Random random, String alphabet, int from, int to) {
        var text = new StringBuilder();
        for (int i = random.nextInt(from, to + 1); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Test
    void anythingElseIsRefusedInOneWay() {
        var random = new Random(1193);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(random.nextBoolean() ? FULL : SMALL);
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                change(random, text);
            }
            SiweMessage message = parsed(text.toString());
            if (message != null) {
                accepted++;
                assertThat(SiweMessage.parse(message.toText())).isEqualTo(message);
            }
        }
        assertThat(accepted).isLessThan(20_000);
    }

    private static @Nullable SiweMessage parsed(String text) {
        try {
            return SiweMessage.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class);
            return null;
        }
    }

    private static void change(Random random, StringBuilder text) {
        if (text.isEmpty()) {
            return;
        }
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
            case 0 -> text.deleteCharAt(at);
            case 1 -> text.insert(at, (char) random.nextInt(0x250));
            case 2 -> text.setCharAt(at, "\n\r :0aZ-%\u0000\uD800".charAt(random.nextInt(11)));
            default -> text.setLength(at + 1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "another first line          | wants you to sign in   | wants you to sign on",
                "a domain with a path        | example.com wants      | example.com/a wants",
                "no domain                   | example.com wants      | ' wants'",
                "an address in lower case    | 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed | 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
                "an address with a wrong checksum | 0x5aA             | 0x5AA",
                "a short address             | 0x5aAeb6               | 0x5aAeb",
                "version 2                   | Version: 1             | Version: 2",
                "a chain that is no number   | Chain ID: 100          | Chain ID: 0x64",
                "a chain that is too large   | Chain ID: 100          | Chain ID: 1000000000000000000",
                "a negative chain            | Chain ID: 100          | Chain ID: -1",
                "a short nonce               | Nonce: 32891756        | Nonce: 3289175",
                "a nonce with other signs    | Nonce: 32891756        | Nonce: 3289175-6",
                "a URI without a scheme      | URI: https://          | URI: //",
                "a URI with a space          | URI: https://example.com/login | URI: https://example.com/log in",
                "a URI with a broken escape  | URI: https://example.com/login | URI: https://example.com/%4",
                "a URI that is not ASCII     | URI: https://example.com/login | URI: https://example.com/ä",
                "a date without a time       | 2021-09-30T16:25:24Z   | 2021-09-30",
                "a time without a zone       | 2021-09-30T16:25:24Z   | 2021-09-30T16:25:24",
                "a time without seconds      | 2021-09-30T16:25:24Z   | 2021-09-30T16:25Z",
                "a day that never was        | 2021-09-30T16:25:24Z   | 2021-02-30T16:25:24Z",
                "the 25th hour               | 2021-09-30T16:25:24Z   | 2021-09-30T24:25:24Z",
                "names in another case       | Nonce:                 | nonce:",
                "no space behind a name      | Nonce: 3               | Nonce:3"
            })
    void refuses(String what, String good, String bad) {
        assertThat(SMALL).contains(good);
        assertThatIllegalArgumentException().as(what).isThrownBy(() -> SiweMessage.parse(SMALL.replace(good, bad)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\nResources:x",
                "\nResources:\nipfs://a",
                "\nResources:\n- ",
                "\nResources:\n- a b:c",
                "\nUnknown: 1",
                "\nNonce: 32891756",
                "\nRequest ID: a b",
                "\nRequest ID: %zz",
                "\nNot Before: 2021-09-30T16:25:24Z\nExpiration Time: 2021-09-30T16:25:24Z",
                "\r"
            })
    void refusesMoreThanThereCanBe(String more) {
        assertThatIllegalArgumentException().isThrownBy(() -> SiweMessage.parse(SMALL + more));
    }

    @Test
    void anEmptyListOfResourcesAndAnEmptyRequestIdAreGrammatical() {
        assertThat(SiweMessage.parse(SMALL + "\nRequest ID: \nResources:").requestId())
                .isEmpty();
    }

    @Test
    void refusesStatementsOfMoreThanOneLineAndOfOtherSigns() {
        String good = "I accept";
        assertThatIllegalArgumentException().isThrownBy(() -> SiweMessage.parse(FULL.replace(good, "I\naccept")));
        assertThatIllegalArgumentException().isThrownBy(() -> SiweMessage.parse(FULL.replace(good, "I \"accept\"")));
        assertThatIllegalArgumentException().isThrownBy(() -> SiweMessage.parse(FULL.replace(good, "Ich\u00e4")));
    }

    @Test
    void refusesWhatIsTooLongBeforeItIsLookedAt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SiweMessage.parse("a".repeat(SiweMessage.MAX_LENGTH + 1)))
                .withMessageContaining("longer than");
    }

    @Test
    void writesNothingThatItWouldNotRead() {
        Throwable failure = catchThrowable(() -> new SiweMessage(
                null,
                "example.com",
                ADDRESS,
                "two\nlines",
                "https://example.com",
                1,
                "32891756",
                Instant.EPOCH,
                null,
                null,
                null,
                List.of()));
        assertThat(failure).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("statement");
    }
}

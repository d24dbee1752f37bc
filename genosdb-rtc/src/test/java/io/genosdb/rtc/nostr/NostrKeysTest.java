package io.genosdb.rtc.nostr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.value.InvalidValueException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NostrKeysTest {

    private static final NostrKeys KEYS = NostrKeys.random(new SecureRandom());

    private final NostrEvent event = KEYS.sign(1_700_000_000, 20_001, List.of(List.of("x", "topic")), "hello \"ü\"\n");

    /** Made by the npm package nostr-tools, one with each kind of character that could be escaped in several ways. */
    static List<String> eventsOfNostrTools() throws IOException {
        var resource = NostrKeysTest.class.getResourceAsStream("nostr-tools-events.jsonl");
        try (var reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("eventsOfNostrTools")
    void verifiesWhatOthersSigned(String json) throws MalformedNostrException {
        var published = (ClientMessage.Publish) NostrCodec.decodeClient("[\"EVENT\"," + json + "]");

        assertThat(NostrKeys.verify(published.event())).isTrue();
    }

    @Test
    void verifiesItsOwn() {
        assertThat(NostrKeys.verify(event)).isTrue();
        assertThat(event.pubkey()).isEqualTo(KEYS.pubkey()).hasSize(64);
        assertThat(event.id()).hasSize(64);
        assertThat(event.sig()).hasSize(128);
    }

    @Test
    void anythingAlteredIsForged() {
        var other = NostrKeys.random(new SecureRandom()).sign(1_700_000_000, 20_001, event.tags(), event.content());

        assertThat(List.of(
                        with(event.id(), KEYS.pubkey(), 1_700_000_001, 20_001, "hello \"ü\"\n", event.sig()),
                        with(event.id(), KEYS.pubkey(), 1_700_000_000, 20_002, "hello \"ü\"\n", event.sig()),
                        with(event.id(), KEYS.pubkey(), 1_700_000_000, 20_001, "hello", event.sig()),
                        with(other.id(), KEYS.pubkey(), 1_700_000_000, 20_001, event.content(), event.sig()),
                        with(event.id(), other.pubkey(), 1_700_000_000, 20_001, event.content(), event.sig()),
                        with(other.id(), other.pubkey(), 1_700_000_000, 20_001, event.content(), event.sig()),
                        with(event.id(), KEYS.pubkey(), 1_700_000_000, 20_001, event.content(), other.sig()),
                        new NostrEvent(
                                event.id(),
                                event.pubkey(),
                                event.createdAt(),
                                event.kind(),
                                List.of(List.of("x", "other")),
                                event.content(),
                                event.sig())))
                .noneMatch(NostrKeys::verify);
    }

    @Test
    void anyBytesAreVerifiedWithoutAnException() {
        String zeros = "0".repeat(64);
        String ones = "f".repeat(64);

        for (String pubkey : List.of("", "x", zeros, ones, event.pubkey().toUpperCase(Locale.ROOT))) {
            for (String sig : List.of("", "x", zeros + zeros, ones + ones, event.sig())) {
                assertThat(NostrKeys.verify(with(event.id(), pubkey, -1, -1, "\ud800", sig)))
                        .isFalse();
                NostrEvent unsigned = KEYS.sign(1, 1, List.of(), "");
                assertThat(NostrKeys.verify(with(unsigned.id(), pubkey, 1, 1, "", sig)))
                        .isFalse();
            }
        }
    }

    @Test
    void refusesTextWithoutCanonicalForm() {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> KEYS.sign(1, 1, List.of(), "\ud800"));
    }

    @Test
    void showsNoSecret() {
        assertThat(KEYS).hasToString("NostrKeys[" + KEYS.pubkey() + "]");
    }

    private NostrEvent with(String id, String pubkey, long createdAt, int kind, String content, String sig) {
        return new NostrEvent(id, pubkey, createdAt, kind, event.tags(), content, sig);
    }
}

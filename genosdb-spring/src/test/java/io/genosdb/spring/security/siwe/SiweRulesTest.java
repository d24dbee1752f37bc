package io.genosdb.spring.security.siwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.security.identity.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SiweRulesTest {

    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    private final SiweRules rules =
            new SiweRules(Set.of("app.example.org", "localhost:8080"), Set.of(1L, 100L), Duration.ofMinutes(1));

    @Test
    void believesWhatKeepsThem() {
        assertThat(refusal("app.example.org", "https://app.example.org/x", 100, 0, null, null))
                .isNull();
        assertThat(refusal("LocalHost:8080", "http://localhost:8080", 1, 0, 1, 0))
                .isNull();
    }

    @Test
    void refusesOtherDomainsAndUris() {
        assertThat(refusal("app.example.com", "https://app.example.com", 1, 0, null, null))
                .isEqualTo("it is for another domain");
        assertThat(refusal("app.example.org.evil.net", "https://app.example.org", 1, 0, null, null))
                .isEqualTo("it is for another domain");
        assertThat(refusal("user@app.example.org", "https://app.example.org", 1, 0, null, null))
                .isEqualTo("it is for another domain");
        assertThat(refusal("app.example.org", "https://evil.net/app.example.org", 1, 0, null, null))
                .isEqualTo("its URI is not of its domain");
        assertThat(refusal("app.example.org", "urn:app.example.org", 1, 0, null, null))
                .isEqualTo("its URI is not of its domain");
    }

    @Test
    void refusesOtherChains() {
        assertThat(refusal("app.example.org", "https://app.example.org", 5, 0, null, null))
                .isEqualTo("it is for another chain");
    }

    @Test
    void allowsForAClockThatIsOffButNoMore() {
        assertThat(refusalAt(60, null, null)).isNull();
        assertThat(refusalAt(61, null, null)).isEqualTo("it was issued in the future");
        assertThat(refusalAt(0, -59, null)).isNull();
        assertThat(refusalAt(0, -60, null)).isEqualTo("it has expired");
        assertThat(refusalAt(0, null, 60)).isNull();
        assertThat(refusalAt(0, null, 61)).isEqualTo("it is not valid yet");
    }

    @Test
    void mustLeaveSomethingToBeBelieved() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SiweRules(Set.of(), Set.of(1L), Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new SiweRules(Set.of("a"), Set.of(), Duration.ZERO));
    }

    private @Nullable String refusalAt(int issued, @Nullable Integer expires, @Nullable Integer notBefore) {
        return refusal("app.example.org", "https://app.example.org", 1, issued, expires, notBefore);
    }

    private @Nullable String refusal(
            String domain, String uri, long chain, int issued, @Nullable Integer expires, @Nullable Integer notBefore) {
        var message = new SiweMessage(
                null,
                domain,
                new Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
                null,
                uri,
                chain,
                "12345678",
                NOW.plusSeconds(issued),
                expires == null ? null : NOW.plusSeconds(expires),
                notBefore == null ? null : NOW.plusSeconds(notBefore),
                null,
                List.of());
        return rules.refusal(message, NOW).orElse(null);
    }
}

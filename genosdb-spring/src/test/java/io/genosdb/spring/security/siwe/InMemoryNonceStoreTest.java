package io.genosdb.spring.security.siwe;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.spring.security.TestClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InMemoryNonceStoreTest {

    private final TestClock clock = new TestClock();
    private final NonceStore nonces = new InMemoryNonceStore(Duration.ofMinutes(5), 3, clock, new SecureRandom());

    @Test
    void eachIsGoodOnce() {
        String nonce = nonces.issue("a");
        assertThat(nonce).matches("[A-Za-z0-9]{8,}");
        assertThat(nonces.consume(nonce, "a")).isTrue();
        assertThat(nonces.consume(nonce, "a")).isFalse();
    }

    @Test
    void noTwoAreTheSame() {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            all.add(nonces.issue(null));
        }
        assertThat(all).hasSize(1000);
    }

    @Test
    void isOfNoUseInAnotherSessionAndThatDoesNotUseItUp() {
        String nonce = nonces.issue("a");
        assertThat(nonces.consume(nonce, "b")).isFalse();
        assertThat(nonces.consume(nonce, null)).isFalse();
        assertThat(nonces.consume(nonce, "a")).isTrue();
        assertThat(nonces.consume(nonces.issue(null), "a")).isFalse();
    }

    @Test
    void expires() {
        String nonce = nonces.issue(null);
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        String other = nonces.issue(null);
        assertThat(nonces.consume(nonce, null)).isTrue();
        clock.advance(Duration.ofMinutes(5));
        assertThat(nonces.consume(other, null)).isFalse();
    }

    @Test
    void unknownOnesAreOfNoUse() {
        assertThat(nonces.consume("12345678", null)).isFalse();
    }

    @Test
    void theEldestMakeRoom() {
        String first = nonces.issue(null);
        String second = nonces.issue(null);
        nonces.issue(null);
        nonces.issue(null);
        assertThat(nonces.consume(first, null)).isFalse();
        assertThat(nonces.consume(second, null)).isTrue();
    }
}

package io.genosdb.sync.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void growsFromHalfASecondToHalfAMinute() {
        var backoff = new Backoff(new Random(1));

        assertThat(backoff.next()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(backoff.next()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(backoff.next()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        Stream.generate(backoff::next).limit(3).forEach(delay -> {});
        assertThat(Stream.generate(backoff::next).limit(100))
                .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30)));

        backoff.reset();
        assertThat(backoff.next()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void spreadsReplicasThatLostTheSamePeer() {
        assertThat(Stream.iterate(0, seed -> seed + 1)
                        .limit(20)
                        .map(seed -> new Backoff(new Random(seed)).next())
                        .distinct()
                        .count())
                .isGreaterThan(10);
    }
}

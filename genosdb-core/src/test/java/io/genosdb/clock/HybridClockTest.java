package io.genosdb.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HybridClockTest {

    private final AtomicLong wall = new AtomicLong(1_000);
    private final HybridClock clock = new HybridClock(() -> Instant.ofEpochMilli(wall.get()), 0);

    @Test
    void followsTheWallClockAndCountsWithinAMillisecond() {
        assertThat(clock.tick()).isEqualTo(HybridTimestamp.of(1_000, 0).packed());
        assertThat(clock.tick()).isEqualTo(HybridTimestamp.of(1_000, 1).packed());
        wall.set(1_001);
        assertThat(clock.tick()).isEqualTo(HybridTimestamp.of(1_001, 0).packed());
    }

    @Test
    void neverGoesBackWhenTheWallClockDoes() {
        long before = clock.tick();
        wall.set(10);
        assertThat(clock.tick()).isEqualTo(before + 1);
    }

    @Test
    void isAheadOfWhatItHears() {
        long heard = HybridTimestamp.of(5_000, 7).packed();
        clock.observe(heard);
        assertThat(clock.tick()).isEqualTo(heard + 1);
        clock.observe(heard);
        assertThat(clock.last()).isEqualTo(heard + 1);
    }

    @Test
    void carriesAFullCounterIntoTheNextMillisecond() {
        clock.observe(HybridTimestamp.of(1_000, 0xFFFF).packed());
        assertThat(clock.tick()).isEqualTo(HybridTimestamp.of(1_001, 0).packed());
    }

    @Test
    void survivesARestartWithTheHighestReading() {
        long last = HybridTimestamp.of(9_000, 3).packed();
        var restarted = new HybridClock(() -> Instant.ofEpochMilli(wall.get()), last);
        assertThat(restarted.tick()).isEqualTo(last + 1);
    }

    @Test
    void packsAndUnpacks() {
        var timestamp = HybridTimestamp.of(HybridTimestamp.MAX_PHYSICAL, 65_535);
        assertThat(timestamp.packed()).isEqualTo(Long.MAX_VALUE);
        assertThat(timestamp.physical()).isEqualTo(HybridTimestamp.MAX_PHYSICAL);
        assertThat(timestamp.logical()).isEqualTo(65_535);
        assertThatThrownBy(() -> HybridTimestamp.of(HybridTimestamp.MAX_PHYSICAL + 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HybridTimestamp(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}

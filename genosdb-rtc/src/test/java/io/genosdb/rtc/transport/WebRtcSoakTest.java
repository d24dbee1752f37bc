package io.genosdb.rtc.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Takes minutes, and so runs only where {@code genosdb.test.soak} says how many messages (see docs/soak.md). */
@EnabledIfSystemProperty(named = "genosdb.test.soak", matches = "\\d+")
@EnabledOnOs(OS.LINUX)
class WebRtcSoakTest {

    private static final long MOST_GROWTH_KIB = 64 * 1024;

    @Test
    void memoryStaysWithinBoundsAndNoChannelDies() throws Exception {
        WebRtcHere.assume();
        long messages = Long.getLong("genosdb.test.soak");
        int budget = Integer.getInteger("genosdb.test.soak.worn", WebRtcOptions.DEFAULTS.messagesBeforeWorn());

        WebRtcSoak.Outcome outcome = WebRtcSoak.run(messages, budget, System.out);

        assertThat(outcome.exits()).containsExactly(0, 0);
        assertThat(outcome.sides())
                .allSatisfy(readings ->
                        assertThat(readings.get(readings.size() - 1).received()).isEqualTo(messages / 2));
        assertThat(outcome.growthKiB()).isLessThan(MOST_GROWTH_KIB);
    }
}

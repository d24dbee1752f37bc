package io.genosdb.spring.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.spring.stomp.StompErrorCode;
import io.genosdb.spring.stomp.StompStatistics;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StompMetricsTest {

    @Test
    void showsTheStatistics() {
        var metrics =
                new StompMetrics(() -> new StompStatistics(1, 2, 3, 4, 5, 6, Map.of(StompErrorCode.RATE_LIMITED, 7L)));
        var registry = new SimpleMeterRegistry();
        metrics.bindTo(registry);

        assertThat(registry.get("genosdb.stomp.sessions").gauge().value()).isEqualTo(1);
        assertThat(registry.get("genosdb.stomp.subscriptions").gauge().value()).isEqualTo(2);
        assertThat(registry.get("genosdb.stomp.pending").gauge().value()).isEqualTo(3);
        assertThat(registry.get("genosdb.stomp.sent").functionCounter().count()).isEqualTo(4);
        assertThat(disconnects(registry, "too-many")).isEqualTo(5);
        assertThat(disconnects(registry, "too-slow")).isEqualTo(6);
        assertThat(errors(registry, "rate-limited")).isEqualTo(7);
        assertThat(errors(registry, "not-found")).isZero();
    }

    @Test
    void looksAtTheSessionsOnceASecond() {
        var looks = new AtomicInteger();
        var metrics = new StompMetrics(() -> new StompStatistics(looks.incrementAndGet(), 0, 0, 0, 0, 0, Map.of()));
        var clock = new MockClock();
        var registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
        metrics.bindTo(registry);
        registry.forEachMeter(meter -> meter.measure().forEach(Measurement::getValue));
        assertThat(looks).hasValue(1);
        clock.addSeconds(1);
        assertThat(registry.get("genosdb.stomp.sessions").gauge().value()).isEqualTo(2);
    }

    private static double disconnects(SimpleMeterRegistry registry, String reason) {
        return registry.get("genosdb.stomp.disconnects")
                .tag("reason", reason)
                .functionCounter()
                .count();
    }

    private static double errors(SimpleMeterRegistry registry, String code) {
        return registry.get("genosdb.stomp.errors")
                .tag("code", code)
                .functionCounter()
                .count();
    }
}

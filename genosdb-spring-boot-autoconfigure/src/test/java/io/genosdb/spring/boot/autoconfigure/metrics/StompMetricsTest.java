package io.genosdb.spring.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.spring.stomp.StompErrorCode;
import io.genosdb.spring.stomp.StompStatistics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
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

package io.genosdb.spring.boot.autoconfigure.metrics;

import io.genosdb.spring.stomp.StompErrorCode;
import io.genosdb.spring.stomp.StompStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Meters of STOMP. */
final class StompMetrics implements MeterBinder {

    private final Supplier<StompStatistics> statistics;

    StompMetrics(Supplier<StompStatistics> statistics) {
        this.statistics = statistics;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge("genosdb.stomp.sessions", "Open sessions", StompStatistics::sessions)
                .register(registry);
        gauge("genosdb.stomp.subscriptions", "Live queries of all sessions", StompStatistics::subscriptions)
                .register(registry);
        gauge("genosdb.stomp.pending", "Events and replies that wait for a slow client", StompStatistics::pending)
                .register(registry);
        counter("genosdb.stomp.sent", "Events and replies handed to sessions", StompStatistics::sent)
                .register(registry);
        disconnects("too-many", StompStatistics::rejectedSessions).register(registry);
        disconnects("too-slow", StompStatistics::slowDisconnects).register(registry);
        for (StompErrorCode code : StompErrorCode.values()) {
            counter(
                            "genosdb.stomp.errors",
                            "Refused requests",
                            it -> it.errors().getOrDefault(code, 0L))
                    .tag("code", code.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(registry);
        }
    }

    private FunctionCounter.Builder<StompMetrics> disconnects(String reason, ToDoubleFunction<StompStatistics> count) {
        return counter("genosdb.stomp.disconnects", "Sessions turned away or closed by this side", count)
                .tag("reason", reason);
    }

    private Gauge.Builder<StompMetrics> gauge(
            String name, String description, ToDoubleFunction<StompStatistics> value) {
        return Gauge.builder(name, this, it -> value.applyAsDouble(it.statistics.get()))
                .description(description);
    }

    private FunctionCounter.Builder<StompMetrics> counter(
            String name, String description, ToDoubleFunction<StompStatistics> count) {
        return FunctionCounter.builder(name, this, it -> count.applyAsDouble(it.statistics.get()))
                .description(description);
    }
}

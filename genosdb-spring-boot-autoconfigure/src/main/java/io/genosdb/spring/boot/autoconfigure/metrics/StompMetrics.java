package io.genosdb.spring.boot.autoconfigure.metrics;

import io.genosdb.spring.stomp.StompErrorCode;
import io.genosdb.spring.stomp.StompStatistics;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Meters of STOMP. All are read from one sample, taken at most once a second, since it looks at every session. */
final class StompMetrics implements MeterBinder {

    private static final long LIFETIME = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<StompStatistics> statistics;
    private @Nullable StompStatistics sample;
    private long taken;

    StompMetrics(Supplier<StompStatistics> statistics) {
        this.statistics = statistics;
    }

    private synchronized StompStatistics sample(Clock clock) {
        long now = clock.monotonicTime();
        StompStatistics current = sample;
        if (current == null || now - taken >= LIFETIME) {
            current = statistics.get();
            sample = current;
            taken = now;
        }
        return current;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Clock clock = registry.config().clock();
        gauge(clock, "genosdb.stomp.sessions", "Open sessions", StompStatistics::sessions)
                .register(registry);
        gauge(clock, "genosdb.stomp.subscriptions", "Live queries of all sessions", StompStatistics::subscriptions)
                .register(registry);
        gauge(
                        clock,
                        "genosdb.stomp.pending",
                        "Events and replies that wait for a slow client",
                        StompStatistics::pending)
                .register(registry);
        counter(clock, "genosdb.stomp.sent", "Events and replies handed to sessions", StompStatistics::sent)
                .register(registry);
        disconnects(clock, "too-many", StompStatistics::rejectedSessions).register(registry);
        disconnects(clock, "too-slow", StompStatistics::slowDisconnects).register(registry);
        for (StompErrorCode code : StompErrorCode.values()) {
            counter(
                            clock,
                            "genosdb.stomp.errors",
                            "Refused requests",
                            it -> it.errors().getOrDefault(code, 0L))
                    .tag("code", code.text())
                    .register(registry);
        }
    }

    private FunctionCounter.Builder<StompMetrics> disconnects(
            Clock clock, String reason, ToDoubleFunction<StompStatistics> count) {
        return counter(clock, "genosdb.stomp.disconnects", "Sessions turned away or closed by this side", count)
                .tag("reason", reason);
    }

    private Gauge.Builder<StompMetrics> gauge(
            Clock clock, String name, String description, ToDoubleFunction<StompStatistics> value) {
        return Gauge.builder(name, this, it -> value.applyAsDouble(it.sample(clock)))
                .description(description);
    }

    private FunctionCounter.Builder<StompMetrics> counter(
            Clock clock, String name, String description, ToDoubleFunction<StompStatistics> count) {
        return FunctionCounter.builder(name, this, it -> count.applyAsDouble(it.sample(clock)))
                .description(description);
    }
}

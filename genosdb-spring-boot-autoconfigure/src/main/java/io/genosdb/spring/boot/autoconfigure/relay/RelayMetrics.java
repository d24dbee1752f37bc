package io.genosdb.spring.boot.autoconfigure.relay;

import io.genosdb.rtc.relay.Disconnect;
import io.genosdb.rtc.relay.Refusal;
import io.genosdb.rtc.relay.RelayStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Meters of the embedded relay. */
final class RelayMetrics implements MeterBinder {

    private final Supplier<RelayStatus> status;

    RelayMetrics(Supplier<RelayStatus> status) {
        this.status = status;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge("genosdb.relay.connections", "Clients of the embedded relay", RelayStatus::connections)
                .register(registry);
        gauge("genosdb.relay.subscriptions", "Open requests of all clients", RelayStatus::subscriptions)
                .register(registry);
        events("received", RelayStatus::received).register(registry);
        events("delivered", RelayStatus::delivered).register(registry);
        for (Refusal reason : Refusal.values()) {
            counter(
                            "genosdb.relay.refused",
                            "Events and requests that were refused",
                            it -> it.refused().getOrDefault(reason, 0L))
                    .tag("reason", reason.code())
                    .register(registry);
        }
        for (Disconnect reason : Disconnect.values()) {
            counter(
                            "genosdb.relay.disconnects",
                            "Clients turned away or disconnected by the relay",
                            it -> it.disconnected().getOrDefault(reason, 0L))
                    .tag("reason", reason.code())
                    .register(registry);
        }
    }

    private Gauge.Builder<RelayMetrics> gauge(String name, String description, ToDoubleFunction<RelayStatus> value) {
        return Gauge.builder(name, this, it -> value.applyAsDouble(it.status.get()))
                .description(description);
    }

    private FunctionCounter.Builder<RelayMetrics> events(String direction, ToDoubleFunction<RelayStatus> count) {
        return counter("genosdb.relay.events", "Events from clients and to clients", count)
                .tag("direction", direction);
    }

    private FunctionCounter.Builder<RelayMetrics> counter(
            String name, String description, ToDoubleFunction<RelayStatus> count) {
        return FunctionCounter.builder(name, this, it -> count.applyAsDouble(it.status.get()))
                .description(description);
    }
}

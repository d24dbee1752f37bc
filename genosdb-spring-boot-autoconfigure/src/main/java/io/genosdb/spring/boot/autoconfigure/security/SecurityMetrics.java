package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.security.GenosSecurity;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** Meters of security. */
final class SecurityMetrics implements MeterBinder {

    private final GenosSecurity security;
    private final SecurityActivity activity;

    SecurityMetrics(GenosSecurity security, SecurityActivity activity) {
        this.security = security;
        this.activity = activity;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("genosdb.security.parked", security, GenosSecurity::parked)
                .description("Entries that are kept aside until their permission arrives")
                .register(registry);
        refused("parked", SecurityActivity::parked).register(registry);
        refused("forbidden", SecurityActivity::refused).register(registry);
        FunctionCounter.builder("genosdb.security.peers.refused", activity, SecurityActivity::refusedPeers)
                .description("Peers turned away or cut off")
                .register(registry);
    }

    private FunctionCounter.Builder<SecurityActivity> refused(String reason, ToDoubleFunction<SecurityActivity> count) {
        return FunctionCounter.builder("genosdb.security.refused", activity, count)
                .description("Entries of other replicas that were not let in, or taken out again")
                .tag("reason", reason);
    }
}

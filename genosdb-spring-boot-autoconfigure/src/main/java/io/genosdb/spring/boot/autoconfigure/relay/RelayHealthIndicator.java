package io.genosdb.spring.boot.autoconfigure.relay;

import io.genosdb.rtc.relay.RelayStatus;
import io.genosdb.spring.relay.GenosRelayHandler;
import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Health of the embedded relay. One that is full is up, with a warning: those who are connected are served. */
final class RelayHealthIndicator extends AbstractHealthIndicator {

    private final GenosRelayHandler handler;
    private final GenosRelayProperties properties;

    RelayHealthIndicator(GenosRelayHandler handler, GenosRelayProperties properties) {
        super("The health check of the embedded relay failed");
        this.handler = handler;
        this.properties = properties;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        RelayStatus status = handler.status();
        if (handler.isRunning()) {
            builder.up();
        } else {
            builder.outOfService();
        }
        builder.withDetail("path", properties.path());
        builder.withDetail("connections", status.connections());
        builder.withDetail("subscriptions", status.subscriptions());
        int most = properties.limits().connections();
        if (status.connections() >= most) {
            builder.withDetail(
                    "warnings",
                    List.of("The relay has as many clients as it may (" + most
                            + ", genosdb.relay.embedded.limits.connections); others are turned away"));
        }
    }
}

package io.genosdb.spring.boot.autoconfigure.relay;

import io.genosdb.spring.relay.GenosRelayHandler;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters of the embedded relay, where there is a registry of meters.
 *
 * @since 0.1
 */
@AutoConfiguration(
        after = {
            GenosRelayAutoConfiguration.class,
            MetricsAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class
        })
@ConditionalOnClass({GenosRelayHandler.class, MeterRegistry.class, MetricsAutoConfiguration.class})
@ConditionalOnBean({GenosRelayHandler.class, MeterRegistry.class})
public final class GenosRelayMetricsAutoConfiguration {

    /** Made by Spring. */
    GenosRelayMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "genosRelayMetrics")
    RelayMetrics genosRelayMetrics(GenosRelayHandler handler) {
        return new RelayMetrics(handler::status);
    }
}

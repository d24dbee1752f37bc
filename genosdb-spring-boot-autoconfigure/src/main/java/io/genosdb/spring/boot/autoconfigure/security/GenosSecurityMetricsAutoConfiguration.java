package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.security.GenosSecurity;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters of security, where there is a registry of meters.
 *
 * @since 0.1
 */
@AutoConfiguration(
        after = {
            GenosSecurityAutoConfiguration.class,
            MetricsAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class
        })
@ConditionalOnClass({GenosSecurity.class, MeterRegistry.class, MetricsAutoConfiguration.class})
@ConditionalOnBean({GenosSecurity.class, SecurityActivity.class, MeterRegistry.class})
public final class GenosSecurityMetricsAutoConfiguration {

    /** Made by Spring. */
    GenosSecurityMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "genosSecurityMetrics")
    SecurityMetrics genosSecurityMetrics(GenosSecurity security, SecurityActivity activity) {
        return new SecurityMetrics(security, activity);
    }
}

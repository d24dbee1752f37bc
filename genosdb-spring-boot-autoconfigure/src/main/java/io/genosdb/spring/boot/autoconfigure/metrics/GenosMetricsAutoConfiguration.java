package io.genosdb.spring.boot.autoconfigure.metrics;

import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.stomp.GenosStompAutoConfiguration;
import io.genosdb.spring.metrics.GenosMetrics;
import io.genosdb.spring.metrics.RejectionMeters;
import io.genosdb.spring.stomp.GenosStompHandler;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of the meters of graph databases, where there is a registry of meters.
 *
 * @since 0.1
 */
@AutoConfiguration(
        after = {
            GenosAutoConfiguration.class,
            GenosStompAutoConfiguration.class,
            MetricsAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class
        })
@ConditionalOnClass({MeterRegistry.class, MetricsAutoConfiguration.class})
@ConditionalOnBean({GenosDatabases.class, MeterRegistry.class})
public final class GenosMetricsAutoConfiguration {

    /** Made by Spring. */
    GenosMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    GenosMetrics genosMetrics(GenosDatabases databases) {
        return new GenosMetrics(databases);
    }

    /** Reaches the registry of observations by way of Boot, which registers all handlers. */
    @Bean
    @ConditionalOnMissingBean
    RejectionMeters genosRejectionMeters(MeterRegistry registry) {
        return new RejectionMeters(registry);
    }

    /** Where STOMP clients are answered. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = {"org.springframework.messaging.MessageChannel", "org.springframework.web.socket.WebSocketSession"})
    @ConditionalOnBean(GenosStompHandler.class)
    static class Stomp {

        @Bean
        @ConditionalOnMissingBean(name = "genosStompMetrics")
        StompMetrics genosStompMetrics(GenosStompHandler stomp) {
            return new StompMetrics(stomp::statistics);
        }
    }
}

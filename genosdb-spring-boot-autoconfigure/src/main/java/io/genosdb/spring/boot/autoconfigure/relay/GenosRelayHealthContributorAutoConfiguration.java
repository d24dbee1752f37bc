package io.genosdb.spring.boot.autoconfigure.relay;

import io.genosdb.spring.relay.GenosRelayHandler;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health {@code genosdbRelay}, unless {@code management.health.genosdb.enabled} says no.
 *
 * @since 0.1
 */
@AutoConfiguration(after = GenosRelayAutoConfiguration.class)
@ConditionalOnClass({GenosRelayHandler.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(GenosRelayHandler.class)
@ConditionalOnEnabledHealthIndicator("genosdb")
public final class GenosRelayHealthContributorAutoConfiguration {

    /** Made by Spring. */
    GenosRelayHealthContributorAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = {"genosdbRelayHealthIndicator", "genosdbRelayHealthContributor"})
    HealthContributor genosdbRelayHealthContributor(GenosRelayHandler handler, GenosRelayProperties properties) {
        return new RelayHealthIndicator(handler, properties);
    }
}

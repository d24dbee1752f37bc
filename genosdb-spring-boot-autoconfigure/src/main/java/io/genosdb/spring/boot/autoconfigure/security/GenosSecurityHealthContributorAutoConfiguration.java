package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.security.GenosSecurity;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health {@code genosdbSecurity}, unless {@code management.health.genosdb.enabled} says no.
 *
 * @since 0.1
 */
@AutoConfiguration(after = GenosSecurityAutoConfiguration.class)
@ConditionalOnClass({GenosSecurity.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean({GenosSecurity.class, SecurityActivity.class})
@ConditionalOnEnabledHealthIndicator("genosdb")
public final class GenosSecurityHealthContributorAutoConfiguration {

    /** Made by Spring. */
    GenosSecurityHealthContributorAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = {"genosdbSecurityHealthIndicator", "genosdbSecurityHealthContributor"})
    HealthContributor genosdbSecurityHealthContributor(GenosSecurity security, SecurityActivity activity) {
        return new SecurityHealthIndicator(security, activity, InstantSource.system());
    }
}

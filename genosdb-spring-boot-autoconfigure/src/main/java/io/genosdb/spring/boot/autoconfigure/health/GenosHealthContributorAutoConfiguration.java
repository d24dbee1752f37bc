package io.genosdb.spring.boot.autoconfigure.health;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.health.GenosHealthIndicator;
import io.genosdb.spring.sync.GenosPeers;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health {@code genosdb}, unless {@code management.health.genosdb.enabled} says no. With several
 * databases each is a part of it.
 *
 * @since 0.1
 */
@AutoConfiguration(after = GenosAutoConfiguration.class)
@ConditionalOnClass({GenosDatabase.class, GenosHealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(GenosDatabases.class)
@ConditionalOnEnabledHealthIndicator("genosdb")
public final class GenosHealthContributorAutoConfiguration
        extends CompositeHealthContributorConfiguration<GenosHealthIndicator, GenosDatabase> {

    /**
     * Made by Spring.
     *
     * @param peers the addresses that are dialled
     */
    GenosHealthContributorAutoConfiguration(ObjectProvider<GenosPeers> peers) {
        super(database -> new GenosHealthIndicator(database, () -> {
            GenosPeers dialled = peers.getIfAvailable();
            return dialled == null ? List.of() : dialled.status(database);
        }));
    }

    @Bean
    @ConditionalOnMissingBean(name = {"genosdbHealthIndicator", "genosdbHealthContributor"})
    HealthContributor genosdbHealthContributor(GenosDatabases databases) {
        return createContributor(databases.asMap());
    }
}

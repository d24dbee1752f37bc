package io.genosdb.spring.boot.autoconfigure.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.health.GenosHealthIndicator;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class GenosHealthContributorAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("genosdb.storage.type=memory")
            .withConfiguration(AutoConfigurations.of(
                    GenosAutoConfiguration.class,
                    GenosHealthContributorAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class));

    @Test
    void addsTheHealthOfTheDatabase() {
        runner.run(context ->
                assertThat(context.getBean("genosdbHealthContributor")).isInstanceOf(GenosHealthIndicator.class));
    }

    @Test
    void stepsBackWhenDisabled() {
        runner.withPropertyValues("management.health.genosdb.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("genosdbHealthContributor"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class AsAnApplicationDoes {}

    @Test
    void stepsBackWithoutBootsHealth() {
        new ApplicationContextRunner()
                .withPropertyValues("genosdb.storage.type=memory")
                .withUserConfiguration(AsAnApplicationDoes.class)
                .withClassLoader(new FilteredClassLoader(ConditionalOnEnabledHealthIndicator.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(GenosDatabase.class)
                        .doesNotHaveBean("genosdbHealthContributor"));
    }

    @Test
    void stepsBackForAnIndicatorOfTheApplication() {
        runner.withBean("genosdbHealthIndicator", HealthIndicator.class, () -> () -> null)
                .run(context -> assertThat(context).doesNotHaveBean("genosdbHealthContributor"));
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDatabases {

        @Bean
        GenosDatabase first() {
            return GenosDatabase.inMemory("first");
        }

        @Bean
        GenosDatabase second() {
            return GenosDatabase.inMemory("second");
        }
    }

    @Test
    void showsEachOfSeveralDatabases() {
        runner.withUserConfiguration(TwoDatabases.class)
                .run(context -> assertThat(
                                context.getBean("genosdbHealthContributor", CompositeHealthContributor.class))
                        .extracting(entry -> entry.name())
                        .containsExactlyInAnyOrder("first", "second"));
    }

    @Test
    void showsTheDatabasesOfTheProperties() {
        runner.withPropertyValues("genosdb.databases.orders.storage.type=memory")
                .run(context -> assertThat(
                                context.getBean("genosdbHealthContributor", CompositeHealthContributor.class))
                        .extracting(entry -> entry.name())
                        .containsExactlyInAnyOrder("default", "orders"));
    }
}

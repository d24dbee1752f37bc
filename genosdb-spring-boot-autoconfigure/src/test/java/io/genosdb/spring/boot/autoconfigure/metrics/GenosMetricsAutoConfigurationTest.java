package io.genosdb.spring.boot.autoconfigure.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.GenosTemplates;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.metrics.GenosMetrics;
import io.genosdb.spring.metrics.RejectionMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.dao.DataAccessException;

class GenosMetricsAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("genosdb.storage.type=memory", "genosdb.databases.orders.storage.type=memory")
            .withConfiguration(AutoConfigurations.of(
                    GenosAutoConfiguration.class,
                    GenosMetricsAutoConfiguration.class,
                    ObservationAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class));

    @Test
    void metersAllDatabases() {
        runner.run(context -> {
            context.getBean(GenosTemplates.class).get("orders").put(Map.of(), "a");

            var registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get("genosdb.nodes")
                            .tag("database", "orders")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(registry.get("genosdb.nodes")
                            .tag("database", "genosdb")
                            .gauge()
                            .value())
                    .isZero();
        });
    }

    @Test
    void observesTheTemplatesAndCountsWhatFails() {
        runner.run(context -> {
            var template = context.getBean(GenosTemplate.class);
            template.put(Map.of(), "a");
            assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> template.link("a", "nobody"));

            var registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get("genosdb.operation")
                            .tag("operation", "put")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("genosdb.ops.rejected")
                            .tag("reason", "not-found")
                            .counter()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void needsARegistry() {
        new ApplicationContextRunner()
                .withPropertyValues("genosdb.storage.type=memory")
                .withConfiguration(
                        AutoConfigurations.of(GenosAutoConfiguration.class, GenosMetricsAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(GenosMetrics.class));
    }

    @Test
    void needsMicrometer() {
        new ApplicationContextRunner()
                .withPropertyValues("genosdb.storage.type=memory")
                .withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .withConfiguration(
                        AutoConfigurations.of(GenosAutoConfiguration.class, GenosMetricsAutoConfiguration.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(GenosTemplate.class)
                        .doesNotHaveBean("genosMetrics"));
    }

    @Test
    void stepsBackForBeansOfTheApplication() {
        runner.withBean("own", GenosMetrics.class, () -> new GenosMetrics(new GenosDatabases(Map.of())))
                .withBean("ownRejections", RejectionMeters.class, () -> new RejectionMeters(new SimpleMeterRegistry()))
                .run(context -> {
                    assertThat(context).getBeanNames(GenosMetrics.class).containsExactly("own");
                    assertThat(context).getBeanNames(RejectionMeters.class).containsExactly("ownRejections");
                });
    }
}

package io.genosdb.spring.boot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.spring.boot.actuate.GenosEndpoint;
import io.genosdb.spring.boot.actuate.GenosEndpointWebExtension;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class GenosEndpointAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("genosdb.storage.type=memory")
            .withConfiguration(
                    AutoConfigurations.of(GenosAutoConfiguration.class, GenosEndpointAutoConfiguration.class));

    @Test
    void isThereWhereItIsExposed() {
        runner.withPropertyValues("management.endpoints.web.exposure.include=genosdb")
                .run(context -> assertThat(context)
                        .hasSingleBean(GenosEndpoint.class)
                        .hasSingleBean(GenosEndpointWebExtension.class));
    }

    @Test
    void isNotThereWhereItIsNotExposed() {
        runner.run(context -> assertThat(context).doesNotHaveBean(GenosEndpoint.class));
    }

    @Test
    void isNotThereWithoutAccess() {
        runner.withPropertyValues(
                        "management.endpoints.web.exposure.include=*", "management.endpoint.genosdb.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(GenosEndpoint.class));
    }

    @Test
    void stepsBackForOneOfTheApplication() {
        runner.withPropertyValues("management.endpoints.web.exposure.include=genosdb")
                .withBean("own", GenosEndpoint.class, () -> new GenosEndpoint(null, database -> List.of()))
                .run(context ->
                        assertThat(context).getBeanNames(GenosEndpoint.class).containsExactly("own"));
    }

    @Test
    void needsActuator() {
        runner.withPropertyValues("management.endpoints.web.exposure.include=genosdb")
                .withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("genosEndpoint"));
    }

    @Test
    void needsDatabases() {
        new ApplicationContextRunner()
                .withPropertyValues("management.endpoints.web.exposure.include=genosdb")
                .withConfiguration(AutoConfigurations.of(GenosEndpointAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(GenosEndpoint.class));
    }
}

package io.genosdb.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.GenosTemplates;
import io.genosdb.spring.observation.DefaultGenosOperationConvention;
import io.genosdb.spring.observation.GenosOperationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class GenosObservationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(GenosAutoConfiguration.class))
            .withPropertyValues(
                    "genosdb.storage.type=memory",
                    "genosdb.name=tasks",
                    "genosdb.databases.orders.storage.type=memory",
                    "genosdb.databases.orders.name=orders");

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private ObservationRegistry registry() {
        var registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                var database = context.getLowCardinalityKeyValue("database");
                seen.add(context.getName() + " " + context.getContextualName() + " "
                        + (database == null ? "" : database.getValue()));
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        return registry;
    }

    /** Templates are asked for their databases when the context starts. */
    private void forgetTheStart() {
        seen.clear();
    }

    @Test
    void observesTheTemplatesOfAllDatabases() {
        runner.withBean(ObservationRegistry.class, this::registry).run(context -> {
            forgetTheStart();
            context.getBean(GenosTemplate.class).put(Map.of());
            context.getBean(GenosTemplates.class).get("orders").get("a");

            assertThat(seen)
                    .containsExactly("genosdb.operation genosdb put tasks", "genosdb.operation genosdb get orders");
        });
    }

    @Test
    void takesTheConventionOfTheApplication() {
        runner.withBean(ObservationRegistry.class, this::registry)
                .withBean(GenosOperationConvention.class, () -> new DefaultGenosOperationConvention() {
                    @Override
                    public String getName() {
                        return "shop.graph";
                    }
                })
                .run(context -> {
                    forgetTheStart();
                    context.getBean(GenosTemplate.class).put(Map.of());
                    assertThat(seen).containsExactly("shop.graph genosdb put tasks");
                });
    }

    @Test
    void observesNothingWithoutARegistry() {
        runner.run(context -> {
            context.getBean(GenosTemplate.class).put(Map.of());
            assertThat(context).doesNotHaveBean(ObservationRegistry.class);
            assertThat(seen).isEmpty();
        });
    }
}

package io.genosdb.spring.boot.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.DatabaseBuilder;
import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.GenosTemplates;
import io.genosdb.spring.boot.actuate.GenosEndpoint;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.GenosDatabaseBuilderCustomizer;
import io.genosdb.spring.boot.autoconfigure.actuate.GenosEndpointAutoConfiguration;
import io.genosdb.storage.Durability;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Service;

/** The snippets of configuration.md and actuator-and-metrics.md. */
class OperationsGuideTest {

    @TempDir
    Path directory;

    interface Shop {

        // tag: several-databases-injection
        @Service
        class Checkout {

            private final GenosTemplate tasks;
            private final GenosTemplate orders;

            Checkout(GenosTemplate tasks, @Qualifier("orders") GenosTemplate orders) {
                this.tasks = tasks;
                this.orders = orders;
            }

            void place(Map<String, ?> order) {
                String id = orders.put(order);
                tasks.put(Map.of("title", "pack order " + id));
            }
        }
        // end: several-databases-injection

        // tag: several-databases-by-name
        @Service
        class Copies {

            private final GenosTemplates templates;

            Copies(GenosTemplates templates) {
                this.templates = templates;
            }

            void copy(String id, String from, String to) {
                GenosOperations target = templates.get(to);
                templates.get(from).get(id).ifPresent(node -> target.put(node.value(), id));
            }
        }
        // end: several-databases-by-name
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        // tag: customizer
        @Bean
        GenosDatabaseBuilderCustomizer orderNumbers() {
            return new GenosDatabaseBuilderCustomizer() {

                @Override
                public void customize(DatabaseBuilder builder) {}

                @Override
                public void customize(String database, DatabaseBuilder builder) {
                    if (database.equals("orders")) {
                        builder.idStrategy(value -> "order-" + value.get("number"));
                    }
                }
            };
        }
        // end: customizer
    }

    @Test
    void severalDatabases() {
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues(
                        "spring.config.location=classpath:guide/several-databases.yaml",
                        "ARCHIVE_PASSWORD=secret",
                        "genosdb.storage.type=memory",
                        "genosdb.databases.orders.storage.directory=" + directory.resolve("orders"),
                        "genosdb.databases.archive.storage.directory=" + directory.resolve("archive"))
                .withConfiguration(AutoConfigurations.of(GenosAutoConfiguration.class))
                .withUserConfiguration(Customizers.class)
                .withBean(Shop.Checkout.class)
                .withBean(Shop.Copies.class)
                .run(context -> {
                    context.getBean(Shop.Checkout.class).place(Map.of("number", 7));
                    context.getBean(Shop.Copies.class).copy("order-7", "orders", "archive");

                    var templates = context.getBean(GenosTemplates.class);
                    assertThat(templates.names()).containsExactly("archive", "default", "orders");
                    assertThat(templates.get("archive").get("order-7")).isPresent();
                    assertThat(templates.get("archive").execute(GenosDatabase::name))
                            .isEqualTo("shop-archive");
                    var databases = context.getBean(GenosDatabases.class);
                    assertThat(databases.get("archive").status().storage().encrypted())
                            .isTrue();
                    assertThat(databases.get("orders").status().storage().durability())
                            .isEqualTo(Durability.SYNC);
                    assertThat(context.getBean(GenosTemplate.class).execute(GenosDatabase::name))
                            .isEqualTo("tasks");
                });
    }

    @Test
    void exposure() {
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withPropertyValues(
                        "spring.config.location=classpath:guide/actuator.yaml", "genosdb.storage.type=memory")
                .withConfiguration(
                        AutoConfigurations.of(GenosAutoConfiguration.class, GenosEndpointAutoConfiguration.class))
                .run(context -> assertThat(context).hasSingleBean(GenosEndpoint.class));
    }
}

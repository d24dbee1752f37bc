package io.genosdb.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.DatabaseBuilder;
import io.genosdb.GenosDatabase;
import io.genosdb.graph.ConflictPolicy;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.GenosTemplates;
import io.genosdb.storage.Durability;
import io.genosdb.storage.StorageOptions;
import io.genosdb.storage.StorageType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;

class NamedDatabasesTest {

    @TempDir
    Path directory;

    private ApplicationContextRunner runner = new ApplicationContextRunner();

    @BeforeEach
    void twoMoreDatabases() {
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(GenosAutoConfiguration.class))
                .withPropertyValues(
                        "genosdb.storage.type=memory",
                        "genosdb.databases.orders.storage.type=memory",
                        "genosdb.databases.users.name=people",
                        "genosdb.databases.users.storage.type=mvstore",
                        "genosdb.databases.users.storage.directory=" + directory.resolve("users"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Consumer {

        @Bean
        Injected injected(
                GenosDatabase database,
                GenosTemplate template,
                GenosOperations operations,
                @Qualifier("orders") GenosDatabase orders,
                @Qualifier("orders") GenosTemplate ordersTemplate,
                @Qualifier("users") GenosOperations usersTemplate) {
            return new Injected(database, template, operations, orders, ordersTemplate, usersTemplate);
        }
    }

    record Injected(
            GenosDatabase database,
            GenosTemplate template,
            GenosOperations operations,
            GenosDatabase orders,
            GenosTemplate ordersTemplate,
            GenosOperations usersTemplate) {}

    @Test
    void areInjectedByTheirNameAndTheFirstOneWithoutAName() {
        runner.withUserConfiguration(Consumer.class).run(context -> {
            var injected = context.getBean(Injected.class);

            assertThat(injected.database().name()).isEqualTo("genosdb");
            assertThat(injected.template()).isSameAs(injected.operations());
            assertThat(databaseOf(injected.template())).isSameAs(injected.database());
            assertThat(injected.orders().name()).isEqualTo("orders");
            assertThat(databaseOf(injected.ordersTemplate())).isSameAs(injected.orders());
            var users = databaseOf(injected.usersTemplate()).status();
            assertThat(users.name()).isEqualTo("people");
            assertThat(users.storage().engine()).isEqualTo(StorageType.MVSTORE);
            assertThat(users.storage().directory()).isEqualTo(directory.resolve("users"));
        });
    }

    @Test
    void areFoundByNameAtRunTime() {
        runner.run(context -> {
            var databases = context.getBean(GenosDatabases.class);
            var templates = context.getBean(GenosTemplates.class);

            assertThat(databases.names()).containsExactly("default", "orders", "users");
            assertThat(templates.names()).containsExactly("default", "orders", "users");
            assertThat(databaseOf(templates.get("users"))).isSameAs(databases.get("users"));
            assertThat(templates.get("default")).isSameAs(context.getBean("genosTemplate"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> templates.get("usres"))
                    .withMessageContaining("usres")
                    .withMessageContaining("[default, orders, users]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> databases.get("usres"))
                    .withMessageContaining("[default, orders, users]");
        });
    }

    @Test
    void areClosedWithTheContext() {
        var open = new ArrayList<GenosDatabase>();
        runner.run(context ->
                open.addAll(context.getBean(GenosDatabases.class).asMap().values()));

        assertThat(open)
                .hasSize(3)
                .allMatch(database -> database.status().storage().closed());
    }

    @Test
    void hasDefaultsOfItsOwnAndInheritsNothing() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(GenosAutoConfiguration.class))
                .withPropertyValues(
                        "genosdb.storage.type=memory",
                        "genosdb.conflict-policy=field-level",
                        "genosdb.retention=7",
                        "genosdb.databases.orders.storage.type=memory")
                .run(context -> {
                    var properties = context.getBean(GenosProperties.class);
                    var orders = Objects.requireNonNull(properties.databases().get("orders"));

                    assertThat(orders.name()).isNull();
                    assertThat(orders.conflictPolicy()).isEqualTo(GenosProperties.ConflictPolicy.LAST_WRITER_WINS);
                    assertThat(orders.retention().toDays()).isEqualTo(30);
                    assertThat(orders.limits())
                            .isEqualTo(context.getBean(GenosProperties.class).limits());
                });
    }

    @Test
    void isStoredUnderItsNameByDefault() {
        var properties = new GenosProperties.Database(
                null,
                GenosProperties.ConflictPolicy.LAST_WRITER_WINS,
                GenosProperties.IdStrategy.CONTENT_HASH,
                Duration.ofDays(1),
                new GenosProperties.Storage(StorageType.AUTO, null, Durability.ASYNC, Duration.ofMillis(1), 1, null),
                new GenosProperties.Clock(Duration.ZERO),
                new GenosProperties.Limits(DataSize.ofKilobytes(1), 1, 1, 1),
                new GenosProperties.Index(false, DataSize.ofBytes(0), List.of(), List.of(), List.of(), List.of()),
                new GenosProperties.Sync(
                        true,
                        List.of(),
                        null,
                        1,
                        Duration.ofSeconds(1),
                        true,
                        new GenosProperties.Server(null, null, 1, Duration.ofSeconds(1))),
                new GenosProperties.DatabaseRtc(false, "genosdb", null, null, null, List.of(), null));

        assertThat(new PropertiesMapper("orders", properties).directory()).isEqualTo(Path.of("data", "orders"));
    }

    @Test
    void onePrimaryTakesThePlaceOfTheFirst() {
        runner.withPropertyValues("genosdb.primary=orders")
                .withUserConfiguration(Consumer.class)
                .run(context -> {
                    var injected = context.getBean(Injected.class);

                    assertThat(injected.database()).isSameAs(injected.orders());
                    assertThat(injected.template()).isSameAs(injected.ordersTemplate());
                    assertThat(context.getBean(GenosDatabases.class).names()).containsExactly("orders", "users");
                    assertThat(context.getBean(GenosTemplates.class).names()).containsExactly("orders", "users");
                    assertThat(context).doesNotHaveBean("genosDatabase").doesNotHaveBean("genosTemplate");
                });
    }

    @Test
    void stepBackForBeansOfTheApplication() {
        runner.withUserConfiguration(OwnOrders.class).run(context -> {
            assertThat(context.getBean(GenosDatabases.class).get("orders").name())
                    .isEqualTo("mine");
            assertThat(databaseOf(context.getBean(GenosTemplates.class).get("orders"))
                            .name())
                    .isEqualTo("mine");
            assertThat(context.getBean(GenosTemplate.class)).isSameAs(context.getBean("genosTemplate"));
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnOrders {

        @Bean(defaultCandidate = false)
        GenosDatabase ordersGenosDatabase() {
            return GenosDatabase.inMemory("mine");
        }
    }

    @Test
    void customizersCanTellThemApart() {
        runner.withUserConfiguration(ByName.class).run(context -> {
            assertThat(context.getBean(GenosDatabases.class)).isNotNull();
            assertThat(context.getBean(ByName.class).seen).containsOnlyKeys("default", "orders", "users");
            var templates = context.getBean(GenosTemplates.class);
            assertThat(templates.get("orders").put(Map.of())).isEqualTo("by orders");
            assertThat(templates.get("users").put(Map.of())).isEqualTo("by all");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class ByName {

        private final Map<String, DatabaseBuilder> seen = new HashMap<>();

        @Bean
        @Order(1)
        GenosDatabaseBuilderCustomizer all() {
            return builder -> builder.idStrategy(value -> "by all").conflictPolicy(ConflictPolicy.FIELD_LEVEL);
        }

        @Bean
        @Order(2)
        GenosDatabaseBuilderCustomizer orders() {
            return new GenosDatabaseBuilderCustomizer() {
                @Override
                public void customize(DatabaseBuilder builder) {
                    throw new AssertionError("the name is known");
                }

                @Override
                public void customize(String database, DatabaseBuilder builder) {
                    seen.put(database, builder);
                    if (database.equals("orders")) {
                        builder.idStrategy(value -> "by orders");
                    }
                }
            };
        }
    }

    @Test
    void refuseADirectoryForTwo() {
        var analysis = analyzeStart(
                "genosdb.databases.orders.storage.type=mvstore",
                "genosdb.databases.orders.storage.directory=" + directory.resolve("x/../users"));

        assertThat(analysis.getDescription())
                .contains("'orders'")
                .contains("'users'")
                .contains("users");
        assertThat(analysis.getAction()).contains("genosdb.databases.users.storage.directory");
    }

    @Test
    void refuseAPrimaryThatIsNotThere() {
        runner.withPropertyValues("genosdb.primary=order")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("genosdb.primary")
                        .hasMessageContaining("[orders, users]"));
    }

    @Test
    void refuseTheNameOfTheFirst() {
        runner.withPropertyValues("genosdb.databases.default.storage.type=memory")
                .run(context -> assertThat(context).getFailure().hasMessageContaining("genosdb.databases"));
    }

    @Test
    void aStoreThatDoesNotOpenIsToldWithThePropertiesOfItsDatabase() {
        try (var other = GenosDatabase.builder("people")
                .storage(StorageOptions.in(directory.resolve("users")))
                .open()) {
            assertThat(other.size()).isZero();
            runner.withPropertyValues("genosdb.databases.users.sync.local=false")
                    .run(context -> {
                        assertThat(context).hasFailed();
                        var analysis = new StorageFailureAnalyzer().analyze(context.getStartupFailure());
                        assertThat(Objects.requireNonNull(analysis).getAction())
                                .contains("genosdb.databases.users.storage.directory");
                    });
        }
    }

    private FailureAnalysis analyzeStart(String... properties) {
        var analysis = new FailureAnalysis[1];
        runner.withPropertyValues(properties).run(context -> analysis[0] = analyze(context));
        return Objects.requireNonNull(analysis[0]);
    }

    private static FailureAnalysis analyze(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        return Objects.requireNonNull(new SharedDirectoryFailureAnalyzer().analyze(context.getStartupFailure()));
    }

    private static GenosDatabase databaseOf(GenosOperations template) {
        return template.execute(database -> database);
    }
}

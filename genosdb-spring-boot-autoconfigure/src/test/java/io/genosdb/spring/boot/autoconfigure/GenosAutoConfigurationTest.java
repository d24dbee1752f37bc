package io.genosdb.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.genosdb.GenosDatabase;
import io.genosdb.query.IndexDefinition;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosExceptionTranslator;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.convert.GenosJacksonModule;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.storage.Durability;
import io.genosdb.storage.StorageType;
import io.genosdb.value.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

class GenosAutoConfigurationTest {

    @TempDir
    Path directory;

    private ApplicationContextRunner runner = new ApplicationContextRunner();

    @BeforeEach
    void store() {
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(GenosAutoConfiguration.class))
                .withPropertyValues("genosdb.storage.directory=" + directory.resolve("store"));
    }

    @Test
    void makesEverythingThatAnApplicationNeeds() {
        runner.run(context -> assertThat(context)
                .hasSingleBean(GenosDatabase.class)
                .hasSingleBean(GenosOperations.class)
                .hasSingleBean(GenosTemplate.class)
                .hasSingleBean(GenosConverter.class)
                .hasSingleBean(GenosJacksonModule.class)
                .hasSingleBean(GenosExceptionTranslator.class));
    }

    @Test
    void storesInTheDirectoryAndReadsItAfterARestart() {
        runner.run(context -> context.getBean(GenosTemplate.class).put(Map.of("title", "kept"), "a"));

        runner.run(context -> assertThat(context.getBean(GenosTemplate.class).get("a", Map.class))
                .contains(Map.of("title", "kept")));
    }

    @Test
    void closesTheDatabaseWithTheContext() {
        var database = new AtomicReference<GenosDatabase>();
        runner.run(context -> database.set(context.getBean(GenosDatabase.class)));

        assertThat(database.get().status().storage().closed()).isTrue();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database.get().put(JsonObject.empty()));
    }

    @Test
    void hasDefaultsForEverything() {
        runner.run(context -> {
            var properties = context.getBean(GenosProperties.class);
            assertThat(properties.name()).isEqualTo("genosdb");
            assertThat(properties.conflictPolicy()).isEqualTo(GenosProperties.ConflictPolicy.LAST_WRITER_WINS);
            assertThat(properties.idStrategy()).isEqualTo(GenosProperties.IdStrategy.TIME_ORDERED_UUID);
            assertThat(properties.retention()).isEqualTo(Duration.ofDays(30));
            assertThat(properties.storage().type()).isEqualTo(StorageType.AUTO);
            assertThat(properties.storage().durability()).isEqualTo(Durability.ASYNC);
            assertThat(properties.storage().saveDelay()).isEqualTo(Duration.ofMillis(200));
            assertThat(properties.storage().maxPending()).isEqualTo(1 << 18);
            assertThat(properties.storage().password()).isNull();
            assertThat(properties.clock().maxDrift()).isEqualTo(Duration.ofHours(2));
            assertThat(properties.limits())
                    .isEqualTo(new GenosProperties.Limits(DataSize.ofMegabytes(1), 32, 256, 65_536));
            assertThat(properties.index().auto()).isTrue();
            assertThat(properties.index().memory()).isEqualTo(DataSize.ofMegabytes(128));
            assertThat(properties.index().hash()).isEmpty();
        });
    }

    @Test
    void binds() {
        runner.withPropertyValues(
                        "genosdb.name=tasks",
                        "genosdb.conflict-policy=field-level",
                        "genosdb.id-strategy=content-hash",
                        "genosdb.retention=7",
                        "genosdb.storage.type=mvstore",
                        "genosdb.storage.durability=sync",
                        "genosdb.storage.save-delay=1s",
                        "genosdb.storage.max-pending=10",
                        "genosdb.clock.max-drift=5m",
                        "genosdb.limits.max-value-size=2KB",
                        "genosdb.limits.max-depth=4",
                        "genosdb.limits.max-id-length=80",
                        "genosdb.limits.max-edges=3",
                        "genosdb.index.auto=false",
                        "genosdb.index.memory=1MB",
                        "genosdb.index.hash=type,city",
                        "genosdb.index.ordered=age",
                        "genosdb.index.prefix=name",
                        "genosdb.index.text=notes")
                .run(context -> {
                    assertThat(context.getBean(GenosProperties.class).retention())
                            .isEqualTo(Duration.ofDays(7));
                    assertThat(context.getBean(GenosProperties.class).index().hash())
                            .containsExactly("type", "city");
                    var template = context.getBean(GenosTemplate.class);
                    var status = template.execute(GenosDatabase::status);
                    assertThat(status.name()).isEqualTo("tasks");
                    assertThat(status.storage().engine()).isEqualTo(StorageType.MVSTORE);
                    assertThat(status.storage().durability()).isEqualTo(Durability.SYNC);
                    assertThat(template.put(Map.of("x", 1))).isEqualTo(template.put(Map.of("x", 1)));
                    assertThatExceptionOfType(RuntimeException.class)
                            .isThrownBy(() -> template.put(Map.of("x", "y".repeat(3_000))))
                            .withMessageContaining("2048 bytes");
                });
    }

    @Test
    void mapsIndexes() {
        var index = new GenosProperties.Index(
                false, DataSize.ofMegabytes(1), List.of("type"), List.of("age"), List.of("name"), List.of("notes"));

        var options = PropertiesMapper.indexes(index);

        assertThat(options.declared())
                .containsExactly(
                        IndexDefinition.hash("type"),
                        IndexDefinition.ordered("age"),
                        IndexDefinition.prefix("name"),
                        IndexDefinition.text("notes"));
        assertThat(options.automatic()).isFalse();
        assertThat(options.maxAutomaticBytes()).isEqualTo(1 << 20);
    }

    @Test
    void keepsNothingOfTypeMemory() {
        runner.withPropertyValues("genosdb.storage.type=memory").run(context -> {
            assertThat(context.getBean(GenosDatabase.class).status().storage().engine())
                    .isEqualTo(StorageType.MEMORY);
            assertThat(directory.resolve("store")).doesNotExist();
        });
    }

    @Test
    void encryptsWithAPassword() {
        runner.withPropertyValues("genosdb.storage.password=secret").run(context -> {
            var template = context.getBean(GenosTemplate.class);
            template.put(Map.of("title", "plain words"));
            template.execute(database -> {
                database.flush();
                return true;
            });
            assertThat(context.getBean(GenosProperties.class).toString()).doesNotContain("secret");
            try (var files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain("plain words");
                }
            }
        });
        runner.withPropertyValues("genosdb.storage.password=other")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void refusesABadLimit() {
        runner.withPropertyValues("genosdb.limits.max-depth=1000")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("the depth at most 256"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        @Bean
        @Order(1)
        GenosDatabaseBuilderCustomizer ids() {
            return builder -> builder.idStrategy(value -> "first");
        }

        @Bean
        @Order(2)
        GenosDatabaseBuilderCustomizer otherIds() {
            return builder -> builder.idStrategy(value -> "second");
        }
    }

    @Test
    void appliesCustomizersInOrder() {
        runner.withUserConfiguration(Customizers.class)
                .run(context -> assertThat(context.getBean(GenosTemplate.class).put(Map.of()))
                        .isEqualTo("second"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnBeans {

        @Bean
        GenosDatabase ownDatabase() {
            return GenosDatabase.inMemory("own");
        }

        @Bean
        GenosConverter ownConverter() {
            return new JacksonGenosConverter();
        }

        @Bean
        GenosJacksonModule ownModule() {
            return new GenosJacksonModule();
        }

        @Bean
        GenosExceptionTranslator ownTranslator() {
            return new GenosExceptionTranslator();
        }

        @Bean
        GenosOperations ownTemplate(GenosDatabase database, GenosConverter converter) {
            return new GenosTemplate(database, converter);
        }
    }

    @Test
    void stepsBackForBeansOfTheApplication() {
        runner.withUserConfiguration(OwnBeans.class).run(context -> {
            assertThat(context).getBeanNames(GenosDatabase.class).containsExactly("ownDatabase");
            assertThat(context).getBeanNames(GenosConverter.class).containsExactly("ownConverter");
            assertThat(context).getBeanNames(GenosJacksonModule.class).containsExactly("ownModule");
            assertThat(context).getBeanNames(GenosExceptionTranslator.class).containsExactly("ownTranslator");
            assertThat(context).getBeanNames(GenosOperations.class).containsExactly("ownTemplate");
            assertThat(directory.resolve("store")).doesNotExist();
        });
    }

    @Test
    void needsTheTemplateOnTheClassPath() {
        runner.withClassLoader(new FilteredClassLoader(GenosTemplate.class))
                .run(context -> assertThat(context).doesNotHaveBean(GenosAutoConfiguration.class));
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sparse(@Nullable String title, @Nullable String note) {}

    @Test
    void sharesModulesWithTheJsonOfTheApplication() {
        runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .run(context -> {
                    var template = context.getBean(GenosTemplate.class);
                    template.put(new Sparse("x", null), "a");
                    var node = template.map(Query.all()).get(0);
                    assertThat(node.value()).isEqualTo(JsonObject.parse("{\"title\":\"x\"}"));

                    var mapper = context.getBean(JsonMapper.class);
                    var json = mapper.readTree(mapper.writeValueAsString(node));
                    assertThat(json.get("id").stringValue()).isEqualTo("a");
                    assertThat(json.get("value").toString()).isEqualTo("{\"title\":\"x\"}");
                });
    }
}

package io.genosdb.spring.boot.aot;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.GenosTemplates;
import io.genosdb.spring.boot.actuate.DatabaseDescriptor;
import io.genosdb.spring.boot.actuate.GenosEndpoint;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.GenosProperties;
import io.genosdb.spring.boot.autoconfigure.GenosRoomAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.actuate.GenosEndpointAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.data.GenosDataAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.security.GenosSecurityAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.security.GenosSecurityRequirementsAutoConfiguration;
import io.genosdb.spring.boot.autoconfigure.security.GenosSpringSecurityAutoConfiguration;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.core.authority.AuthorityUtils;

/** The auto-configurations with their beans written ahead of time: generated, compiled, started. */
class AheadOfTimeTest {

    private static final String SUPER_ADMIN = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

    private static final String[] PROPERTIES = {
        "genosdb.storage.type=memory",
        "genosdb.databases.orders.storage.type=memory",
        "genosdb.databases.orders.rtc.relays=ws://127.0.0.1:1",
        "management.endpoints.web.exposure.include=genosdb"
    };

    record Consumer(GenosDatabase first, GenosTemplate template, GenosTemplate orders) {}

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @Bean
        Consumer consumer(
                GenosDatabase first, GenosTemplate template, @Qualifier("orders") GenosTemplate ordersTemplate) {
            return new Consumer(first, template, ordersTemplate);
        }
    }

    @Test
    @CompileWithForkedClassLoader
    void severalDatabasesStart() {
        generate((generated, hints) -> TestCompiler.forSystem().with(generated).compile(compiled -> {
            try (var context = new GenericApplicationContext()) {
                TestPropertyValues.of(PROPERTIES)
                        .and(
                                "genosdb.databases.orders.name=renamed since the build",
                                "genosdb.databases.orders.rtc.enabled=true")
                        .applyTo(context);
                initializer(compiled.getInstance(ApplicationContextInitializer.class))
                        .initialize(context);
                context.refresh();

                var consumer = context.getBean(Consumer.class);
                assertThat(consumer.first().name()).isEqualTo("genosdb");
                assertThat(consumer.template().execute(GenosDatabase::name)).isEqualTo("genosdb");
                assertThat(consumer.orders().execute(GenosDatabase::name)).isEqualTo("renamed since the build");
                assertThat(consumer.orders().put(Map.of(), "a")).isEqualTo("a");
                assertThat(context.getBean(GenosDatabases.class).names()).containsExactly("default", "orders");
                assertThat(context.getBean(GenosTemplates.class).get("orders")).isSameAs(consumer.orders());
                assertThat(consumer.first().hasRoom()).isFalse();
                assertThat(consumer.orders().room().name()).isEqualTo("renamed since the build");
                assertThat(context.getBean(GenosEndpoint.class).databases().databases())
                        .containsOnlyKeys("default", "orders");
            }
        }));
    }

    @Test
    @CompileWithForkedClassLoader
    void theGuardStarts() {
        String[] properties = {
            "genosdb.storage.type=memory",
            "genosdb.security.super-admins=" + SUPER_ADMIN,
            "genosdb.security.identity.private-key=ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
            "genosdb.security.governance[0].if={ verified: true }",
            "genosdb.security.governance[0].then=user",
            "genosdb.security.roles.server.permissions=replicate, delegate"
        };
        Class<?>[] configurations = {
            GenosAutoConfiguration.class,
            GenosDataAutoConfiguration.class,
            GenosSecurityAutoConfiguration.class,
            GenosSecurityRequirementsAutoConfiguration.class,
            GenosSpringSecurityAutoConfiguration.class
        };
        generate(
                properties,
                configurations,
                (generated, hints) -> TestCompiler.forSystem().with(generated).compile(compiled -> {
                    try (var context = new GenericApplicationContext()) {
                        TestPropertyValues.of(properties).applyTo(context);
                        initializer(compiled.getInstance(ApplicationContextInitializer.class))
                                .initialize(context);
                        context.refresh();

                        var security = context.getBean(GenosSecurity.class);
                        assertThat(security.roleOf(Address.parse(SUPER_ADMIN))).isEqualTo("superadmin");
                        assertThat(security.roles().contains("server")).isTrue();
                        assertThat(context.getBean(GenosTemplate.class).put(Map.of(), "a"))
                                .isEqualTo("a");
                        assertThat(context.getBean(RoleHierarchy.class)
                                        .getReachableGrantedAuthorities(
                                                AuthorityUtils.createAuthorityList("ROLE_USER")))
                                .hasSizeGreaterThan(1);
                    }
                }));
    }

    @SuppressWarnings("unchecked")
    private static ApplicationContextInitializer<GenericApplicationContext> initializer(
            ApplicationContextInitializer<?> compiled) {
        return (ApplicationContextInitializer<GenericApplicationContext>) compiled;
    }

    @Test
    @CompileWithForkedClassLoader
    void whatIsReadByReflectionIsNamed() {
        generate((generated, hints) -> {
            assertThat(RuntimeHintsPredicates.reflection().onType(GenosProperties.class))
                    .accepts(hints);
            assertThat(RuntimeHintsPredicates.reflection().onType(GenosProperties.Database.class))
                    .accepts(hints);
            assertThat(RuntimeHintsPredicates.reflection().onType(GenosProperties.IceServer.class))
                    .accepts(hints);
            assertThat(RuntimeHintsPredicates.reflection()
                            .onMethodInvocation(DatabaseDescriptor.Relay.class, "address"))
                    .accepts(hints);
            assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(DatabaseDescriptor.class, "storage"))
                    .accepts(hints);
            assertThat(RuntimeHintsPredicates.reflection()
                            .onMethodInvocation(DatabaseDescriptor.Storage.class, "bytes"))
                    .accepts(hints);
            assertThat(RuntimeHintsPredicates.reflection()
                            .onMethodInvocation(GenosEndpoint.ExplanationDescriptor.class, "access"))
                    .accepts(hints);
        });
    }

    private static void generate(BiConsumer<TestGenerationContext, RuntimeHints> check) {
        Class<?>[] configurations = {
            Application.class,
            GenosAutoConfiguration.class,
            GenosRoomAutoConfiguration.class,
            GenosEndpointAutoConfiguration.class
        };
        generate(PROPERTIES, configurations, check);
    }

    private static void generate(
            String[] properties, Class<?>[] configurations, BiConsumer<TestGenerationContext, RuntimeHints> check) {
        try (var context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of(properties).applyTo(context);
            AnnotationConfigUtils.registerAnnotationConfigProcessors(context);
            context.register(configurations);
            var generation = new TestGenerationContext();
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            generation.writeGeneratedContent();
            check.accept(generation, generation.getRuntimeHints());
        }
    }
}

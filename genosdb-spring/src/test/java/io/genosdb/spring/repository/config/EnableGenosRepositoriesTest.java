package io.genosdb.spring.repository.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.GenosDatabase;
import io.genosdb.live.MapEvent;
import io.genosdb.query.InvalidQueryException;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.entity.GenosEntityTemplate;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.Query;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.data.annotation.Id;
import org.springframework.data.repository.CrudRepository;
import org.springframework.data.repository.query.QueryCreationException;
import org.springframework.javapoet.ClassName;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class EnableGenosRepositoriesTest {

    @GenosNode
    record Planet(@Nullable @Id String id, String name, double mass) {}

    interface Massive {
        String getName();
    }

    /** What an application writes itself. */
    interface Weighing {
        double total();
    }

    static final class WeighingImpl implements Weighing {

        private final GenosEntityTemplate entities;

        WeighingImpl(GenosEntityTemplate genosEntityTemplate) {
            this.entities = genosEntityTemplate;
        }

        @Override
        public double total() {
            return entities.find(io.genosdb.query.Query.all(), Planet.class).stream()
                    .mapToDouble(Planet::mass)
                    .sum();
        }
    }

    interface Planets extends GenosRepository<Planet, String>, Weighing {
        List<Planet> findNamed(double mass);

        @Query("{ name: ?#{ @prefix + [0] } }")
        List<Planet> withPrefix(String name);

        List<Massive> findByMassGreaterThan(double mass);

        Flux<MapEvent> findByMass(double mass);

        default Planet put(String name, double mass) {
            return save(new Planet(name, name, mass));
        }
    }

    /** Recognized by its entity alone. */
    interface PlainPlanets extends CrudRepository<Planet, String> {}

    interface BrokenPlanets extends GenosRepository<Planet, String> {
        @Query("{ mass: { $gtt: ?0 } }")
        List<Planet> heavier(double mass);
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {
        @Bean
        GenosDatabase database() {
            return GenosDatabase.inMemory("planets");
        }

        @Bean
        GenosEntityTemplate genosEntityTemplate(GenosDatabase database) {
            return new GenosEntityTemplate(
                    new GenosTemplate(database), new GenosMappingContext(), new JacksonGenosConverter());
        }

        @Bean
        String prefix() {
            return "X-";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableGenosRepositories(
            considerNestedRepositories = true,
            excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = BrokenPlanets.class))
    static class Config extends Beans {}

    @Configuration(proxyBeanMethods = false)
    @EnableGenosRepositories(
            considerNestedRepositories = true,
            includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = BrokenPlanets.class),
            excludeFilters =
                    @Filter(
                            type = FilterType.ASSIGNABLE_TYPE,
                            classes = {Planets.class, PlainPlanets.class}))
    static class BrokenConfig extends Beans {}

    @Configuration(proxyBeanMethods = false)
    @EnableGenosRepositories(
            basePackageClasses = EnableGenosRepositoriesTest.class,
            considerNestedRepositories = true,
            genosEntityOperationsRef = "other",
            excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = BrokenPlanets.class))
    static class OtherConfig extends Beans {
        @Bean
        GenosEntityTemplate other() {
            return new GenosEntityTemplate(
                    new GenosTemplate(GenosDatabase.inMemory("other")),
                    new GenosMappingContext(),
                    new JacksonGenosConverter());
        }
    }

    @Test
    void makesRepositoriesBeans() {
        try (var context = new AnnotationConfigApplicationContext(Config.class)) {
            Planets planets = context.getBean(Planets.class);
            planets.put("Earth", 1);
            planets.put("X-Mars", 0.1);

            assertThat(planets.findNamed(1)).extracting(Planet::name).containsExactly("Earth");
            assertThat(planets.withPrefix("Mars")).extracting(Planet::mass).containsExactly(0.1);
            assertThat(planets.findByMassGreaterThan(0.5))
                    .extracting(Massive::getName)
                    .containsExactly("Earth");
            assertThat(planets.total()).isEqualTo(1.1);
            assertThat(context.getBean(PlainPlanets.class).count()).isEqualTo(2);
        }
    }

    @Test
    void completesLiveResultsWhenTheContextStops() {
        var context = new AnnotationConfigApplicationContext(Config.class);
        Planets planets = context.getBean(Planets.class);
        planets.put("Earth", 1);

        StepVerifier.create(planets.findByMass(1))
                .expectNextCount(1)
                .then(context::stop)
                .expectComplete()
                .verify(Duration.ofSeconds(10));
        context.start();
        StepVerifier.create(planets.findByMass(1))
                .expectNextCount(1)
                .then(context::close)
                .expectComplete()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void takesTheOperationsThatAreNamed() {
        try (var context = new AnnotationConfigApplicationContext(OtherConfig.class)) {
            context.getBean(Planets.class).put("Earth", 1);

            assertThat(size(context, "other")).isEqualTo(1);
            assertThat(size(context, "genosEntityTemplate")).isZero();
        }
    }

    private static long size(ApplicationContext context, String name) {
        return context.getBean(name, GenosEntityTemplate.class).count(io.genosdb.query.Query.all(), Planet.class);
    }

    @Test
    void failsAtStartUpForAnInvalidQuery() {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> new AnnotationConfigApplicationContext(BrokenConfig.class).close())
                .havingCause()
                .isInstanceOf(QueryCreationException.class)
                .withMessageContaining("BrokenPlanets.heavier")
                .withMessageContaining("$gtt")
                .havingCause()
                .isInstanceOf(InvalidQueryException.class);
    }

    @Test
    void isProcessedAheadOfTime() {
        var context = new AnnotationConfigApplicationContext();
        context.register(Config.class);
        var files = new InMemoryGeneratedFiles();
        var generation = new DefaultGenerationContext(
                new ClassNameGenerator(ClassName.get(EnableGenosRepositoriesTest.class)), files);

        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        generation.writeGeneratedContent();

        var hints = generation.getRuntimeHints();
        assertThat(RuntimeHintsPredicates.reflection().onType(Planet.class)).accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(Planets.class)).accepts(hints);
        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Massive.class))
                .rejects(hints);
        context.close();
    }
}

package io.genosdb.spring.repository.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.GenosDatabase;
import io.genosdb.live.MapEvent;
import io.genosdb.query.FieldTest;
import io.genosdb.query.Operator;
import io.genosdb.query.Operators;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.entity.GenosEntityTemplate;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.reactive.ReactiveGenosTemplate;
import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.Query;
import io.genosdb.spring.repository.config.EnableGenosRepositories;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.Id;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** What repositories have from the beans of the application. */
class GenosRepositoryFactoryBeanTest {

    @GenosNode
    record Moon(@Nullable @Id String id, String name) {}

    interface Moons extends GenosRepository<Moon, String> {
        @Query("{ name: { $length: ?0 } }")
        List<Moon> ofLength(int length);

        Flux<MapEvent> findByNameStartingWith(String beginning);
    }

    private static final class Length implements Operator {

        @Override
        public String name() {
            return "$length";
        }

        @Override
        public FieldTest compile(JsonValue operand) {
            return value -> value instanceof JsonString text
                    && operand.equals(JsonValue.of(text.value().length()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableGenosRepositories(considerNestedRepositories = true)
    static class Beans {

        @Bean
        GenosTemplate template() {
            return new GenosTemplate(GenosDatabase.inMemory("moons"));
        }

        @Bean
        GenosEntityTemplate entities(GenosTemplate template) {
            return new GenosEntityTemplate(template, new GenosMappingContext(), new JacksonGenosConverter());
        }

        @Bean
        Operators operators() {
            return Operators.standard().with(new Length());
        }

        @Bean
        ReactiveGenosTemplate reactive(GenosTemplate template) {
            var reactive = new ReactiveGenosTemplate(template, new JacksonGenosConverter());
            reactive.setMaxPending(1);
            return reactive;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Second {

        @Bean
        GenosEntityTemplate others(GenosTemplate template) {
            return new GenosEntityTemplate(template, new GenosMappingContext(), new JacksonGenosConverter());
        }
    }

    @Test
    void worksWithTheOnlyTemplateWhateverItsName() {
        try (var context = new AnnotationConfigApplicationContext(Beans.class)) {
            context.getBean(Moons.class).save(new Moon("p", "Phobos"));

            assertThat(context.getBean(GenosEntityTemplate.class).findById("p", Moon.class))
                    .isPresent();
        }
        assertThatExceptionOfType(BeanCreationException.class)
                .isThrownBy(() -> new AnnotationConfigApplicationContext(Beans.class, Second.class).close())
                .withCauseInstanceOf(NoUniqueBeanDefinitionException.class)
                .withMessageContaining("others");
    }

    @Test
    void knowsTheOperatorsOfTheApplication() {
        try (var context = new AnnotationConfigApplicationContext(Beans.class)) {
            Moons moons = context.getBean(Moons.class);
            moons.saveAll(List.of(new Moon("p", "Phobos"), new Moon("i", "Io")));

            assertThat(moons.ofLength(2)).extracting(Moon::name).containsExactly("Io");
        }
    }

    @Test
    void letsAsManyChangesWaitAsTheReactiveTemplateDoes() {
        try (var context = new AnnotationConfigApplicationContext(Beans.class)) {
            Moons moons = context.getBean(Moons.class);

            StepVerifier.create(moons.findByNameStartingWith("P"), 0)
                    .then(() -> moons.saveAll(List.of(new Moon("p", "Phobos"), new Moon("q", "Pan"))))
                    .expectErrorMatches(Exceptions::isOverflow)
                    .verify(Duration.ofSeconds(10));
        }
    }
}

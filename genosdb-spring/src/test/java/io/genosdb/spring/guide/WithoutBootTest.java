package io.genosdb.spring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.entity.GenosEntityTemplate;
import io.genosdb.spring.listener.EnableGenosListeners;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.config.EnableGenosRepositories;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.Id;

/** What the guide says of applications without Spring Boot. */
class WithoutBootTest {

    @GenosNode(type = "task")
    record Task(@Id @Nullable String id, String title) {}

    interface Tasks extends GenosRepository<Task, String> {}

    @EnableGenosRepositories(considerNestedRepositories = true, basePackageClasses = WithoutBootTest.class)
    static class Scan extends GenosConfiguration {}

    // tag: without-boot
    @Configuration
    @EnableGenosRepositories
    @EnableGenosListeners
    static class GenosConfiguration {

        @Bean(destroyMethod = "close")
        GenosDatabase genosDatabase(GenosMappingContext context) {
            return GenosDatabase.builder("tasks")
                    .declareIndexes(context.indexDefinitions())
                    .open();
        }

        @Bean
        GenosConverter genosConverter() {
            return new JacksonGenosConverter();
        }

        @Bean
        GenosMappingContext genosMappingContext() {
            var context = new GenosMappingContext();
            // Known before the database opens, so that it declares their indexes.
            context.setInitialEntitySet(Set.of(Task.class));
            return context;
        }

        @Bean
        GenosTemplate genosTemplate(GenosDatabase database, GenosConverter converter) {
            return new GenosTemplate(database, converter);
        }

        @Bean
        GenosEntityTemplate genosEntityTemplate(
                GenosTemplate template, GenosMappingContext context, GenosConverter converter) {
            return new GenosEntityTemplate(template, context, converter);
        }
    }
    // end: without-boot

    @Test
    void aContextOfTheseBeansHasRepositories() {
        try (var context = new AnnotationConfigApplicationContext(Scan.class)) {
            assertThat(context.getBean(GenosDatabase.class).indexes()).isNotEmpty();
            Tasks tasks = context.getBean(Tasks.class);
            tasks.save(new Task(null, "Wash"));
            assertThat(tasks.findAll()).extracting(Task::title).containsExactly("Wash");
        }
    }
}

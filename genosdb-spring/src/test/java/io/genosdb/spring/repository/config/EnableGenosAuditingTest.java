package io.genosdb.spring.repository.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.entity.GenosEntityOperations;
import io.genosdb.spring.entity.GenosEntityTemplate;
import io.genosdb.spring.mapping.Edge;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.CreatedBy;
import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.LastModifiedBy;
import org.springframework.data.annotation.LastModifiedDate;
import org.springframework.data.annotation.Version;
import org.springframework.data.auditing.DateTimeProvider;
import org.springframework.data.domain.AuditorAware;

class EnableGenosAuditingTest {

    private static final Instant MONDAY = Instant.parse("2026-01-05T10:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-01-06T10:00:00Z");

    @GenosNode
    record Article(
            @Id @Nullable String id,
            String title,
            @CreatedDate @Nullable Instant created,
            @LastModifiedDate @Nullable Instant modified,
            @CreatedBy @Nullable String author,
            @LastModifiedBy @Nullable String editor,
            @Version @Nullable HybridTimestamp version) {

        static Article titled(String title) {
            return new Article(null, title, null, null, null, null, null);
        }
    }

    @GenosNode
    static class Journal {
        @Id
        @Nullable
        String id;

        @CreatedDate
        @Nullable
        Instant created;

        @LastModifiedDate
        @Nullable
        Instant modified;

        @Edge
        @Nullable
        Article lead;
    }

    @Configuration(proxyBeanMethods = false)
    static class Base {
        @Bean
        GenosDatabase database() {
            return GenosDatabase.inMemory("test");
        }

        @Bean
        GenosMappingContext anyNameForTheMappingContext() {
            return new GenosMappingContext();
        }

        @Bean
        GenosEntityTemplate entities(GenosDatabase database, GenosMappingContext mapping) {
            return new GenosEntityTemplate(new GenosTemplate(database), mapping, new JacksonGenosConverter());
        }

        @Bean
        AtomicReference<Instant> now() {
            return new AtomicReference<>(MONDAY);
        }

        @Bean
        AtomicReference<String> user() {
            return new AtomicReference<>("ada");
        }

        @Bean
        DateTimeProvider clock(AtomicReference<Instant> now) {
            return () -> Optional.of(now.get());
        }

        @Bean
        AuditorAware<String> auditor(AtomicReference<String> user) {
            return () -> Optional.of(user.get());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableGenosAuditing(auditorAwareRef = "auditor", dateTimeProviderRef = "clock")
    static class Everything extends Base {}

    @Configuration(proxyBeanMethods = false)
    @EnableGenosAuditing(dateTimeProviderRef = "clock", modifyOnCreate = false)
    static class ModifiedLater extends Base {}

    @Configuration(proxyBeanMethods = false)
    @EnableGenosAuditing(auditorAwareRef = "auditor", setDates = false)
    static class PersonsOnly extends Base {}

    @Configuration(proxyBeanMethods = false)
    static class Off extends Base {}

    private static void run(
            Class<?> configuration, BiConsumer<GenosEntityOperations, AnnotationConfigApplicationContext> test) {
        try (var context = new AnnotationConfigApplicationContext(configuration)) {
            test.accept(context.getBean(GenosEntityOperations.class), context);
        }
    }

    @SuppressWarnings("unchecked") // the two references that the configuration makes
    private static void turnTo(AnnotationConfigApplicationContext context, Instant now, String user) {
        ((AtomicReference<Instant>) context.getBean("now")).set(now);
        ((AtomicReference<String>) context.getBean("user")).set(user);
    }

    @Test
    void tellsWhoCreatedAndChangedWhatAndWhen() {
        run(Everything.class, (entities, context) -> {
            Article created = entities.save(Article.titled("News"));
            assertThat(created)
                    .isEqualTo(new Article(created.id(), "News", MONDAY, MONDAY, "ada", "ada", created.version()));

            turnTo(context, TUESDAY, "bob");
            Article changed = entities.save(created);

            assertThat(changed)
                    .isEqualTo(new Article(created.id(), "News", MONDAY, TUESDAY, "ada", "bob", changed.version()));
            assertThat(entities.findById(changed.id(), Article.class)).contains(changed);
        });
    }

    @Test
    void auditsNewTargets() {
        run(Everything.class, (entities, context) -> {
            var journal = new Journal();
            journal.lead = Article.titled("News");

            entities.save(journal);

            assertThat(journal.created).isEqualTo(MONDAY);
            assertThat(journal.lead.created()).isEqualTo(MONDAY);
            turnTo(context, TUESDAY, "bob");
            entities.save(journal);
            assertThat(journal.modified).isEqualTo(TUESDAY);
            assertThat(entities.findById(journal.lead.id(), Article.class)).contains(journal.lead);
            assertThat(journal.lead.modified()).isEqualTo(MONDAY);
        });
    }

    @Test
    void leavesChangesEmptyUntilThereIsOne() {
        run(ModifiedLater.class, (entities, context) -> {
            Article created = entities.save(Article.titled("News"));
            assertThat(created.created()).isEqualTo(MONDAY);
            assertThat(created.modified()).isNull();
            // The only AuditorAware there is needs no reference.
            assertThat(created.author()).isEqualTo("ada");
            assertThat(entities.save(created).modified()).isEqualTo(MONDAY);
        });
    }

    @Test
    void canLeaveDatesAlone() {
        run(PersonsOnly.class, (entities, context) -> {
            Article created = entities.save(Article.titled("News"));
            assertThat(created.created()).isNull();
            assertThat(created.author()).isEqualTo("ada");
        });
    }

    @Test
    void doesNothingUnlessItIsAskedTo() {
        run(Off.class, (entities, context) -> {
            Article created = entities.save(Article.titled("News"));
            assertThat(created).isEqualTo(new Article(created.id(), "News", null, null, null, null, created.version()));
        });
    }
}

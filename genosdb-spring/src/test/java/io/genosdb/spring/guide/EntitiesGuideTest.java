package io.genosdb.spring.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.GenosDatabase;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.live.Subscription;
import io.genosdb.query.IndexDefinition;
import io.genosdb.query.IndexDefinition.Kind;
import io.genosdb.query.Order;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.entity.BeforeConvertCallback;
import io.genosdb.spring.entity.GenosEntityOperations;
import io.genosdb.spring.entity.GenosEntityTemplate;
import io.genosdb.spring.mapping.Edge;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.mapping.Indexed;
import io.genosdb.spring.repository.config.EnableGenosAuditing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.CreatedBy;
import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.LastModifiedDate;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.AuditorAware;

/** The snippets of {@code docs/entities.md}. */
class EntitiesGuideTest {

    // tag: entities-record
    @GenosNode(type = "book")
    record Book(
            @Id @Nullable String id,
            @Indexed(Kind.TEXT) String title,
            @Indexed(kind = {Kind.HASH, Kind.ORDERED}) int year,
            List<String> languages,
            @Edge Author author) {}

    @GenosNode
    record Author(@Id @Nullable String id, String name, Address address) {}

    record Address(String street, @Indexed String city) {}
    // end: entities-record

    // tag: entities-class
    @GenosNode
    static class Shelf {

        @Id
        private @Nullable String id;

        private final String room;

        @Edge(lazy = true)
        private List<Book> books = new ArrayList<>();

        Shelf(String room) {
            this.room = room;
        }

        void add(Book book) {
            books.add(book);
        }

        List<Book> books() {
            return List.copyOf(books);
        }
    }
    // end: entities-class

    // tag: entities-version
    @GenosNode
    record Account(
            @Id @Nullable String id,
            int balance,
            @Version @Nullable HybridTimestamp version) {

        Account deposit(int amount) {
            return new Account(id, balance + amount, version);
        }
    }
    // end: entities-version

    // tag: entities-audit
    @GenosNode
    record Note(
            @Id @Nullable String id,
            String text,
            @CreatedBy @Nullable String author,
            @CreatedDate @Nullable Instant created,
            @LastModifiedDate @Nullable Instant changed,
            @Version @Nullable HybridTimestamp version) {}

    @Configuration(proxyBeanMethods = false)
    @EnableGenosAuditing
    static class Auditing {

        @Bean
        AuditorAware<String> auditor() {
            return () -> Optional.of("ada");
        }
    }
    // end: entities-audit

    // tag: entities-callback
    @Configuration(proxyBeanMethods = false)
    static class Callbacks {

        @Bean
        BeforeConvertCallback<Author> tidyNames() {
            return new TidyNames();
        }
    }

    static class TidyNames implements BeforeConvertCallback<Author> {

        @Override
        public Author onBeforeConvert(Author author) {
            return new Author(author.id(), author.name().strip(), author.address());
        }
    }
    // end: entities-callback

    @Configuration(proxyBeanMethods = false)
    static class Base {

        @Bean
        GenosDatabase database() {
            return GenosDatabase.inMemory("library");
        }

        @Bean
        GenosMappingContext mapping() {
            return new GenosMappingContext();
        }

        @Bean
        GenosEntityTemplate entities(GenosDatabase database, GenosMappingContext mapping) {
            return new GenosEntityTemplate(new GenosTemplate(database), mapping, new JacksonGenosConverter());
        }
    }

    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext(Base.class, Auditing.class, Callbacks.class);
    private final GenosEntityOperations entities = context.getBean(GenosEntityOperations.class);

    @AfterEach
    void close() {
        context.close();
    }

    private static Author ada() {
        return new Author(null, "Ada", new Address("St James's Square", "London"));
    }

    @Test
    void savesAndFinds() {
        // tag: entities-save
        Author ada = new Author(null, "Ada", new Address("St James's Square", "London"));
        Book book = entities.save(new Book(null, "Notes", 1843, List.of("en", "fr"), ada));

        Optional<Book> same = entities.findById(book.id(), Book.class);
        List<Book> old = entities.find(
                Query.where("year").lt(1900).orderBy("year", Order.DESC).limit(20), Book.class);
        List<Author> londoners =
                entities.find(Query.where("address.city").is("London").toQuery(), Author.class);
        // end: entities-save

        assertThat(same).contains(book);
        assertThat(old).containsExactly(book);
        assertThat(londoners).containsExactly(book.author());

        String adaId = book.author().id();
        // tag: entities-relations
        List<Book> byAda = entities.find(Query.where("author").is(adaId).toQuery(), Book.class);
        List<Author> authorsOfNotes = entities.find(Query.filter("{ title: 'Notes', $edge: {} }"), Author.class);
        // end: entities-relations

        assertThat(byAda).containsExactly(book);
        assertThat(authorsOfNotes).containsExactly(book.author());
    }

    @Test
    void loadsLazily() {
        var shelf = new Shelf("attic");
        shelf.add(new Book(null, "Notes", 1843, List.of("en"), ada()));
        shelf.add(new Book(null, "Letters", 1850, List.of("en"), ada()));
        String id = entities.save(shelf).id;

        // tag: entities-lazy
        Shelf attic = entities.findById(id, Shelf.class).orElseThrow();
        attic.add(new Book(null, "Sketches", 1842, List.of("fr"), ada()));
        entities.save(attic);
        // end: entities-lazy

        assertThat(entities.findById(id, Shelf.class).orElseThrow().books()).hasSize(3);
        assertThat(attic.room).isEqualTo("attic");
    }

    @Test
    void locksOptimistically() {
        entities.save(new Account("a", 10, null));
        // tag: entities-locking
        Account mine = entities.findById("a", Account.class).orElseThrow();
        Account theirs = entities.findById("a", Account.class).orElseThrow();

        entities.save(theirs.deposit(5));

        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> entities.save(mine.deposit(1)));
        // end: entities-locking
    }

    @Test
    void audits() {
        Note note = entities.save(new Note(null, "hello", null, null, null, null));

        assertThat(note.author()).isEqualTo("ada");
        assertThat(note.created()).isNotNull().isEqualTo(note.changed());
        assertThat(entities.save(new Author(null, "  Ada ", new Address("", "")))
                        .name())
                .isEqualTo("Ada");
    }

    @Test
    void follows() throws InterruptedException {
        BlockingQueue<String> shown = new LinkedBlockingQueue<>();
        // tag: entities-live
        Subscription subscription = entities.find(Query.where("year").gte(1840).toQuery(), Book.class, event -> {
            switch (event.action()) {
                case INITIAL, ADDED, UPDATED -> shown.add(event.value().title());
                case REMOVED -> shown.add(event.id().toUpperCase(Locale.ROOT));
            }
        });
        // end: entities-live

        entities.save(new Book("b", "Notes", 1843, List.of(), ada()));
        assertThat(shown.take()).isEqualTo("Notes");
        entities.deleteById("b", Book.class);
        assertThat(shown.take()).isEqualTo("B");
        subscription.close();
    }

    @Test
    void opensTheDatabaseWithTheIndexesOfTheEntities() {
        // tag: entities-indexes
        var mapping = new GenosMappingContext();
        mapping.setInitialEntitySet(Set.of(Book.class, Author.class));
        mapping.afterPropertiesSet();

        GenosDatabase database = GenosDatabase.builder("library")
                .declareIndexes(mapping.indexDefinitions())
                .open();
        GenosConverter converter = new JacksonGenosConverter();
        GenosEntityOperations library =
                new GenosEntityTemplate(new GenosTemplate(database, converter), mapping, converter);
        // end: entities-indexes

        assertThat(mapping.indexDefinitions())
                .contains(IndexDefinition.hash("address.city"), IndexDefinition.text("title"));
        assertThat(library.find(Query.all(), Book.class)).isEmpty();
        database.close();
    }
}

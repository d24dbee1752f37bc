package io.genosdb.spring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.live.MapEvent;
import io.genosdb.live.Subscription;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.GenosEventListener;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.entity.GenosEntityTemplate;
import io.genosdb.spring.mapping.Edge;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.mapping.Indexed;
import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.Query;
import io.genosdb.spring.repository.support.GenosRepositoryFactory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.ExampleMatcher.StringMatcher;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.repository.query.Param;
import org.springframework.data.spel.ExtensionAwareEvaluationContextProvider;
import org.springframework.data.support.WindowIterator;
import reactor.core.publisher.Flux;

/** The snippets of {@code docs/repositories.md}. */
class RepositoriesGuideTest {

    // tag: repository-entities
    @GenosNode
    record Author(@Id @Nullable String id, @Indexed String name) {}

    @GenosNode
    record Book(
            @Id @Nullable String id,
            @Indexed String title,
            int pages,
            LocalDate published,
            @Edge Author author) {}
    // end: repository-entities

    // tag: repository-derived
    interface Books extends GenosRepository<Book, String> {

        List<Book> findByTitleStartingWithIgnoreCaseOrderByPublishedDesc(String beginning);

        Optional<Book> findFirstByAuthorOrderByPublished(Author author);

        List<Book> findByAuthorNameAndPagesBetween(String author, int from, int to);

        List<Book> findByPagesGreaterThan(int pages, Sort sort, Limit limit);

        long countByPublishedBefore(LocalDate day);

        boolean existsByTitle(String title);

        List<Book> deleteByPagesLessThan(int pages);
    }
    // end: repository-derived

    // tag: repository-annotated
    interface BookQueries extends GenosRepository<Book, String> {

        @Query("{ pages: { $gte: ?0 }, title: { $like: '%:part%' } }")
        List<Book> findThick(int pages, @Param("part") String part);

        @Query("{ $or: [ { author: ?0 }, { published: { $gt: ?#{ @shelf.newest() } } } ] }")
        List<Book> findOfInterest(Author author);

        @Query(value = "{ title: { $in: ?0 } }", count = true)
        long countTitles(Collection<String> titles);

        @Query(value = "{ pages: 0 }", delete = true)
        long deleteEmpty();
    }
    // end: repository-annotated

    // tag: repository-paging
    interface BookPages extends GenosRepository<Book, String> {

        Page<Book> findByPagesGreaterThan(int pages, Pageable pageable);

        Window<Book> findTop100ByPagesGreaterThanOrderByTitle(int pages, ScrollPosition position);
    }
    // end: repository-paging

    // tag: repository-projections
    interface TitleOnly {
        String getTitle();
    }

    record TitleAndPages(String title, int pages) {}

    interface BookViews extends GenosRepository<Book, String> {

        List<TitleOnly> findTitlesByPagesGreaterThan(int pages);

        List<TitleAndPages> findByPagesGreaterThan(int pages);

        <P> Optional<P> findByTitle(String title, Class<P> type);
    }
    // end: repository-projections

    // tag: repository-live
    interface LiveBooks extends GenosRepository<Book, String> {

        Subscription findByPagesGreaterThan(int pages, GenosEventListener<Book> listener);

        Flux<GenosEvent<Book>> findByAuthor(Author author);

        @Query("{ title: { $text: ?0 } }")
        Flux<MapEvent> search(String words);
    }
    // end: repository-live

    public static final class Shelf {
        public LocalDate newest() {
            return LocalDate.of(2020, 1, 1);
        }
    }

    private final GenosDatabase database = GenosDatabase.inMemory("books");
    private final GenosRepositoryFactory factory = new GenosRepositoryFactory(new GenosEntityTemplate(
            new GenosTemplate(database), new GenosMappingContext(), new JacksonGenosConverter()));
    private final Books books = factory.getRepository(Books.class);
    private final Author author = new Author("le-guin", "Ursula K. Le Guin");

    @BeforeEach
    void fill() {
        authors().save(author);
        books.saveAll(List.of(
                new Book("e", "A Wizard of Earthsea", 205, LocalDate.of(1968, 11, 1), author),
                new Book("d", "The Dispossessed", 341, LocalDate.of(1974, 5, 1), author)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void derived() {
        assertThat(books.findByTitleStartingWithIgnoreCaseOrderByPublishedDesc("the"))
                .hasSize(1);
        assertThat(books.findFirstByAuthorOrderByPublished(author).map(Book::id))
                .contains("e");
        assertThat(books.findByAuthorNameAndPagesBetween("Ursula K. Le Guin", 300, 400))
                .hasSize(1);
        assertThat(books.findByPagesGreaterThan(0, Sort.by("title"), Limit.of(1)))
                .hasSize(1);
        assertThat(books.countByPublishedBefore(LocalDate.of(1970, 1, 1))).isEqualTo(1);
        assertThat(books.existsByTitle("The Dispossessed")).isTrue();
        assertThat(books.deleteByPagesLessThan(300)).hasSize(1);
    }

    @Test
    void annotated() {
        var beans = new DefaultListableBeanFactory();
        beans.registerSingleton("shelf", new Shelf());
        factory.setEvaluationContextProvider(new ExtensionAwareEvaluationContextProvider(beans));
        BookQueries queries = factory.getRepository(BookQueries.class);

        assertThat(queries.findThick(300, "dispo")).hasSize(1);
        assertThat(queries.findThick(300, "%")).isEmpty();
        assertThat(queries.findOfInterest(author)).hasSize(2);
        assertThat(queries.countTitles(List.of("The Dispossessed", "x"))).isEqualTo(1);
        assertThat(queries.deleteEmpty()).isZero();
    }

    @Test
    void paged() {
        BookPages pages = factory.getRepository(BookPages.class);
        List<String> seen = new ArrayList<>();

        // tag: repository-scroll
        Page<Book> page = pages.findByPagesGreaterThan(100, PageRequest.of(0, 20, Sort.by("title")));

        WindowIterator.of(position -> pages.findTop100ByPagesGreaterThanOrderByTitle(100, position))
                .startingAt(ScrollPosition.keyset())
                .forEachRemaining(book -> seen.add(book.title()));
        // end: repository-scroll

        assertThat(page.getTotalElements()).isEqualTo(2);
        assertThat(seen).containsExactly("A Wizard of Earthsea", "The Dispossessed");
    }

    @Test
    void projected() {
        BookViews views = factory.getRepository(BookViews.class);

        assertThat(views.findTitlesByPagesGreaterThan(300))
                .extracting(TitleOnly::getTitle)
                .containsExactly("The Dispossessed");
        assertThat(views.findByPagesGreaterThan(300)).containsExactly(new TitleAndPages("The Dispossessed", 341));
        assertThat(views.findByTitle("The Dispossessed", TitleAndPages.class)).isPresent();
    }

    @Test
    void example() {
        // tag: repository-example
        Author probe = new Author(null, "ursula");
        ExampleMatcher matcher = ExampleMatcher.matching().withIgnoreCase().withStringMatcher(StringMatcher.STARTING);
        List<Author> found = authors().findAll(Example.of(probe, matcher));
        // end: repository-example

        assertThat(found).containsExactly(author);
    }

    interface Authors extends GenosRepository<Author, String> {}

    private Authors authors() {
        return factory.getRepository(Authors.class);
    }

    @Test
    void live() {
        LiveBooks live = factory.getRepository(LiveBooks.class);
        List<String> titles = new ArrayList<>();

        // tag: repository-subscription
        Subscription subscription = live.findByPagesGreaterThan(300, event -> {
            Book book = event.value();
            if (book != null) {
                titles.add(book.title());
            }
        });
        // end: repository-subscription

        assertThat(titles).containsExactly("The Dispossessed");
        subscription.close();
        assertThat(live.findByAuthor(author).take(2).collectList().block()).hasSize(2);
        assertThat(live.search("wizard").blockFirst()).isNotNull();
    }
}

package io.genosdb.spring.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.graph.Node;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.entity.GenosEntityTemplate;
import io.genosdb.spring.repository.Library.Album;
import io.genosdb.spring.repository.Library.Artist;
import io.genosdb.spring.repository.support.GenosRepositoryFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.data.core.PropertyReferenceException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.OffsetScrollPosition;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.support.WindowIterator;

class PagingTest {

    interface Albums extends GenosRepository<Album, String> {
        Page<Album> findByYear(int year, Pageable pageable);

        Slice<Album> findSliceByYear(int year, Pageable pageable);

        List<Album> findListByYear(int year, Pageable pageable);

        Page<Album> findTop5ByYearOrderByTitle(int year, Pageable pageable);

        Window<Album> findTop10ByYearOrderByTitle(int year, @Nullable ScrollPosition position);

        Window<Album> findByYear(int year, ScrollPosition position, Sort sort, Limit limit);

        Window<Title> findFirst3ByYearOrderByTitle(int year, ScrollPosition position);

        Window<Album> findByTitle(String title, ScrollPosition position);
    }

    interface Title {
        String title();
    }

    /** Remembers what was asked of the database. */
    static final class Recorder extends GenosTemplate {

        final List<Query> queries = new ArrayList<>();
        int counts;

        Recorder(Library library) {
            super(library.database);
        }

        @Override
        public List<Node> map(Query query) {
            queries.add(query);
            return super.map(query);
        }

        @Override
        public long count(Query query) {
            counts++;
            return super.count(query);
        }

        Query last() {
            return queries.get(queries.size() - 1);
        }
    }

    private final Library library = new Library();
    private final Recorder recorder = new Recorder(library);
    private final Albums albums = new GenosRepositoryFactory(
                    new GenosEntityTemplate(recorder, library.context, new JacksonGenosConverter()))
            .getRepository(Albums.class);

    @BeforeEach
    void fill() {
        // Saved out of order, so that nothing comes sorted by itself.
        albums.saveAll(IntStream.range(0, 20)
                .mapToObj(i -> Album.of("T%02d".formatted(i * 7 % 20), i < 12 ? 1970 : 1980)
                        .withId("id" + i * 7 % 20))
                .toList());
        recorder.queries.clear();
    }

    @AfterEach
    void close() {
        library.close();
    }

    @Test
    void pagesFetchNoMoreThanTheyEndAt() {
        Page<Album> page = albums.findByYear(1970, PageRequest.of(1, 5, Sort.by("title")));

        assertThat(page).hasSize(5);
        assertThat(page.getTotalElements()).isEqualTo(12);
        assertThat(page.getTotalPages()).isEqualTo(3);
        assertThat(recorder.last().limit()).hasValue(10);
        assertThat(page.getContent()).isSortedAccordingTo(java.util.Comparator.comparing(Album::title));
    }

    @Test
    void pagesCountOnlyWhereTheyMust() {
        assertThat(albums.findByYear(1970, PageRequest.of(0, 50)).getTotalElements())
                .isEqualTo(12);
        assertThat(albums.findByYear(1970, PageRequest.of(2, 5)).getTotalElements())
                .isEqualTo(12);
        assertThat(albums.findByYear(1970, Pageable.unpaged()).getTotalElements())
                .isEqualTo(12);
        assertThat(recorder.counts).isZero();
        assertThat(albums.findByYear(1970, PageRequest.of(7, 5)).getTotalElements())
                .isEqualTo(12);
        assertThat(recorder.counts).isEqualTo(1);
    }

    @Test
    void pagesOfEverything() {
        Page<Album> page =
                albums.findAll(PageRequest.of(1, 8, Sort.by("year").descending().and(Sort.by("title"))));

        assertThat(page.getTotalElements()).isEqualTo(20);
        assertThat(page).hasSize(8);
        assertThat(page.getContent())
                .isSortedAccordingTo(
                        java.util.Comparator.comparing(Album::year).reversed().thenComparing(Album::title));
        assertThat(albums.findAll(PageRequest.of(Integer.MAX_VALUE / 2, 10))).isEmpty();
    }

    @Test
    void slicesLookOneFurther() {
        Slice<Album> slice = albums.findSliceByYear(1970, PageRequest.of(1, 5));

        assertThat(slice).hasSize(5);
        assertThat(slice.hasNext()).isTrue();
        assertThat(recorder.last().limit()).hasValue(11);
        assertThat(recorder.counts).isZero();
        assertThat(albums.findSliceByYear(1970, slice.nextPageable()).hasNext()).isFalse();
        assertThat(albums.findSliceByYear(1970, Pageable.unpaged())).hasSize(12);
    }

    @Test
    void listsOfPages() {
        assertThat(albums.findListByYear(1970, PageRequest.of(1, 10))).hasSize(2);
    }

    @Test
    void aLimitInTheNameBoundsAllPages() {
        assertThat(albums.findTop5ByYearOrderByTitle(1970, PageRequest.of(0, 3)).getTotalElements())
                .isEqualTo(5);
        assertThat(albums.findTop5ByYearOrderByTitle(1970, PageRequest.of(1, 3)))
                .hasSize(2);
        assertThat(albums.findTop5ByYearOrderByTitle(1970, PageRequest.of(2, 3)))
                .isEmpty();
    }

    @Test
    void windowsGoOnBehindTheLast() {
        Window<Album> first = albums.findTop10ByYearOrderByTitle(1970, ScrollPosition.keyset());

        assertThat(first.getContent()).hasSize(10).isSortedAccordingTo(java.util.Comparator.comparing(Album::title));
        assertThat(first.hasNext()).isTrue();
        assertThat(first.positionAt(9))
                .isEqualTo(ScrollPosition.forward(
                        Map.of("id", first.getContent().get(9).id())));

        Window<Album> second = albums.findTop10ByYearOrderByTitle(1970, first.positionAt(9));

        assertThat(second).hasSize(2);
        assertThat(second.hasNext()).isFalse();
        assertThat(recorder.last().after()).isEqualTo(first.getContent().get(9).id());
        assertThat(albums.findTop10ByYearOrderByTitle(1970, null)).hasSize(10);
    }

    @Test
    void windowsByOffset() {
        Window<Album> first = albums.findByYear(1970, ScrollPosition.offset(), Sort.by("title"), Limit.of(5));
        Window<Album> second = albums.findByYear(1970, first.positionAt(4), Sort.by("title"), Limit.of(5));
        Window<Album> third = albums.findByYear(1970, second.positionAt(4), Sort.by("title"), Limit.of(5));

        assertThat(first.positionAt(4)).isEqualTo(ScrollPosition.offset(4));
        assertThat(((OffsetScrollPosition) second.positionAt(4)).getOffset()).isEqualTo(9);
        assertThat(third).hasSize(2);
        assertThat(third.hasNext()).isFalse();
        assertThat(java.util.stream.Stream.of(first, second, third).flatMap(Window::stream))
                .hasSize(12)
                .isSortedAccordingTo(java.util.Comparator.comparing(Album::title));
    }

    @Test
    void windowsOfProjectionsKeepTheirPositions() {
        Window<Title> first = albums.findFirst3ByYearOrderByTitle(1970, ScrollPosition.keyset());
        Window<Title> second = albums.findFirst3ByYearOrderByTitle(1970, first.positionAt(2));

        assertThat(first.stream().map(Title::title)).isSorted();
        assertThat(second.getContent().get(0).title())
                .isGreaterThan(first.getContent().get(2).title());
    }

    @Test
    void windowsWithoutALimitHaveAll() {
        assertThat(albums.findByYear(1970, ScrollPosition.keyset(), Sort.unsorted(), Limit.unlimited()))
                .hasSize(12);
        assertThat(albums.findByTitle("T01", ScrollPosition.offset())).hasSize(1);
    }

    @Test
    void refusesPositionsThatAreNone() {
        assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
                .isThrownBy(
                        () -> albums.findTop10ByYearOrderByTitle(1970, ScrollPosition.forward(Map.of("title", "T01"))))
                .withMessageContaining("identifier of the last node");
        assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
                .isThrownBy(
                        () -> albums.findTop10ByYearOrderByTitle(1970, ScrollPosition.backward(Map.of("id", "id1"))))
                .withMessageContaining("forward");
        assertThatExceptionOfType(InvalidDataAccessResourceUsageException.class)
                .isThrownBy(
                        () -> albums.findTop10ByYearOrderByTitle(1970, ScrollPosition.forward(Map.of("id", "gone"))))
                .withMessageContaining("gone");
    }

    @Test
    void scrollsThroughAThousandWhileOthersAreInserted() {
        albums.deleteAll();
        albums.saveAll(IntStream.range(0, 1_000)
                .mapToObj(i -> Album.of("T%04d".formatted(i * 7 % 1_000), 1970))
                .toList());
        int[] inserted = {0};
        List<String> titles = new ArrayList<>();

        WindowIterator.of(position -> {
                    // One before everything that was seen, and one behind everything.
                    albums.save(Album.of("A%04d".formatted(inserted[0]), 1970));
                    albums.save(Album.of("Z%04d".formatted(inserted[0]++), 1970));
                    return albums.findTop10ByYearOrderByTitle(1970, position);
                })
                .startingAt(ScrollPosition.keyset())
                .forEachRemaining(album -> titles.add(album.title()));

        assertThat(titles).doesNotHaveDuplicates().isSorted();
        assertThat(titles.stream().filter(title -> title.startsWith("T"))).hasSize(1_000);
    }

    @Test
    void sorts() {
        Artist artist = library.entities.save(new Artist("a", "A", null));
        albums.save(Album.of("T00", 1960).withId("z").withArtist(artist));

        assertThat(albums.findAll(Sort.by("year", "title")).get(0).id()).isEqualTo("z");
        assertThat(albums.findAll(Sort.by(Sort.Order.desc("id"))).get(0).id()).isEqualTo("z");
        assertThat(albums.findAll(Sort.by(Sort.Order.desc("version"))).get(0).id())
                .isEqualTo("z");
        assertThat(albums.findAll(Sort.by(Sort.Order.asc("price").nullsFirst())))
                .hasSize(21);
        assertThat(albums.findAll(Sort.by("label.street"))).hasSize(21);
    }

    @Test
    void refusesSortsThatTheDatabaseCannotDo() {
        assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
                .isThrownBy(() -> albums.findAll(Sort.by(Sort.Order.asc("title").ignoreCase())))
                .withMessageContaining("case decides last");
        assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
                .isThrownBy(() -> albums.findAll(Sort.by(Sort.Order.asc("price").nullsLast())))
                .withMessageContaining("null comes first");
        assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
                .isThrownBy(() -> albums.findAll(Sort.by("artist.name")))
                .withMessageContaining("edges");
        assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
                .isThrownBy(() -> albums.findAll(Sort.by("keywords")))
                .withMessageContaining("no order");
        assertThatExceptionOfType(PropertyReferenceException.class)
                .isThrownBy(() -> albums.findAll(Sort.by("nothing")));
    }

    @Test
    void everythingGoesThroughIndexes() {
        recorder.queries.clear();
        assertThat(albums.findByTitle("T01", ScrollPosition.keyset())).hasSize(1);
        assertThat(library.database.explain(recorder.last()).toString()).startsWith("hash(title): 1 candidates");

        albums.findAll(PageRequest.of(0, 3, Sort.by("year")));
        assertThat(library.database.explain(recorder.last()).sortedByIndex()).isTrue();
    }
}

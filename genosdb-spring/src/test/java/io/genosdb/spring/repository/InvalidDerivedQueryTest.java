package io.genosdb.spring.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.query.InvalidQueryException;
import io.genosdb.spring.repository.Library.Album;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.repository.query.QueryCreationException;

class InvalidDerivedQueryTest {

    record Point(int x, int y) {}

    @io.genosdb.spring.mapping.GenosNode
    record Event(@Nullable @Id String id, OffsetDateTime at, Duration length, List<Point> points, Point origin) {}

    private final Library library = new Library();

    @AfterEach
    void close() {
        library.close();
    }

    private void assertRefused(Class<?> repository, String... parts) {
        String method = repository.getDeclaredMethods()[0].getName();
        assertThatExceptionOfType(QueryCreationException.class)
                .isThrownBy(() -> library.repository(repository))
                .withMessageContaining(repository.getSimpleName() + "." + method)
                .withCauseInstanceOf(InvalidQueryException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts))
                .satisfies(e -> assertThat(e.getMethod().getName()).isEqualTo(method));
    }

    interface UnknownProperty extends GenosRepository<Album, String> {
        List<Album> findByColour(String colour);
    }

    interface UnknownOrder extends GenosRepository<Album, String> {
        List<Album> findByYearOrderByArtistName(int year);
    }

    interface TooFewParameters extends GenosRepository<Album, String> {
        List<Album> findByYearBetween(int year);
    }

    interface TooManyParameters extends GenosRepository<Album, String> {
        List<Album> findByYear(int year, int other);
    }

    interface Near extends GenosRepository<Album, String> {
        List<Album> findByTitleNear(String title);
    }

    interface LikeNumber extends GenosRepository<Album, String> {
        List<Album> findByYearLike(String year);
    }

    interface LessThanBoolean extends GenosRepository<Album, String> {
        List<Album> findByLiveLessThan(boolean live);
    }

    interface TrueText extends GenosRepository<Album, String> {
        List<Album> findByTitleTrue();
    }

    interface EmptyNumber extends GenosRepository<Album, String> {
        List<Album> findByYearIsEmpty();
    }

    interface ContainingNumber extends GenosRepository<Album, String> {
        List<Album> findByYearContaining(int year);
    }

    interface NumberIgnoringCase extends GenosRepository<Album, String> {
        List<Album> findByYearIgnoreCase(int year);
    }

    interface RangeIgnoringCase extends GenosRepository<Album, String> {
        List<Album> findByTitleGreaterThanIgnoreCase(String title);
    }

    interface ListIgnoringCase extends GenosRepository<Album, String> {
        List<Album> findByKeywordsContainingIgnoreCase(String keyword);
    }

    interface WholeListIgnoringCase extends GenosRepository<Album, String> {
        List<Album> findByKeywordsInIgnoreCase(List<String> keywords);
    }

    interface ByVersion extends GenosRepository<Album, String> {
        List<Album> findByVersion(long version);
    }

    interface EdgeRange extends GenosRepository<Album, String> {
        List<Album> findByArtistGreaterThan(String artist);
    }

    interface ThroughList extends GenosRepository<Event, String> {
        List<Event> findByPointsX(int x);
    }

    interface OffsetRange extends GenosRepository<Event, String> {
        List<Event> findByAtBefore(OffsetDateTime time);
    }

    interface DurationRange extends GenosRepository<Event, String> {
        List<Event> findByLengthGreaterThan(Duration length);
    }

    interface ObjectRange extends GenosRepository<Event, String> {
        List<Event> findByOriginGreaterThan(Point origin);
    }

    interface DeleteWhether extends GenosRepository<Album, String> {
        boolean deleteByYear(int year);
    }

    interface DeletePage extends GenosRepository<Album, String> {
        Page<Album> deleteByYear(int year, Pageable pageable);
    }

    interface DeleteProjected extends GenosRepository<Album, String> {
        List<Event> deleteByYear(int year);
    }

    interface DeleteNumbers extends GenosRepository<Album, String> {
        List<Long> deleteByYear(int year);
    }

    interface DeleteShort extends GenosRepository<Album, String> {
        short deleteByYear(int year);
    }

    interface DeleteDynamic extends GenosRepository<Album, String> {
        <T> List<T> deleteByYear(int year, Class<T> type);
    }

    @Test
    void refusesAtStartUpWhatADeletingMethodCannotReturn() {
        for (Class<?> repository : List.of(
                DeleteWhether.class,
                DeletePage.class,
                DeleteProjected.class,
                DeleteNumbers.class,
                DeleteShort.class,
                DeleteDynamic.class)) {
            assertRefused(repository, "a method that deletes returns", "List<Album>");
        }
    }

    @Test
    void refusesAtStartUpWhatTheNameCannotMean() {
        assertRefused(UnknownProperty.class, "colour");
        assertRefused(UnknownOrder.class, "cannot sort by artist.name", "edges");
        assertRefused(TooFewParameters.class, "takes 2 parameters", "has 1");
        assertRefused(TooManyParameters.class, "takes 1 parameters", "has 2");
        assertRefused(Near.class, "at title", "NEAR");
        assertRefused(LikeNumber.class, "at year", "LIKE", "looks into texts");
        assertRefused(LessThanBoolean.class, "at live", "only numbers and texts have an order");
        assertRefused(TrueText.class, "at title", "not a boolean");
        assertRefused(EmptyNumber.class, "at year", "can be empty");
        assertRefused(ContainingNumber.class, "at year", "texts and lists");
        assertRefused(NumberIgnoringCase.class, "at year", "case is ignored in whole texts");
        assertRefused(RangeIgnoringCase.class, "at title", "case is ignored in whole texts");
        assertRefused(ListIgnoringCase.class, "at keywords", "case is ignored in whole texts");
        assertRefused(WholeListIgnoringCase.class, "at keywords", "case is ignored in whole texts");
        assertRefused(ByVersion.class, "at version", "sorted by, but not compared");
        assertRefused(EdgeRange.class, "at artist", "only numbers and texts have an order");
        assertRefused(ThroughList.class, "points", "does not reach");
        assertRefused(OffsetRange.class, "at at", "OffsetDateTime is stored as text", "Instant");
        assertRefused(DurationRange.class, "at length", "Duration");
        assertRefused(ObjectRange.class, "at origin", "only numbers and texts have an order");
    }
}

package io.genosdb.spring.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.spring.repository.Library.Album;
import io.genosdb.spring.repository.Library.Artist;
import io.genosdb.spring.repository.Library.Genre;
import io.genosdb.spring.repository.Library.Label;
import io.genosdb.spring.repository.Library.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.Sort;
import org.springframework.data.util.Streamable;

class DerivedQueryTest {

    interface Albums extends GenosRepository<Album, String> {
        List<Album> findByTitle(@Nullable String title);

        List<Album> findByTitleNot(@Nullable String title);

        List<Album> findByTitleIgnoreCase(String title);

        List<Album> findByTitleNotIgnoreCase(String title);

        List<Album> findByTitleIn(Collection<@Nullable String> titles);

        List<Album> findByTitleInIgnoreCase(Collection<String> titles);

        List<Album> findByGenreIn(@Nullable Genre... genres);

        List<Album> findByYearIn(int... years);

        List<Album> findByYearNotIn(Set<Integer> years);

        List<Album> findByYearBetween(int from, int to);

        List<Album> findByYearBetween(Range<Integer> range);

        List<Album> findByYearLessThan(int year);

        List<Album> findByYearLessThanEqual(int year);

        List<Album> findByYearGreaterThan(int year);

        List<Album> findByYearGreaterThanEqual(int year);

        List<Album> findByPriceLessThan(@Nullable Double price);

        List<Album> findByReleasedBefore(LocalDate day);

        List<Album> findByReleasedAfter(LocalDate day);

        List<Album> findByAddedAfter(Instant time);

        List<Album> findByAddedBefore(Instant time);

        List<Album> findByAddedBetweenOrderByAdded(Instant from, Instant to);

        List<Album> findByTitleLike(String pattern);

        List<Album> findByTitleNotLike(String pattern);

        List<Album> findByTitleStartingWith(String prefix);

        List<Album> findByTitleStartingWithIgnoreCase(String prefix);

        List<Album> findByTitleEndingWith(String suffix);

        List<Album> findByTitleEndingWithIgnoreCase(String suffix);

        List<Album> findByTitleContaining(String part);

        List<Album> findByTitleContainingIgnoreCase(String part);

        List<Album> findByTitleNotContaining(String part);

        List<Album> findByTitleRegex(String expression);

        List<Album> findByTitleMatches(Pattern expression);

        List<Album> findByKeywords(String keyword);

        List<Album> findByKeywords(List<String> keywords);

        List<Album> findByKeywordsContaining(String keyword);

        List<Album> findByKeywordsNotContaining(String keyword);

        List<Album> findByKeywordsIn(Collection<String> keywords);

        List<Album> findByKeywordsIsEmpty();

        List<Album> findByKeywordsIsNotEmpty();

        List<Album> findByPriceIsNull();

        List<Album> findByPriceIsNotNull();

        List<Album> findByPriceExists(boolean expected);

        List<Album> findByPriceExists();

        List<Album> findByLiveTrue();

        List<Album> findByLiveFalse();

        List<Album> findByLabelCity(String city);

        List<Album> findByLabelStreet(String street);

        List<Album> findByLabel(Label label);

        List<Album> findById(String id, Sort sort);

        List<Album> findByIdIn(Collection<String> ids);

        List<Album> findByArtist(@Nullable Artist artist);

        List<Album> findByArtistId(String id);

        List<Album> findByArtistIn(Collection<Artist> artists);

        List<Album> findByArtistIsNull();

        List<Album> findByArtistName(String name);

        List<Album> findByArtistNameStartingWithAndYearGreaterThan(String prefix, int year);

        List<Album> findByArtistCountryIsNull();

        List<Album> findByTags(Tag tag);

        List<Album> findByTagsContaining(Tag tag);

        List<Album> findByTagsNameIn(Collection<String> names);

        List<Album> findByTitleAndYear(String title, int year);

        List<Album> findByTitleAndYearOrLiveTrue(String title, int year);

        List<Album> findTop2ByOrderByYearDescTitleAsc();

        Optional<Album> findFirstByOrderByYearAsc();

        List<Album> findDistinctByYear(int year);

        List<Album> findByYear(int year, Sort sort);

        List<Album> findByYear(int year, Limit limit);

        Set<Album> readByYear(int year);

        Stream<Album> streamByYear(int year);

        Streamable<Album> searchByYear(int year);

        Iterable<Album> queryByYear(int year);

        Optional<Album> findOptionalByTitle(String title);

        @Nullable
        Album findOneByTitle(String title);

        long countByYear(int year);

        int countByLiveTrue();

        boolean existsByTitle(String title);

        long deleteByYear(int year);

        void removeByTitle(String title);

        List<Album> deleteByLiveTrue();

        @Nullable
        Album deleteByTitle(String title);
    }

    private final Library library = new Library();
    private final Albums albums = library.repository(Albums.class);
    private Artist monk = new Artist(null, "Monk", "US");
    private Artist nico = new Artist(null, "Nico", null);
    private Tag piano = new Tag(null, "piano");
    private Tag voice = new Tag(null, "voice");

    @BeforeEach
    void fill() {
        monk = library.entities.save(monk);
        nico = library.entities.save(nico);
        piano = library.entities.save(piano);
        voice = library.entities.save(voice);
        albums.saveAll(List.of(
                Album.of("Underground", 1968)
                        .withId("u")
                        .withPrice(9.5)
                        .withGenre(Genre.JAZZ)
                        .withArtist(monk)
                        .withTags(piano)
                        .withKeywords("bop", "trio")
                        .withReleased(LocalDate.of(1968, 2, 14))
                        .withAdded(Instant.parse("2026-01-01T00:00:00Z"))
                        .withLabel(new Label("New York", "52nd")),
                Album.of("Desertshore", 1970)
                        .withId("d")
                        .withPrice(12.0)
                        .withGenre(Genre.FOLK)
                        .withArtist(nico)
                        .withTags(voice, piano)
                        .withKeywords("harmonium")
                        .withReleased(LocalDate.of(1970, 12, 1))
                        .withAdded(Instant.parse("2026-01-01T00:00:00.500Z"))
                        .withLabel(new Label("London", "Strand")),
                Album.of("100% Live_", 1970)
                        .withId("l")
                        .withLive()
                        .withAdded(Instant.parse("2026-01-01T00:00:00.000001Z"))));
        library.database.put(io.genosdb.value.JsonObject.parse("{\"title\":\"Underground\",\"year\":1968}"), "foreign");
    }

    @AfterEach
    void close() {
        library.close();
    }

    private static void assertFound(Iterable<Album> found, String... ids) {
        assertThat(found).extracting(Album::id).containsExactlyInAnyOrder(ids);
    }

    @Test
    void equality() {
        assertFound(albums.findByTitle("Underground"), "u");
        assertFound(albums.findByTitle("underground"));
        assertFound(albums.findByTitle(null));
        assertFound(albums.findByTitleNot("Underground"), "d", "l");
        assertFound(albums.findByTitleNot(null), "u", "d", "l");
        assertFound(albums.findByTitleIgnoreCase("UNDERground"), "u");
        assertFound(albums.findByTitleIgnoreCase("100% LIVE_"), "l");
        assertFound(albums.findByTitleIgnoreCase("100%"));
        assertFound(albums.findByTitleNotIgnoreCase("UNDERground"), "d", "l");
        assertFound(albums.findById("u", Sort.unsorted()), "u");
        assertFound(albums.findByIdIn(List.of("u", "l", "foreign")), "u", "l");
    }

    @Test
    void membership() {
        assertFound(albums.findByTitleIn(List.of("Underground", "Desertshore")), "u", "d");
        assertFound(albums.findByTitleIn(List.of()));
        assertFound(albums.findByTitleInIgnoreCase(List.of("UNDERGROUND", "100% live_")), "u", "l");
        assertFound(albums.findByGenreIn(Genre.JAZZ, Genre.ROCK), "u");
        assertFound(albums.findByGenreIn(Genre.JAZZ, null), "u", "l");
        assertFound(albums.findByYearIn(1968, 1969), "u");
        assertFound(albums.findByYearNotIn(Set.of(1968)), "d", "l");
    }

    @Test
    void ranges() {
        assertFound(albums.findByYearBetween(1968, 1970), "u", "d", "l");
        assertFound(albums.findByYearBetween(1970, 1968));
        assertFound(albums.findByYearBetween(Range.rightOpen(1968, 1970)), "u");
        assertFound(albums.findByYearBetween(Range.leftUnbounded(Range.Bound.inclusive(1969))), "u");
        assertFound(albums.findByYearLessThan(1970), "u");
        assertFound(albums.findByYearLessThanEqual(1970), "u", "d", "l");
        assertFound(albums.findByYearGreaterThan(1968), "d", "l");
        assertFound(albums.findByYearGreaterThanEqual(1968), "u", "d", "l");
        assertFound(albums.findByReleasedBefore(LocalDate.of(1970, 1, 1)), "u");
        assertFound(albums.findByReleasedAfter(LocalDate.of(1970, 1, 1)), "d");
    }

    @Test
    void instantsOfAnyPrecision() {
        assertFound(albums.findByAddedAfter(Instant.parse("2026-01-01T00:00:00Z")), "d", "l");
        assertFound(albums.findByAddedBefore(Instant.parse("2026-01-01T00:00:00.500Z")), "u", "l");
        assertThat(albums.findByAddedBetweenOrderByAdded(
                        Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-01T00:00:01Z")))
                .extracting(Album::id)
                .containsExactly("u", "l", "d");
    }

    @Test
    void texts() {
        assertFound(albums.findByTitleLike("under%"), "u");
        assertFound(albums.findByTitleLike("%ER%"), "u", "d");
        assertFound(albums.findByTitleNotLike("%er%"), "l");
        assertFound(albums.findByTitleStartingWith("Under"), "u");
        assertFound(albums.findByTitleStartingWith("under"));
        assertFound(albums.findByTitleStartingWithIgnoreCase("under"), "u");
        assertFound(albums.findByTitleStartingWithIgnoreCase("100% l"), "l");
        assertFound(albums.findByTitleStartingWithIgnoreCase("%"));
        assertFound(albums.findByTitleEndingWith("shore"), "d");
        assertFound(albums.findByTitleEndingWithIgnoreCase("SHORE"), "d");
        assertFound(albums.findByTitleEndingWithIgnoreCase("e_"), "l");
        assertFound(albums.findByTitleContaining("ground"), "u");
        assertFound(albums.findByTitleContaining("%"), "l");
        assertFound(albums.findByTitleContainingIgnoreCase("GROUND"), "u");
        assertFound(albums.findByTitleContainingIgnoreCase("% LIVE"), "l");
        assertFound(albums.findByTitleContainingIgnoreCase("_"), "l");
        assertFound(albums.findByTitleNotContaining("ground"), "d", "l");
        assertFound(albums.findByTitleRegex("^(under|desert)"), "u", "d");
        assertFound(albums.findByTitleMatches(Pattern.compile("\\d+")), "l");
    }

    @Test
    void ignoringCaseTakesEverythingElseAsItIs() {
        for (String text :
                List.of("a.b", "a*b", "(a)", "[a]", "a{2}", "a|b", "^a$", "a\\b", "a%b", "_", "%_.*\\", "é%")) {
            Album saved = albums.save(Album.of("x" + text + "y", 2000));
            assertThat(albums.findByTitleContainingIgnoreCase(text.toUpperCase(java.util.Locale.ROOT)))
                    .as(text)
                    .contains(saved)
                    .allMatch(album ->
                            album.title().toLowerCase(java.util.Locale.ROOT).contains(text));
            assertThat(albums.findByTitleIgnoreCase("X" + text + "Y")).as(text).containsExactly(saved);
        }
    }

    @Test
    void lists() {
        assertFound(albums.findByKeywords("bop"), "u");
        assertFound(albums.findByKeywords(List.of("bop", "trio")), "u");
        assertFound(albums.findByKeywords(List.of("bop")));
        assertFound(albums.findByKeywordsContaining("trio"), "u");
        assertFound(albums.findByKeywordsNotContaining("trio"), "d", "l");
        assertFound(albums.findByKeywordsIn(List.of("trio", "harmonium")), "u", "d");
        assertFound(albums.findByKeywordsIsEmpty(), "l");
        assertFound(albums.findByKeywordsIsNotEmpty(), "u", "d");
    }

    @Test
    void absence() {
        library.database.put(
                io.genosdb.value.JsonObject.parse(
                        "{\"type\":\"album\",\"title\":\"Bare\",\"year\":1,\"live\":false,\"key_words\":[],\"tags\":[]}"),
                "bare");
        assertFound(albums.findByPriceIsNull(), "l", "bare");
        assertFound(albums.findByPriceIsNotNull(), "u", "d");
        assertFound(albums.findByPriceExists(false), "bare");
        assertThat(albums.findByPriceExists())
                .extracting(Album::id)
                .contains("u", "d")
                .doesNotContain("bare");
        assertFound(albums.findByGenreIn(new Genre[] {null}), "l", "bare");
    }

    @Test
    void booleans() {
        assertFound(albums.findByLiveTrue(), "l");
        assertFound(albums.findByLiveFalse(), "u", "d");
    }

    @Test
    void nestedProperties() {
        assertFound(albums.findByLabelCity("London"), "d");
        assertFound(albums.findByLabelStreet("52nd"), "u");
        assertFound(albums.findByLabel(new Label("London", "Strand")), "d");
    }

    @Test
    void edges() {
        assertFound(albums.findByArtist(monk), "u");
        assertFound(albums.findByArtist(null), "l");
        assertFound(albums.findByArtistId(String.valueOf(nico.id())), "d");
        assertFound(albums.findByArtistIn(List.of(monk, nico)), "u", "d");
        assertFound(albums.findByArtistIsNull(), "l");
        assertFound(albums.findByTags(piano), "u", "d");
        assertFound(albums.findByTagsContaining(voice), "d");
        assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
                .isThrownBy(() -> albums.findByArtist(new Artist(null, "New", null)))
                .withMessageContaining("save it first");
    }

    @Test
    void acrossEdges() {
        assertFound(albums.findByArtistName("Monk"), "u");
        assertFound(albums.findByArtistName("Nobody"));
        assertFound(albums.findByArtistNameStartingWithAndYearGreaterThan("M", 1960), "u");
        assertFound(albums.findByArtistNameStartingWithAndYearGreaterThan("M", 1968));
        assertFound(albums.findByArtistCountryIsNull(), "d");
        assertFound(albums.findByTagsNameIn(List.of("voice", "piano")), "u", "d");
    }

    @Test
    void tooManyTargetsAreAnError() {
        var batch = new io.genosdb.WriteBatch();
        for (int i = 0; i <= 10_000; i++) {
            batch.put(io.genosdb.value.JsonObject.parse("{\"type\":\"artist\",\"name\":\"Same\"}"), "a" + i);
        }
        library.database.write(batch);

        assertThatExceptionOfType(InvalidDataAccessResourceUsageException.class)
                .isThrownBy(() -> albums.findByArtistName("Same"))
                .withMessageContaining("artist.name")
                .withMessageContaining("more than 10000");
    }

    @Test
    void conditionsTogether() {
        assertFound(albums.findByTitleAndYear("Underground", 1968), "u");
        assertFound(albums.findByTitleAndYear("Underground", 1970));
        assertFound(albums.findByTitleAndYearOrLiveTrue("Underground", 1968), "u", "l");
    }

    @Test
    void ordersAndLimits() {
        assertThat(albums.findTop2ByOrderByYearDescTitleAsc())
                .extracting(Album::id)
                .containsExactly("l", "d");
        assertThat(albums.findFirstByOrderByYearAsc().map(Album::id)).contains("u");
        assertThat(albums.findByYear(1970, Sort.by("title")))
                .extracting(Album::id)
                .containsExactly("l", "d");
        assertThat(albums.findByYear(1970, Sort.by("title").descending()))
                .extracting(Album::id)
                .containsExactly("d", "l");
        assertThat(albums.findByYear(1970, Limit.of(1))).hasSize(1);
        assertFound(albums.findDistinctByYear(1970), "d", "l");
    }

    @Test
    void shapesOfResults() {
        assertFound(albums.readByYear(1970), "d", "l");
        assertThat(albums.streamByYear(1970).map(Album::id)).containsExactlyInAnyOrder("d", "l");
        assertFound(albums.searchByYear(1970), "d", "l");
        assertFound(albums.queryByYear(1970), "d", "l");
        assertThat(albums.findOptionalByTitle("Underground").map(Album::id)).contains("u");
        assertThat(albums.findOptionalByTitle("x")).isEmpty();
        assertThat(albums.findOneByTitle("x")).isNull();
        albums.save(Album.of("Underground", 1999));
        assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
                .isThrownBy(() -> albums.findOneByTitle("Underground"));
    }

    @Test
    void countsAndTests() {
        assertThat(albums.countByYear(1970)).isEqualTo(2);
        assertThat(albums.countByLiveTrue()).isEqualTo(1);
        assertThat(albums.existsByTitle("Underground")).isTrue();
        assertThat(albums.existsByTitle("x")).isFalse();
    }

    @Test
    void deletes() {
        assertThat(albums.deleteByYear(1970)).isEqualTo(2);
        assertFound(albums.findAll(), "u");
        albums.removeByTitle("Underground");
        assertThat(albums.findAll()).isEmpty();
        assertThat(library.template.get("foreign")).isPresent();
    }

    @Test
    void deletesAndReturns() {
        assertFound(albums.deleteByLiveTrue(), "l");
        assertFound(albums.findAll(), "u", "d");
        assertThat(albums.deleteByTitle("Desertshore")).extracting(Album::id).isEqualTo("d");
        assertThat(albums.deleteByTitle("Desertshore")).isNull();
        albums.save(Album.of("Underground", 1999));
        assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
                .isThrownBy(() -> albums.deleteByTitle("Underground"));
        assertThat(albums.countByYear(1968) + albums.countByYear(1999)).isEqualTo(2);
    }

    @Test
    void refusesNullWhereNothingCompares() {
        assertThatExceptionOfType(InvalidDataAccessResourceUsageException.class)
                .isThrownBy(() -> albums.findByPriceLessThan(null))
                .withMessageContaining("at price");
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatExceptionOfType(InvalidDataAccessResourceUsageException.class)
                .isThrownBy(() -> albums.findByTitleRegex("(?=look)"))
                .withMessageContaining("title");
        assertThatExceptionOfType(InvalidDataAccessResourceUsageException.class)
                .isThrownBy(() -> albums.findByTitleIn(Arrays.asList(new String[10_001]).stream()
                        .map(any -> java.util.UUID.randomUUID().toString())
                        .toList()))
                .withMessageContaining("10000");
        assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
                .isThrownBy(() ->
                        albums.findByYear(1970, Sort.by(Sort.Order.by("title").ignoreCase())))
                .withMessageContaining("ignoreCase");
    }
}

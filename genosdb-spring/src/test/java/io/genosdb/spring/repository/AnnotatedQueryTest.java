package io.genosdb.spring.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.query.InvalidQueryException;
import io.genosdb.spring.repository.Library.Album;
import io.genosdb.spring.repository.Library.Artist;
import io.genosdb.spring.repository.Library.Genre;
import io.genosdb.spring.repository.Library.Label;
import io.genosdb.spring.repository.Library.Tag;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.repository.query.Param;
import org.springframework.data.repository.query.QueryCreationException;

class AnnotatedQueryTest {

    interface Albums extends GenosRepository<Album, String> {
        @Query("{ year: { $gt: ?0 }, title: :title }")
        List<Album> both(int year, @Param("title") String title);

        @Query("{year:?0}")
        List<Album> tight(int year);

        @Query("{ title: ?0 }")
        List<Album> any(@Nullable Object title);

        @Query("{ title: { $not: ?0 } }")
        List<Album> anyNot(Object title);

        @Query("{ year: { $gt: ?0 } }")
        List<Album> after(@Nullable Object year);

        @Query("{ title: { $eq: ?0 } }")
        List<Album> same(Object title);

        @Query("{ title: { $in: ?0 } }")
        List<Album> oneOf(Collection<?> titles);

        @Query("{ title: { $in: [?0, :second, 'Fixed'] } }")
        List<Album> oneOfTwo(Object first, @Param("second") Object second);

        @Query("{ label: { city: ?0, street_name: ?1 } }")
        List<Album> label(Object city, Object street);

        @Query("{ 'label.city': ?0 }")
        List<Album> city(String city);

        @Query("{ title: { $like: '%?0%' } }")
        List<Album> like(Object part);

        @Query("{ title: { $like: '?0_ive%', $startsWith: '1' } }")
        List<Album> likeWithWildcard(String part);

        @Query("{ title: { $like: ?0 } }")
        List<Album> pattern(Object pattern);

        @Query("{ title: { $regex: ?0 } }")
        List<Album> regex(Object expression);

        @Query("{ key_words: ?0 }")
        List<Album> keyword(Object keyword);

        @Query("{ artist: ?0 }")
        List<Album> artist(Artist artist);

        @Query("{ genre: ?0 }")
        List<Album> genre(Genre genre);

        @Query("{ $or: [ { title: ?0 }, { $and: [ { year: ?1 }, { $not: { live: true } } ] } ] }")
        List<Album> nested(String title, int year);

        @Query("{ title: 'Underground', $edge: { name: ?0 } }")
        List<Album> descendants(String name);

        @Query("{ year: ?#{ [0] + 2 } }")
        List<Album> computed(int year);

        @Query("{ year: :#{ #from }, title: #{ 'Under' + 'ground' } }")
        List<Album> computedByName(@Param("from") int from);

        @Query("{ title: ?#{ [0] } }")
        List<Album> computedAny(Object value);

        @Query("{ year: ?0 }")
        Page<Album> page(int year, Pageable pageable);

        @Query("{ year: ?0 }")
        List<Album> sorted(int year, Sort sort);

        @Query(value = "{ year: ?0 }", count = true)
        long howMany(int year);

        @Query(value = "{ year: ?0 }", exists = true)
        boolean isThere(int year);

        @Query(value = "{ year: ?0 }", delete = true)
        long forget(int year);

        @Query("{ title: 'What?0 :title 12:30 {' }")
        List<Album> literal();

        @Query("{ title: \"it's \\\"?\\\" #\" }")
        List<Album> quotes();
    }

    private final Library library = new Library();
    private final Albums albums = library.repository(Albums.class);
    private Artist monk = new Artist(null, "Monk", null);

    @BeforeEach
    void fill() {
        monk = library.entities.save(monk);
        albums.saveAll(List.of(
                Album.of("Underground", 1968)
                        .withId("u")
                        .withGenre(Genre.JAZZ)
                        .withArtist(monk)
                        .withKeywords("bop")
                        .withLabel(new Label("New York", "52nd")),
                Album.of("Desertshore", 1970).withId("d"),
                Album.of("100% Live_", 1970).withId("l").withLive()));
        library.database.put(JsonObject.parse("{\"title\":\"Underground\",\"year\":1968}"), "foreign");
    }

    @AfterEach
    void close() {
        library.close();
    }

    private static void assertFound(Iterable<Album> found, String... ids) {
        assertThat(found).extracting(Album::id).containsExactlyInAnyOrder(ids);
    }

    @Test
    void bindsValues() {
        assertFound(albums.both(1960, "Underground"), "u");
        assertFound(albums.both(1970, "Underground"));
        assertFound(albums.tight(1970), "d", "l");
        assertFound(albums.any("Underground"), "u");
        assertFound(albums.any(null));
        assertFound(albums.anyNot("Underground"), "d", "l");
        assertFound(albums.oneOf(List.of("Underground", "Desertshore")), "u", "d");
        assertFound(albums.oneOfTwo("Underground", "Desertshore"), "u", "d");
        assertFound(albums.label("New York", "52nd"), "u");
        assertFound(albums.city("New York"), "u");
        assertFound(albums.keyword("bop"), "u");
        assertFound(albums.artist(monk), "u");
        assertFound(albums.genre(Genre.JAZZ), "u");
        assertFound(albums.nested("Underground", 1970), "u", "d");
    }

    @Test
    void narrowsWhatAnEdgeLeadsTo() {
        assertThat(albums.descendants("Monk")).isEmpty();
        Tag tag = library.entities.save(new Tag(null, "piano"));
        Album other = albums.save(Album.of("Other", 1999).withTags(tag));
        library.template.link("u", String.valueOf(other.id()));
        library.template.put(
                Map.of(
                        "type",
                        "album",
                        "title",
                        "x",
                        "name",
                        "n",
                        "year",
                        1,
                        "live",
                        false,
                        "key_words",
                        List.of(),
                        "tags",
                        List.of()),
                "named");
        library.template.link("u", "named");
        assertFound(albums.descendants("n"), "named");
    }

    @Test
    void bindsTextInsideOfPatterns() {
        assertFound(albums.like("ERGR"), "u");
        assertFound(albums.like("%"), "l");
        assertFound(albums.like("_"), "l");
        assertFound(albums.like("0% l"), "l");
        assertFound(albums.like(100), "l");
        assertFound(albums.like(".*"));
        assertFound(albums.likeWithWildcard("100% "), "l");
        assertFound(albums.pattern("under%"), "u");
    }

    @Test
    void evaluatesExpressions() {
        assertFound(albums.computed(1968), "d", "l");
        assertFound(albums.computedByName(1968), "u");
    }

    @Test
    void pagesSortsCountsAndDeletes() {
        assertThat(albums.page(1970, PageRequest.of(0, 1, Sort.by("title"))))
                .extracting(Album::id)
                .containsExactly("l");
        assertThat(albums.page(1970, PageRequest.of(0, 1)).getTotalElements()).isEqualTo(2);
        assertThat(albums.sorted(1970, Sort.by("title").descending()))
                .extracting(Album::id)
                .containsExactly("d", "l");
        assertThat(albums.howMany(1970)).isEqualTo(2);
        assertThat(albums.isThere(1970)).isTrue();
        assertThat(albums.isThere(1)).isFalse();
        assertThat(albums.forget(1970)).isEqualTo(2);
        assertFound(albums.findAll(), "u");
    }

    @Test
    void leavesOtherTextsAlone() {
        albums.save(Album.of("What?0 :title 12:30 {", 1).withId("w"));
        albums.save(Album.of("it's \"?\" #", 1).withId("q"));
        assertFound(albums.literal(), "w");
        assertFound(albums.quotes(), "q");
    }

    static Stream<Object> injections() {
        Map<String, Object> deep = new HashMap<>();
        Map<String, Object> at = deep;
        for (int i = 0; i < 200; i++) {
            Map<String, Object> next = new HashMap<>();
            at.put("$not", next);
            at = next;
        }
        return Stream.of(
                Map.of("$gt", ""),
                Map.of("$ne", "x"),
                Map.of("$exists", true),
                Map.of("$regex", ".*"),
                Map.of("$not", Map.of("$eq", "x")),
                Map.of("$or", List.of(Map.of())),
                Map.of("$edge", Map.of()),
                Map.of("$eq", "Underground"),
                Map.of("title", "Underground"),
                JsonObject.parse("{\"$ne\":null}"),
                JsonValue.parse("[{\"$ne\":null}]"),
                List.of(Map.of("$ne", "x")),
                new Object[] {Map.of("$exists", true)},
                new Inject("x"),
                "{ $ne: null }",
                "\"} , { \"a\": \"",
                "' } , $or: [ {} ], x: '",
                "?0",
                ":title",
                "#{ T(java.lang.Runtime) }",
                "${user.home}",
                "\uFDD00",
                "x".repeat(2_000_000),
                deep,
                Collections.nCopies(20_000, "x"));
    }

    /** Whose JSON is an operator. */
    record Inject(
            @com.fasterxml.jackson.annotation.JsonProperty("$ne")
            String other) {}

    @ParameterizedTest
    @MethodSource("injections")
    void aParameterIsNeverAnythingButAValue(Object injected) {
        List<List<Album>> results = new ArrayList<>();
        for (var query : List.<java.util.function.Function<Object, List<Album>>>of(
                albums::any,
                albums::after,
                albums::same,
                value -> albums.oneOf(value instanceof Collection<?> several ? several : List.of(value)),
                value -> albums.oneOfTwo(value, value),
                value -> albums.label(value, "52nd"),
                value -> albums.label("New York", value),
                albums::like,
                albums::keyword,
                albums::computedAny)) {
            try {
                results.add(query.apply(injected));
            } catch (DataAccessException expected) {
                Assertions.assertThat(expected.getMessage()).isNotBlank();
            }
        }
        assertThat(results).allSatisfy(found -> assertThat(found).isEmpty());
        assertThat(albums.count()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("injections")
    void theOppositeOfAnInjectedValueIsEverything(Object injected) {
        assertFound(albums.anyNot(injected), "u", "d", "l");
    }

    @Test
    void aParameterThatNestsTooDeeplyIsAnError() {
        Object list = List.of();
        Object map = Map.of();
        for (int i = 0; i < 900; i++) {
            list = List.of(list);
            map = Map.of("a", map);
        }
        for (Object deep : List.of(list, map)) {
            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(() -> albums.any(deep))
                    .withMessageContaining("nests deeper than 256");
        }
    }

    @Test
    void operandsAreCheckedByTheLanguage() {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> albums.after(Map.of("$gt", 0)))
                .withMessageContaining("at query.year.$gt");
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> albums.after(null))
                .withMessageContaining("at query.year.$gt");
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> albums.regex("(a{900}){900}"));
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> albums.regex(Map.of("a", 1)));
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> albums.like(Arrays.asList("a", "b")))
                .withMessageContaining("?0");
    }

    private void assertRefused(Class<?> repository, String... parts) {
        assertThatExceptionOfType(QueryCreationException.class)
                .isThrownBy(() -> library.repository(repository))
                .withMessageContaining(repository.getSimpleName() + ".broken")
                .withCauseInstanceOf(InvalidQueryException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    interface NotJson extends GenosRepository<Album, String> {
        @Query("{ title: ")
        List<Album> broken();
    }

    interface UnknownOperator extends GenosRepository<Album, String> {
        @Query("{ title: { $near: ?0 } }")
        List<Album> broken(String title);
    }

    interface WrongOperand extends GenosRepository<Album, String> {
        @Query("{ title: { $like: ?0 } }")
        List<Album> broken(int title);
    }

    interface ParameterAsFilter extends GenosRepository<Album, String> {
        @Query("?0")
        List<Album> broken(Map<String, Object> filter);
    }

    interface ParameterAsCondition extends GenosRepository<Album, String> {
        @Query("{ $or: [ { a: 1 }, ?0 ] }")
        List<Album> broken(Map<String, Object> filter);
    }

    interface ParameterAsConditions extends GenosRepository<Album, String> {
        @Query("{ $and: ?0 }")
        List<Album> broken(List<Object> filters);
    }

    interface ParameterUnderNot extends GenosRepository<Album, String> {
        @Query("{ $not: ?0 }")
        List<Album> broken(Map<String, Object> filter);
    }

    interface ParameterBehindEdge extends GenosRepository<Album, String> {
        @Query("{ $edge: ?0 }")
        List<Album> broken(Map<String, Object> filter);
    }

    interface ParameterAsField extends GenosRepository<Album, String> {
        @Query("{ ?0: 1 }")
        List<Album> broken(String field);
    }

    interface ParameterAsOperator extends GenosRepository<Album, String> {
        @Query("{ title: { ?0: 1 } }")
        List<Album> broken(String operator);
    }

    interface ParameterInsideText extends GenosRepository<Album, String> {
        @Query("{ title: 'x?0' }")
        List<Album> broken(String part);
    }

    interface ParameterInsideExpression extends GenosRepository<Album, String> {
        @Query("{ title: { $regex: '^:part' } }")
        List<Album> broken(@Param("part") String part);
    }

    interface ExpressionInsideText extends GenosRepository<Album, String> {
        @Query("{ title: { $like: '%#{ 1 }%' } }")
        List<Album> broken();
    }

    interface UnknownParameter extends GenosRepository<Album, String> {
        @Query("{ title: :name }")
        List<Album> broken(@Param("title") String title);
    }

    interface UnusedParameter extends GenosRepository<Album, String> {
        @Query("{ title: 'x' }")
        List<Album> broken(String title);
    }

    interface OperatorInLiteral extends GenosRepository<Album, String> {
        @Query("{ label: { city: { $gt: ?0 } } }")
        List<Album> broken(String city);
    }

    interface TwoPurposes extends GenosRepository<Album, String> {
        @Query(value = "{}", count = true, delete = true)
        long broken();
    }

    interface BadExpression extends GenosRepository<Album, String> {
        @Query("{ title: ?#{ 1 + } }")
        List<Album> broken();
    }

    @Test
    void refusesAtStartUpWhatCannotBeBound() {
        assertRefused(NotJson.class, "not valid JSON");
        assertRefused(UnknownOperator.class, "$near", "unknown operator");
        assertRefused(WrongOperand.class, "at query.title.$like", "needs a string");
        assertRefused(ParameterAsFilter.class, "?0", "never for conditions");
        assertRefused(ParameterAsCondition.class, "at query.$or[1]", "?0", "never for conditions");
        assertRefused(ParameterAsConditions.class, "at query.$and", "never for conditions");
        assertRefused(ParameterUnderNot.class, "at query.$not", "never for conditions");
        assertRefused(ParameterBehindEdge.class, "at query.$edge", "never for conditions");
        assertRefused(ParameterAsField.class, "cannot be the name of a field");
        assertRefused(ParameterAsOperator.class, "cannot be the name of a field");
        assertRefused(ParameterInsideText.class, "at query.title", "?0", "inside a string");
        assertRefused(ParameterInsideExpression.class, "at query.title.$regex", ":part", "inside a string");
        assertRefused(ExpressionInsideText.class, "inside a string");
        assertRefused(UnknownParameter.class, ":name", "no parameter");
        assertRefused(UnusedParameter.class, "does not use the parameter ?0");
        assertRefused(OperatorInLiteral.class, "at query.label", "$gt inside has no effect");
        assertRefused(TwoPurposes.class, "one of count, exists and delete");
        assertRefused(BadExpression.class, "not an expression");
    }
}

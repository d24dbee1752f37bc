package io.genosdb.spring.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.spring.mapping.Edge;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.repository.Library.Artist;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.ExampleMatcher.StringMatcher;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;

class ExampleTest {

    record Address(@Nullable String city, @Nullable String street) {}

    @GenosNode
    record Person(
            @Nullable @Id String id,
            @Nullable String name,
            @Nullable Integer age,
            @Nullable Address address,
            @Nullable List<String> languages,
            @Nullable @Edge Artist favourite) {

        static Person probe(@Nullable String name) {
            return new Person(null, name, null, null, null, null);
        }
    }

    record NameOnly(String name) {}

    interface People extends GenosRepository<Person, String> {}

    private final Library library = new Library();
    private final People people = library.repository(People.class);

    @BeforeEach
    void fill() {
        Artist artist = library.entities.save(new Artist("m", "Mitchell", null));
        people.saveAll(List.of(
                new Person("a", "Anna", 30, new Address("Paris", "Rue A"), List.of("fr", "en"), artist),
                new Person("b", "anna", 40, new Address("Rome", null), List.of("it"), null),
                new Person("c", "Hannah_%", null, null, null, null)));
    }

    @AfterEach
    void close() {
        library.close();
    }

    private void assertFound(Example<Person> example, String... ids) {
        assertThat(people.findAll(example)).extracting(Person::id).containsExactlyInAnyOrder(ids);
        assertThat(people.count(example)).isEqualTo(ids.length);
        assertThat(people.exists(example)).isEqualTo(ids.length > 0);
    }

    @Test
    void whatTheProbeHas() {
        assertFound(Example.of(Person.probe("Anna")), "a");
        assertFound(Example.of(Person.probe(null)), "a", "b", "c");
        assertFound(Example.of(new Person(null, null, 40, null, null, null)), "b");
        assertFound(Example.of(new Person("b", null, null, null, null, null)), "b");
        assertFound(Example.of(new Person(null, null, null, new Address("Paris", null), null, null)), "a");
        assertFound(Example.of(new Person(null, null, null, null, List.of("en"), null)), "a");
        assertFound(Example.of(new Person(null, null, null, null, null, new Artist("m", "ignored", null))), "a");
    }

    @Test
    void textsAsTheMatcherSays() {
        ExampleMatcher matcher = ExampleMatcher.matching();
        assertFound(Example.of(Person.probe("nna"), matcher.withStringMatcher(StringMatcher.ENDING)), "a", "b");
        assertFound(Example.of(Person.probe("An"), matcher.withStringMatcher(StringMatcher.STARTING)), "a");
        assertFound(Example.of(Person.probe("nn"), matcher.withStringMatcher(StringMatcher.CONTAINING)), "a", "b", "c");
        assertFound(Example.of(Person.probe("^.nna$"), matcher.withStringMatcher(StringMatcher.REGEX)), "a", "b");
        assertFound(Example.of(Person.probe("ANNA"), matcher.withIgnoreCase()), "a", "b");
        assertFound(
                Example.of(Person.probe("H_%"), matcher.withIgnoreCase().withStringMatcher(StringMatcher.ENDING)), "c");
        assertFound(
                Example.of(Person.probe("_%"), matcher.withIgnoreCase().withStringMatcher(StringMatcher.CONTAINING)),
                "c");
        assertFound(
                Example.of(Person.probe("han"), matcher.withIgnoreCase().withStringMatcher(StringMatcher.STARTING)),
                "c");
    }

    @Test
    void propertiesAsTheMatcherSays() {
        Person probe = new Person(null, "ANNA", 99, new Address("Paris", "x"), null, null);
        ExampleMatcher matcher = ExampleMatcher.matching()
                .withIgnorePaths("age", "address.street")
                .withMatcher("name", name -> name.ignoreCase());
        assertFound(Example.of(probe, matcher), "a");
        assertFound(Example.of(probe, matcher.withTransformer("address.city", city -> city.map(any -> "Rome"))), "b");
    }

    @Test
    void anyOfTheProperties() {
        assertFound(Example.of(new Person(null, "Anna", 40, null, null, null), ExampleMatcher.matchingAny()), "a", "b");
    }

    @Test
    void nullAsAValue() {
        ExampleMatcher matcher =
                ExampleMatcher.matching().withIncludeNullValues().withIgnorePaths("id", "languages");
        assertFound(Example.of(Person.probe("Hannah_%"), matcher), "c");
        assertFound(Example.of(Person.probe("Anna"), matcher));
    }

    @Test
    void oneSortedAndPaged() {
        assertThat(people.findOne(Example.of(Person.probe("Anna"))).map(Person::id))
                .contains("a");
        assertThat(people.findOne(Example.of(Person.probe("x")))).isEmpty();
        assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
                .isThrownBy(() -> people.findOne(Example.of(Person.probe(null))));
        assertThat(people.findAll(Example.of(Person.probe(null)), Sort.by("age").descending()))
                .extracting(Person::id)
                .containsExactly("b", "a", "c");
        assertThat(people.findAll(Example.of(Person.probe(null)), PageRequest.of(0, 2))
                        .getTotalElements())
                .isEqualTo(3);
    }

    @Test
    void stepByStep() {
        Example<Person> example = Example.of(Person.probe(null));
        assertThat(people.<Person, List<NameOnly>>findBy(
                        example,
                        found -> found.sortBy(Sort.by("age")).as(NameOnly.class).all()))
                .containsExactly(new NameOnly("Hannah_%"), new NameOnly("Anna"), new NameOnly("anna"));
        assertThat(people.<Person, Optional<Person>>findBy(
                                example,
                                found -> found.sortBy(Sort.by("age").descending())
                                        .first())
                        .map(Person::id))
                .contains("b");
        assertThat(people.<Person, Long>findBy(example, found -> found.count())).isEqualTo(3);
        assertThat(people.<Person, Boolean>findBy(example, found -> found.exists()))
                .isTrue();
        assertThat(people.<Person, Integer>findBy(
                        example, found -> found.limit(2).all().size()))
                .isEqualTo(2);
        assertThat(people.<Person, Boolean>findBy(
                        example,
                        found -> found.limit(2).scroll(ScrollPosition.keyset()).hasNext()))
                .isTrue();
        assertThat(people.<Person, Long>findBy(
                        example, found -> found.page(PageRequest.of(0, 1)).getTotalElements()))
                .isEqualTo(3);
    }
}

package io.genosdb.spring.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Node;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.mapping.Edge;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.value.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.Id;
import org.springframework.data.mapping.MappingException;

class EdgeMappingTest {

    private final GenosDatabase database =
            GenosDatabase.builder("test").limits(new Limits(4096, 8, 64, 1000)).open();
    private final GenosTemplate nodes = new GenosTemplate(database);
    private final GenosEntityTemplate entities =
            new GenosEntityTemplate(nodes, new GenosMappingContext(), new JacksonGenosConverter());

    @AfterEach
    void close() {
        database.close();
    }

    @GenosNode
    record Author(@Id @Nullable String id, String name) {}

    @GenosNode
    record Book(
            @Id @Nullable String id,
            String title,
            @Edge @Nullable Author author,
            @Edge List<Author> editors) {}

    private JsonObject value(String id) {
        return nodes.get(id).map(Node::value).orElseThrow();
    }

    private List<String> edges(String id) {
        return nodes.get(id).map(Node::edges).orElseThrow();
    }

    @Test
    void savesNewTargetsInTheSameWriteAndKeepsTheGraphInStep() {
        Book book = entities.save(new Book(
                null, "Notes", new Author(null, "Ada"), List.of(new Author(null, "Bob"), new Author(null, "Cy"))));

        assertThat(book.author()).isNotNull();
        assertThat(book.author().id()).isNotNull();
        List<String> editors = book.editors().stream().map(Author::id).toList();
        assertThat(editors).doesNotContainNull();
        assertThat(value(book.id()).toJava())
                .isEqualTo(Map.of(
                        "type",
                        "book",
                        "title",
                        "Notes",
                        "author",
                        book.author().id(),
                        "editors",
                        editors));
        assertThat(edges(book.id())).containsExactlyInAnyOrder(book.author().id(), editors.get(0), editors.get(1));
        assertThat(nodes.get(book.id()).map(Node::timestamp))
                .isEqualTo(nodes.get(book.author().id()).map(Node::timestamp));
        assertThat(entities.findById(book.id(), Book.class)).contains(book);
    }

    @GenosNode
    static class Parcel {
        @Id
        @Nullable
        String id;

        @Edge
        @Nullable
        Parcel inner;

        @Edge
        @Nullable
        Author sender;
    }

    @Test
    void takesIdentifiersBackWhereNothingWasWritten() {
        var inner = new Parcel();
        var outer = new Parcel();
        outer.inner = inner;
        outer.sender = new Author("none", "Nobody");

        assertThatExceptionOfType(DataRetrievalFailureException.class).isThrownBy(() -> entities.save(outer));
        assertThat(outer.id).isNull();
        assertThat(inner.id).isNull();

        outer.sender = null;
        entities.save(outer);
        assertThat(edges(outer.id)).containsExactly(inner.id);
    }

    @Test
    void linksTargetsThatAreThereWithoutWritingThem() {
        Author ada = entities.save(new Author(null, "Ada"));
        nodes.put(Map.of("type", "author", "name", "Ada Lovelace"), ada.id());

        Book book = entities.save(new Book(null, "Notes", ada, List.of()));

        assertThat(edges(book.id())).containsExactly(ada.id());
        assertThat(entities.findById(book.id(), Book.class).orElseThrow().author())
                .isEqualTo(new Author(ada.id(), "Ada Lovelace"));
    }

    @Test
    void unlinksWhatIsNamedNoLongerAndLeavesEdgesOfOthers() {
        List<Author> authors =
                entities.saveAll(List.of(new Author("ada", "Ada"), new Author("bob", "Bob"), new Author("cy", "Cy")));
        nodes.put(Map.of(), "shelf");
        Book book = entities.save(new Book("b", "Notes", authors.get(0), List.of(authors.get(0), authors.get(1))));
        nodes.link("b", "shelf");
        assertThat(edges("b")).containsExactlyInAnyOrder("ada", "bob", "shelf");

        entities.save(new Book("b", book.title(), authors.get(2), List.of(authors.get(0))));
        assertThat(edges("b")).containsExactlyInAnyOrder("ada", "cy", "shelf");

        entities.save(new Book("b", book.title(), null, List.of()));
        assertThat(edges("b")).containsExactly("shelf");
        assertThat(entities.findById("b", Book.class)).contains(new Book("b", "Notes", null, List.of()));
    }

    @Test
    void answersRelationsByEqualityAndByPaths() {
        Author ada = entities.save(new Author("a", "Ada"));
        Book book = entities.save(new Book(null, "Notes", ada, List.of()));

        assertThat(entities.find(Query.filter(Map.of("author", "a")), Book.class))
                .containsExactly(book);
        assertThat(entities.find(Query.filter(Map.of("title", "Notes", "$edge", Map.of("name", "Ada"))), Author.class))
                .containsExactly(new Author("a", "Ada"));
    }

    @Test
    void keepsTheOrderOfTheTargets() {
        List<Author> authors = new ArrayList<>(
                entities.saveAll(List.of(new Author("1", "a"), new Author("2", "b"), new Author("3", "c"))));
        Book book = entities.save(new Book("b", "Notes", null, authors));
        assertThat(entities.findById("b", Book.class)).contains(book);

        Collections.reverse(authors);
        entities.save(new Book("b", "Notes", null, authors));

        assertThat(entities.findById("b", Book.class).orElseThrow().editors())
                .extracting(Author::id)
                .containsExactly("3", "2", "1");
    }

    @Test
    void skipsTargetsThatWereRemovedOrAreSomethingElse() {
        entities.saveAll(List.of(new Author("1", "a"), new Author("2", "b"), new Author("3", "c")));
        entities.save(
                new Book("b", "Notes", new Author("1", "a"), List.of(new Author("2", "b"), new Author("3", "c"))));
        entities.deleteById("1", Author.class);
        nodes.remove("2");
        nodes.put(Map.of("type", "note"), "2");

        Book found = entities.findById("b", Book.class).orElseThrow();

        assertThat(found.author()).isNull();
        assertThat(found.editors()).containsExactly(new Author("3", "c"));
    }

    @Test
    void refusesATargetThatIsNotThereAndWritesNothing() {
        Author removed = entities.save(new Author(null, "Ada"));
        entities.delete(removed);

        assertThatExceptionOfType(DataRetrievalFailureException.class)
                .isThrownBy(() -> entities.save(new Book("b", "Notes", removed, List.of(new Author(null, "Bob")))))
                .withMessageContaining("Book.author")
                .withMessageContaining(removed.id());
        assertThat(nodes.count(Query.all())).isZero();
    }

    @Test
    void writesNothingWhereOneOfTheNewTargetsIsRefused() {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> entities.save(
                        new Book(null, "Notes", new Author(null, "Ada"), List.of(new Author(null, "x".repeat(5000))))));
        assertThat(nodes.count(Query.all())).isZero();
    }

    @GenosNode
    record Strict(
            @Id @Nullable String id, @Edge(cascade = false) Author author) {}

    @Test
    void cascadesOnlyWhereItMay() {
        assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
                .isThrownBy(() -> entities.save(new Strict(null, new Author(null, "Ada"))))
                .withMessageContaining("Strict.author");

        Author ada = new Author(null, "Ada");
        List<Object> saved = entities.saveAll(List.of(new Strict(null, ada), ada));

        assertThat(((Strict) saved.get(0)).author()).isEqualTo(saved.get(1));
        assertThat(((Author) saved.get(1)).id()).isNotNull();
    }

    @GenosNode
    static class Person {
        @Id
        @Nullable
        String id;

        String name;

        @Edge
        @Nullable
        Person partner;

        @Edge
        List<Person> friends = new ArrayList<>();

        Person(String name) {
            this.name = name;
        }
    }

    @Test
    void endsACycleInTheInstanceThatIsBeingLoaded() {
        var ada = new Person("Ada");
        var bob = new Person("Bob");
        ada.partner = bob;
        bob.partner = ada;
        ada.friends.add(bob);
        bob.friends.add(ada);
        ada.friends.add(ada);

        assertThat(entities.save(ada)).isSameAs(ada);
        assertThat(bob.id).isNotNull();

        Person found = entities.findById(ada.id, Person.class).orElseThrow();
        assertThat(found.partner.name).isEqualTo("Bob");
        assertThat(found.partner.partner).isSameAs(found);
        assertThat(found.friends.get(0)).isSameAs(found.partner);
        assertThat(found.friends.get(1)).isSameAs(found);
        assertThat(found.partner.friends).hasSize(1);
        assertThat(found.partner.friends.get(0).name).isEqualTo("Ada");
    }

    @Test
    void loadsOneLevelOfCollectionsAndTheRestWhenUsed() {
        List<Person> chain =
                IntStream.range(0, 2000).mapToObj(i -> new Person("p" + i)).toList();
        for (int i = 1; i < chain.size(); i++) {
            chain.get(i - 1).friends.add(chain.get(i));
        }
        Person first = entities.save(chain.get(0));

        assertThat(nodes.count(Query.all())).isEqualTo(2000);
        Person found = entities.findById(first.id, Person.class).orElseThrow();
        assertThat(AopUtils.isAopProxy(found.friends)).isFalse();
        Person second = found.friends.get(0);
        assertThat(AopUtils.isAopProxy(second.friends)).isTrue();
        for (int i = 1; i < 2000; i++) {
            found = found.friends.get(0);
        }
        assertThat(found.name).isEqualTo("p1999");
        assertThat(found.friends).isEmpty();
    }

    @Test
    void followsALongChainOfSingleTargetsWithoutHarmToTheStack() {
        List<Person> chain =
                IntStream.range(0, 2000).mapToObj(i -> new Person("p" + i)).toList();
        for (int i = 1; i < chain.size(); i++) {
            chain.get(i - 1).partner = chain.get(i);
        }
        Person found =
                entities.findById(entities.save(chain.get(0)).id, Person.class).orElseThrow();

        assertThat(AopUtils.isAopProxy(found.partner)).isFalse();
        assertThat(entities.findById(chain.get(1000).id, Person.class).orElseThrow().partner.name)
                .isEqualTo("p1001");
    }

    @Test
    void sharesTargetsWithinOneResult() {
        Person ada = entities.save(new Person("Ada"));
        for (int i = 0; i < 3; i++) {
            var fan = new Person("fan");
            fan.partner = ada;
            entities.save(fan);
        }

        List<Person> fans = entities.find(Query.filter(Map.of("name", "fan")), Person.class);

        assertThat(fans).hasSize(3).allSatisfy(fan -> assertThat(fan.partner).isSameAs(fans.get(0).partner));
    }

    @GenosNode
    record Member(
            @Id @Nullable String id, String name, @Edge List<Member> friends) {}

    @Test
    void loadsACycleOfRecordsWhereAListClosesIt() {
        entities.saveAll(List.of(new Member("ada", "Ada", List.of()), new Member("bob", "Bob", List.of())));
        entities.save(new Member("ada", "Ada", List.of(new Member("bob", "Bob", List.of()))));
        entities.save(new Member("bob", "Bob", List.of(new Member("ada", "Ada", List.of()))));

        Member ada = entities.findById("ada", Member.class).orElseThrow();

        assertThat(ada.friends()).extracting(Member::name).containsExactly("Bob");
        assertThat(ada.friends().get(0).friends()).extracting(Member::name).containsExactly("Ada");
    }

    @GenosNode
    record Link(@Id @Nullable String id, @Edge @Nullable Link next) {}

    @Test
    void saysWhyACycleOfRecordsCannotBeLoaded() {
        entities.save(new Link("a", null));
        entities.save(new Link("b", new Link("a", null)));
        entities.save(new Link("a", new Link("b", null)));

        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> entities.findById("a", Link.class))
                .withMessageContaining("Link.next")
                .withMessageContaining("record");
    }

    @GenosNode
    static class Team {
        @Id
        @Nullable
        String id;

        @Edge(lazy = true)
        @Nullable
        Person lead;

        @Edge(lazy = true)
        List<Person> members = new ArrayList<>();

        @Edge(lazy = true)
        Set<Author> fans = new LinkedHashSet<>();

        @Edge(lazy = true)
        Collection<Author> critics = new ArrayList<>();
    }

    private Team team() {
        var team = new Team();
        team.lead = new Person("Ada");
        team.members.addAll(List.of(team.lead, new Person("Bob")));
        team.fans.add(new Author(null, "Cy"));
        team.critics.addAll(team.fans);
        return entities.save(team);
    }

    @Test
    void loadsLazyTargetsWhenTheyAreUsed() {
        Team team = team();

        Team found = entities.findById(team.id, Team.class).orElseThrow();

        assertThat(AopUtils.isAopProxy(found.lead)).isTrue();
        assertThat(LazyEdge.pending(found.lead)).containsExactly(team.lead.id);
        assertThat(LazyEdge.pending(found.members)).hasSize(2);
        nodes.put(Map.of("type", "person", "name", "Ada Lovelace"), team.lead.id);
        assertThat(found.lead).isInstanceOf(Person.class);
        assertThat(((Person) LazyEdge.unwrap(found.lead)).name).isEqualTo("Ada Lovelace");
        assertThat(found.members).extracting(member -> member.name).containsExactly("Ada Lovelace", "Bob");
        assertThat(found.fans).hasSize(1).isEqualTo(team.fans);
        assertThat(found.critics).containsExactlyElementsOf(team.fans);
    }

    @Test
    void savesAnEntityWithoutLoadingItsLazyTargets() {
        Team team = team();
        List<String> linked = edges(team.id);
        Team found = entities.findById(team.id, Team.class).orElseThrow();

        entities.save(found);

        assertThat(edges(team.id)).isEqualTo(linked);
        assertThat(LazyEdge.pending(found.members)).isNotNull();
        nodes.remove(team.members.get(1).id);
        found.fans.clear();
        entities.save(found);
        assertThat(edges(team.id))
                .containsExactlyInAnyOrder(
                        team.lead.id, team.critics.iterator().next().id());
        assertThat(value(team.id).toJava())
                .containsEntry("members", List.of(team.lead.id))
                .containsEntry("fans", List.of());
    }

    @Test
    void savesWhatALazyProxyStandsFor() {
        Team found = entities.findById(team().id, Team.class).orElseThrow();
        Person lead = found.lead;

        Person saved = entities.save(lead);

        assertThat(AopUtils.isAopProxy(saved)).isFalse();
        assertThat(saved.name).isEqualTo("Ada");
        var other = new Team();
        other.lead = lead;
        entities.save(other);
        assertThat(edges(other.id)).containsExactly(saved.id);
    }

    @Test
    void saysWhenALazyTargetWasRemovedMeanwhile() {
        Team team = team();
        Team found = entities.findById(team.id, Team.class).orElseThrow();
        nodes.remove(team.lead.id);

        assertThatExceptionOfType(DataRetrievalFailureException.class)
                .isThrownBy(() -> LazyEdge.unwrap(found.lead))
                .withMessageContaining("Team.lead");
        assertThat(found.members).hasSize(1);
        assertThat(entities.findById(team.id, Team.class).orElseThrow().lead).isNull();
    }

    @Test
    void keepsMembersAndEdgesInStepWhileSeveralWrite() throws Exception {
        List<Author> authors =
                IntStream.range(0, 20).mapToObj(i -> new Author("a" + i, "a")).toList();
        entities.saveAll(authors);
        int writers = 4;
        var start = new CyclicBarrier(writers);
        ExecutorService executor = Executors.newFixedThreadPool(writers);
        try {
            List<Callable<Book>> tasks = IntStream.range(0, writers)
                    .<Callable<Book>>mapToObj(writer -> () -> {
                        start.await(10, TimeUnit.SECONDS);
                        for (int i = 0; i < 19; i++) {
                            int from = (i + writer * 5) % 19;
                            entities.save(new Book("b", "w" + writer, authors.get(i), authors.subList(from, from + 2)));
                        }
                        return new Book("b", "", null, List.of());
                    })
                    .toList();
            for (Future<Book> done : executor.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            executor.shutdown();
        }

        Book book = entities.findById("b", Book.class).orElseThrow();
        Set<String> named = new LinkedHashSet<>();
        named.add(book.author().id());
        book.editors().forEach(editor -> named.add(editor.id()));
        assertThat(edges("b")).containsExactlyInAnyOrderElementsOf(named);
    }
}

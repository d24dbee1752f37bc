package io.genosdb.spring.entity;

import static io.genosdb.query.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.genosdb.GenosDatabase;
import io.genosdb.IdStrategy;
import io.genosdb.graph.Node;
import io.genosdb.live.Action;
import io.genosdb.query.Order;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.GenosConversionException;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.value.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.ReadOnlyProperty;
import org.springframework.data.annotation.Transient;
import org.springframework.data.mapping.MappingException;

class GenosEntityTemplateTest {

    private final GenosDatabase database = GenosDatabase.inMemory("test");
    private final GenosTemplate nodes = new GenosTemplate(database);
    private final GenosEntityTemplate entities =
            new GenosEntityTemplate(nodes, new GenosMappingContext(), new JacksonGenosConverter());

    @AfterEach
    void close() {
        database.close();
    }

    @GenosNode
    record Todo(
            @Nullable @Id String id,
            String title,
            boolean done,
            @Nullable LocalDate due) {

        static Todo open(String title) {
            return new Todo(null, title, false, LocalDate.of(2026, 1, 2));
        }
    }

    @Test
    void savesARecordAndFindsItAgain() {
        Todo saved = entities.save(Todo.open("Write"));

        assertThat(saved.id()).isNotBlank();
        assertThat(saved).isEqualTo(new Todo(saved.id(), "Write", false, LocalDate.of(2026, 1, 2)));
        assertThat(nodes.get(saved.id()).map(Node::value))
                .contains(JsonObject.parse(
                        "{\"type\":\"todo\",\"title\":\"Write\",\"done\":false,\"due\":\"2026-01-02\"}"));
        assertThat(entities.findById(saved.id(), Todo.class)).contains(saved);
    }

    @Test
    void replacesWhatIsThere() {
        Todo saved = entities.save(Todo.open("Write"));

        Todo changed = entities.save(new Todo(saved.id(), "Write more", true, null));

        assertThat(changed.id()).isEqualTo(saved.id());
        assertThat(entities.find(Query.all(), Todo.class)).containsExactly(changed);
    }

    @GenosNode
    record Measured(
            @Id String id,
            String name,
            @ReadOnlyProperty @Nullable Integer views) {}

    @Test
    void keepsWhatItOnlyReads() {
        entities.save(new Measured("m", "first", 9));
        assertThat(entities.findById("m", Measured.class)).contains(new Measured("m", "first", null));
        nodes.put(Map.of("type", "measured", "name", "first", "views", 1), "m");

        entities.save(new Measured("m", "second", 9));

        assertThat(entities.findById("m", Measured.class)).contains(new Measured("m", "second", 1));
    }

    /** Somebody else writes a node between an entity's reading and its writing. */
    private GenosOperations interrupted(Runnable meanwhile) {
        var first = new AtomicBoolean(true);
        return (GenosOperations) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {GenosOperations.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("write") && first.getAndSet(false)) {
                        meanwhile.run();
                    }
                    try {
                        return method.invoke(nodes, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void triesAgainWhereSomebodyElseWasFasterWhateverTheTranslator() {
        nodes.setExceptionTranslator(e -> null);
        nodes.put(Map.of("type", "measured", "name", "first", "views", 1), "m");
        var interrupted = new GenosEntityTemplate(
                interrupted(() -> nodes.put(Map.of("type", "measured", "name", "first", "views", 2), "m")),
                new GenosMappingContext(),
                new JacksonGenosConverter());

        interrupted.save(new Measured("m", "second", null));

        assertThat(entities.findById("m", Measured.class)).contains(new Measured("m", "second", 2));
    }

    static class Base {
        @Id
        private @Nullable UUID id;

        UUID id() {
            return id;
        }
    }

    enum Colour {
        RED
    }

    record Part(String name, List<Colour> colours) {}

    @GenosNode(type = "thing")
    static class Everything extends Base {
        Instant at = Instant.parse("2026-01-01T10:15:30.123456Z");
        Duration took = Duration.ofSeconds(90);
        BigDecimal price = new BigDecimal("12.5");
        URI home = URI.create("https://example.org/");
        Optional<String> nickname = Optional.of("Bob");
        Optional<Integer> absent = Optional.empty();
        Map<String, List<Part>> parts = Map.of("a", List.of(new Part("bolt", List.of(Colour.RED))));
        Set<Integer> numbers = Set.of(7);
        int[] array = {1, 2};
        JsonObject raw = JsonObject.parse("{\"x\":[1,null]}");

        @Nullable
        String nothing;

        @JsonProperty("e_mail")
        String mail = "bob@example.org";

        @Transient
        String cache = "computed";

        @JsonIgnore
        String secret = "secret";

        @ReadOnlyProperty
        String foreign = "mine";

        public String getLabel() {
            return "computed from " + price;
        }
    }

    @Test
    void keepsWhateverJacksonWrites() {
        var thing = new Everything();

        Everything saved = entities.save(thing);

        assertThat(saved).isSameAs(thing);
        Node node = nodes.get(saved.id().toString()).orElseThrow();
        assertThat(node.value().toJava())
                .containsOnlyKeys(
                        "type",
                        "at",
                        "took",
                        "price",
                        "home",
                        "nickname",
                        "absent",
                        "parts",
                        "numbers",
                        "array",
                        "raw",
                        "nothing",
                        "e_mail")
                .containsEntry("type", "thing")
                .containsEntry("e_mail", "bob@example.org")
                .containsEntry("nothing", null);
        Everything found = entities.findById(saved.id(), Everything.class).orElseThrow();
        assertThat(found).isNotSameAs(thing).usingRecursiveComparison().isEqualTo(thing);
    }

    @GenosNode
    static class Account {
        @Id
        final String name;

        final int limit;
        int balance;

        Account(String name, int limit) {
            this.name = name;
            this.limit = limit;
        }

        void deposit(int amount) {
            balance += amount;
        }
    }

    @Test
    void mapsAClassWithAConstructor() {
        var account = new Account("savings", 100);
        account.deposit(40);

        assertThat(entities.save(account)).isSameAs(account);

        assertThat(entities.findById("savings", Account.class).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(account);
    }

    @GenosNode(type = "todo")
    record Numbered(@Id long id, @Nullable String title) {}

    @Test
    void readsWhatOthersWroteBeforeTheClassHadAllItsProperties() {
        nodes.put(JsonObject.parse("{\"type\":\"todo\",\"title\":\"Old\",\"colour\":\"red\"}"), "old");

        assertThat(entities.findById("old", Todo.class)).contains(new Todo("old", "Old", false, null));
    }

    @Test
    void saysWhichPropertyDoesNotFit() {
        nodes.put(JsonObject.parse("{\"type\":\"todo\",\"title\":\"Odd\",\"due\":\"tomorrow\"}"), "odd");

        assertThatExceptionOfType(GenosConversionException.class)
                .isThrownBy(() -> entities.findById("odd", Todo.class))
                .withMessageContaining("node 'odd'")
                .withMessageContaining("Todo.due");
    }

    @Test
    void seesItsOwnTypeOnly() {
        nodes.put(Map.of("type", "note", "title", "Write"), "note");
        nodes.put(Map.of("title", "Write"), "bare");
        Todo todo = entities.save(Todo.open("Write"));

        assertThat(entities.find(where("title").is("Write").toQuery(), Todo.class))
                .containsExactly(todo);
        assertThat(entities.findById("note", Todo.class)).isEmpty();
        assertThat(entities.findAllById(List.of("bare", "missing", todo.id(), "note"), Todo.class))
                .containsExactly(todo);
        assertThat(entities.count(Query.all(), Todo.class)).isOne();
        assertThat(entities.exists(where("title").is("Read").toQuery(), Todo.class))
                .isFalse();
        assertThat(entities.exists(Query.all(), Todo.class)).isTrue();
        assertThat(entities.deleteById("note", Todo.class)).isFalse();
        assertThat(entities.delete(Query.all(), Todo.class)).isOne();
        assertThat(nodes.count(Query.all())).isEqualTo(2);
        assertThatExceptionOfType(GenosConversionException.class)
                .isThrownBy(() -> entities.read(nodes.get("note").orElseThrow(), Todo.class))
                .withMessageContaining("node 'note' is not a 'todo'");
    }

    @Test
    void doesNotReplaceANodeOfAnotherType() {
        nodes.put(Map.of("type", "note"), "7");

        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> entities.save(new Numbered(7, "Write")))
                .withMessageContaining("'7'");
        assertThat(nodes.get("7").map(node -> node.value().toJava())).contains(Map.of("type", "note"));
    }

    @Test
    void findsInOrderAndStreams() {
        entities.saveAll(List.of(Todo.open("b"), Todo.open("c"), Todo.open("a")));
        Query query = Query.all().orderBy("title", Order.ASC).limit(2);

        assertThat(entities.find(query, Todo.class)).extracting(Todo::title).containsExactly("a", "b");
        assertThat(entities.stream(query, Todo.class).map(Todo::title)).containsExactly("a", "b");
    }

    @Test
    void deletesAnEntity() {
        Todo todo = entities.save(Todo.open("Write"));

        entities.delete(todo);
        entities.delete(todo);

        assertThat(entities.findById(todo.id(), Todo.class)).isEmpty();
        assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
                .isThrownBy(() -> entities.delete(Todo.open("never saved")));
    }

    @Test
    void savesAllOrNothing() {
        Todo first = entities.save(Todo.open("first"));

        assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
                .isThrownBy(() -> entities.saveAll(List.of(
                        new Todo("x", "x", false, null),
                        new Todo(first.id(), "one", false, null),
                        new Todo(first.id(), "two", false, null))))
                .withMessageContaining(first.id());
        assertThat(entities.find(Query.all(), Todo.class)).containsExactly(first);
        assertThat(entities.saveAll(List.<Todo>of())).isEmpty();
    }

    record Assigned(@Id @Nullable Long id) {}

    @GenosNode
    record Counter(@Id @Nullable Long id) {}

    @Test
    void saysWhatIsWrongWithAClassOrIdentifier() {
        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> entities.save(new Assigned(1L)))
                .withMessageContaining("Assigned")
                .withMessageContaining("@GenosNode");
        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> entities.save(new Counter(null)))
                .withMessageContaining("set the identifier before the first save");
        assertThat(entities.save(new Counter(5L))).isEqualTo(new Counter(5L));
        assertThat(entities.findById(5L, Counter.class)).contains(new Counter(5L));
    }

    @Test
    void followsAQueryWithEntities() throws InterruptedException {
        Todo first = entities.save(Todo.open("first"));
        BlockingQueue<GenosEvent<Todo>> events = new LinkedBlockingQueue<>();
        try (var subscription = entities.find(where("done").is(false).toQuery(), Todo.class, events::add)) {
            assertThat(subscription.isClosed()).isFalse();
            assertThat(events.remove()).satisfies(event -> {
                assertThat(event.action()).isEqualTo(Action.INITIAL);
                assertThat(event.value()).isEqualTo(first);
            });
            nodes.put(Map.of("type", "note", "done", false));
            Todo second = entities.save(Todo.open("second"));
            assertThat(events.poll(10, TimeUnit.SECONDS)).satisfies(event -> {
                assertThat(event.action()).isEqualTo(Action.ADDED);
                assertThat(event.value()).isEqualTo(second);
            });
            entities.delete(first);
            assertThat(events.poll(10, TimeUnit.SECONDS)).satisfies(event -> {
                assertThat(event.action()).isEqualTo(Action.REMOVED);
                assertThat(event.id()).isEqualTo(first.id());
                assertThat(event.value()).isNull();
            });
        }
    }

    @Test
    void takesIdentifiersFromTheStrategyOfTheDatabase() {
        try (var hashing = GenosDatabase.builder("hashing")
                .idStrategy(IdStrategy.contentHash())
                .open()) {
            var template = new GenosEntityTemplate(
                    new GenosTemplate(hashing), entities.mappingContext(), new JacksonGenosConverter());

            assertThat(template.save(Todo.open("Write"))).isEqualTo(template.save(Todo.open("Write")));
            assertThat(template.count(Query.all(), Todo.class)).isOne();
        }
    }
}

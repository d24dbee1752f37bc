package io.genosdb.spring;

import static io.genosdb.query.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.genosdb.GenosDatabase;
import io.genosdb.StaleNodeException;
import io.genosdb.WriteBatch;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Node;
import io.genosdb.graph.NodeNotFoundException;
import io.genosdb.live.Action;
import io.genosdb.live.MapEvent;
import io.genosdb.query.InvalidQueryException;
import io.genosdb.query.Order;
import io.genosdb.query.Query;
import io.genosdb.spring.convert.GenosConversionException;
import io.genosdb.value.JsonObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.OptimisticLockingFailureException;

class GenosTemplateTest {

    record Todo(
            String type,
            String title,
            boolean done,
            @Nullable LocalDate due) {

        static Todo open(String title) {
            return new Todo("todo", title, false, LocalDate.of(2026, 1, 2));
        }
    }

    private final GenosDatabase database =
            GenosDatabase.builder("test").limits(new Limits(1024, 8, 64, 2)).open();
    private final GenosTemplate template = new GenosTemplate(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void putsAndGetsARecord() {
        String id = template.put(Todo.open("Write"));

        assertThat(template.get(id, Todo.class)).contains(Todo.open("Write"));
        assertThat(template.get(id).map(Node::value))
                .contains(JsonObject.parse(
                        "{\"done\":false,\"due\":\"2026-01-02\",\"title\":\"Write\",\"type\":\"todo\"}"));
        assertThat(template.get("elsewhere", Todo.class)).isEmpty();
        assertThat(template.get("elsewhere")).isEmpty();
    }

    @Test
    void putsMapsAndRawValues() {
        template.put(Map.of("title", "A map"), "a");
        template.put(JsonObject.parse("{\"title\":\"Raw\"}"), "b");

        assertThat(template.map(Query.all(), JsonObject.class))
                .containsExactly(JsonObject.parse("{\"title\":\"A map\"}"), JsonObject.parse("{\"title\":\"Raw\"}"));
        assertThat(template.get("a", Map.class)).contains(Map.of("title", "A map"));
    }

    @Test
    void replacesTheWholeValue() {
        template.put(Todo.open("First"), "x");
        template.put(Map.of("title", "Second"), "x");

        assertThat(template.get("x", Map.class)).contains(Map.of("title", "Second"));
    }

    @Test
    void linksUnlinksAndRemoves() {
        template.put(Todo.open("A"), "a");
        template.put(Todo.open("B"), "b");

        template.link("a", "b");
        assertThat(template.getNode("a", Todo.class)).hasValueSatisfying(node -> {
            assertThat(node.id()).isEqualTo("a");
            assertThat(node.value()).isEqualTo(Todo.open("A"));
            assertThat(node.edges()).containsExactly("b");
            assertThat(node.timestamp())
                    .isEqualTo(template.get("a").orElseThrow().timestamp());
        });
        template.unlink("a", "b");
        assertThat(template.get("a").orElseThrow().edges()).isEmpty();
        assertThat(template.remove("a")).isTrue();
        assertThat(template.remove("a")).isFalse();
        assertThat(template.clear()).isEqualTo(1);
        assertThat(template.map(Query.all())).isEmpty();
    }

    @Test
    void mapsCountsAndExplains() {
        for (String title : List.of("C", "A", "B")) {
            template.put(Todo.open(title), title);
        }
        template.put(Map.of("type", "other"));
        Query query = where("type").is("todo").orderBy("title", Order.DESC).limit(2);

        assertThat(template.map(query, Todo.class)).extracting(Todo::title).containsExactly("C", "B");
        assertThat(template.map(query)).extracting(Node::id).containsExactly("C", "B");
        assertThat(template.mapNodes(query, Todo.class))
                .extracting(node -> node.id() + node.value().title())
                .containsExactly("CC", "BB");
        assertThat(template.count(where("type").is("todo").toQuery())).isEqualTo(3);
        assertThat(template.explain(query).returned()).isEqualTo(2);
    }

    @Test
    void streamsAndConvertsOnTheWay() {
        template.put(Todo.open("A"), "a");
        template.put(Map.of("done", "no boolean"), "odd");

        var stream = template.stream(Query.all(), Todo.class).iterator();

        assertThat(stream.next()).isEqualTo(Todo.open("A"));
        assertThatExceptionOfType(GenosConversionException.class).isThrownBy(stream::next);
        assertThat(template.stream(Query.all(), JsonObject.class)).hasSize(2);
    }

    @Test
    void findsOneOrNone() {
        template.put(Todo.open("A"), "a");
        template.put(Todo.open("B"), "b");

        assertThat(template.findOne(where("title").is("A").toQuery(), Todo.class))
                .contains(Todo.open("A"));
        assertThat(template.findOne(where("title").is("C").toQuery(), Todo.class))
                .isEmpty();
        assertThat(template.findOne(
                        where("type").is("todo").orderBy("title", Order.DESC).limit(1), Todo.class))
                .contains(Todo.open("B"));
        assertThat(template.findOne(Query.all().limit(0), Todo.class)).isEmpty();
        assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
                .isThrownBy(() -> template.findOne(Query.all().limit(9), Todo.class))
                .withMessageContaining("limit 1");
    }

    @Test
    void tellsWhetherAnythingMatches() {
        template.put(Todo.open("A"), "a");

        assertThat(template.exists(where("title").is("A").toQuery())).isTrue();
        assertThat(template.exists(where("title").is("B").toQuery())).isFalse();
        assertThat(template.exists(Query.all().limit(0))).isFalse();
    }

    @Test
    void writesABatchOrNothing() {
        template.put(Map.of("n", 1), "a");
        var known = template.get("a").orElseThrow().timestamp();

        var written = template.write(new WriteBatch()
                .expect("a", known)
                .put(JsonObject.parse("{\"n\":2}"), "a")
                .put(JsonObject.parse("{}"), "b")
                .link("a", "b"));

        assertThat(template.get("a").orElseThrow().timestamp()).isEqualTo(written);
        assertThat(template.get("a").orElseThrow().edges()).containsExactly("b");
        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(
                        () -> template.write(new WriteBatch().expect("a", known).put(JsonObject.parse("{}"), "c")))
                .withCauseInstanceOf(StaleNodeException.class);
        assertThat(template.get("c")).isEmpty();
    }

    /** Compiled for 17, where there are none: found where the JVM that runs the test has them. */
    private static Optional<ExecutorService> virtualThreads() throws ReflectiveOperationException {
        try {
            return Optional.of((ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    @Test
    void servesVirtualThreadsAlike() throws Exception {
        Optional<ExecutorService> threads = virtualThreads();
        assumeTrue(threads.isPresent(), "this JVM has no virtual threads");
        ExecutorService executor = threads.orElseThrow();
        try {
            var puts = new ArrayList<Future<String>>();
            for (int i = 0; i < 200; i++) {
                String title = "T" + i;
                puts.add(executor.submit(() -> {
                    String id = template.put(Todo.open(title), title);
                    return template.findOne(where("title").is(title).toQuery(), Todo.class)
                            .map(todo -> id)
                            .orElseThrow();
                }));
            }
            for (var put : puts) {
                assertThat(put.get(10, TimeUnit.SECONDS)).startsWith("T");
            }
        } finally {
            executor.shutdown();
        }
        assertThat(template.count(Query.all())).isEqualTo(200);
    }

    @Test
    void tellsTypedListenersWhatChanges() throws InterruptedException {
        template.put(Todo.open("There"), "there");
        BlockingQueue<GenosEvent<Todo>> events = new LinkedBlockingQueue<>();

        try (var subscription = template.map(where("done").is(false).toQuery(), Todo.class, events::add)) {
            assertThat(events.remove()).satisfies(event -> {
                assertThat(event.action()).isEqualTo(Action.INITIAL);
                assertThat(event.value()).isEqualTo(Todo.open("There"));
            });
            template.put(Todo.open("New"), "new");
            assertThat(next(events)).satisfies(event -> {
                assertThat(event.action()).isEqualTo(Action.ADDED);
                assertThat(event.id()).isEqualTo("new");
                assertThat(event.value()).isEqualTo(Todo.open("New"));
            });
            template.put(new Todo("todo", "New", true, null), "new");
            assertThat(next(events)).satisfies(event -> {
                assertThat(event.action()).isEqualTo(Action.REMOVED);
                assertThat(event.value()).isNull();
            });
            assertThat(subscription.isClosed()).isFalse();
        }
    }

    @Test
    void goesOnAfterAValueThatDoesNotFit() throws InterruptedException {
        BlockingQueue<GenosEvent<Todo>> events = new LinkedBlockingQueue<>();
        try (var subscription = template.map(Query.all(), Todo.class, events::add)) {
            template.put(Map.of("done", "no boolean"), "odd");
            template.put(Todo.open("Good"), "good");

            assertThat(next(events).id()).isEqualTo("good");
            assertThat(subscription.isClosed()).isFalse();
        }
    }

    @Test
    void tellsRawListeners() {
        template.put(Todo.open("There"), "there");
        var events = new ArrayList<MapEvent>();
        template.map(Query.all(), events::add).close();

        assertThat(events).extracting(MapEvent::id).containsExactly("there");
    }

    private static <T> T next(BlockingQueue<T> events) throws InterruptedException {
        T event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).as("an event within ten seconds").isNotNull();
        return event;
    }

    @Test
    void translatesExceptions() {
        template.put(Todo.open("A"), "a");

        assertThatExceptionOfType(DataRetrievalFailureException.class)
                .isThrownBy(() -> template.link("a", "missing"))
                .withMessageContaining("missing")
                .withCauseInstanceOf(NodeNotFoundException.class);
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> template.put(Map.of("text", "x".repeat(2000))))
                .withMessageContaining("max-value-size");
        assertThatExceptionOfType(InvalidDataAccessResourceUsageException.class)
                .isThrownBy(() -> template.map(Query.all().after("missing")))
                .withMessageContaining("$after")
                .withCauseInstanceOf(InvalidQueryException.class);
        assertThatExceptionOfType(GenosConversionException.class).isThrownBy(() -> template.put("text"));
        database.close();
        assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
                .isThrownBy(() -> template.put(Todo.open("Late")))
                .withMessageContaining("closed");
        assertThat(template.get("a")).isPresent();
    }

    @Test
    void leavesOtherExceptionsAlone() {
        var failure = new UnsupportedOperationException("no");

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> template.execute(database -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void writesNothingThatCannotBeConverted() {
        assertThatExceptionOfType(GenosConversionException.class)
                .isThrownBy(() -> template.put(Map.of("n", Double.POSITIVE_INFINITY)));
        assertThat(template.count(Query.all())).isZero();
    }
}

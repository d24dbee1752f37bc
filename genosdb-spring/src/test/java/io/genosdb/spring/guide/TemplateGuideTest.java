package io.genosdb.spring.guide;

import static io.genosdb.query.Query.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.GenosDatabase;
import io.genosdb.WriteBatch;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.live.Subscription;
import io.genosdb.query.Order;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.TypedNode;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.observation.DefaultGenosOperationConvention;
import io.genosdb.spring.reactive.ReactiveGenosOperations;
import io.genosdb.spring.reactive.ReactiveGenosTemplate;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.OptimisticLockingFailureException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The snippets of {@code docs/template.md}. */
class TemplateGuideTest {

    // tag: template-configuration
    @Configuration(proxyBeanMethods = false)
    static class GraphConfiguration {

        @Bean(destroyMethod = "close")
        GenosDatabase database() {
            return GenosDatabase.inMemory("tasks");
        }

        @Bean
        GenosConverter converter() {
            return new JacksonGenosConverter();
        }

        @Bean
        GenosTemplate template(GenosDatabase database, GenosConverter converter) {
            return new GenosTemplate(database, converter);
        }
    }
    // end: template-configuration

    // tag: template-record
    record Todo(String title, boolean done, LocalDate due) {}
    // end: template-record

    private static final LocalDate DUE = LocalDate.of(2026, 1, 31);

    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext(GraphConfiguration.class);
    private final GenosOperations template = context.getBean(GenosOperations.class);

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void putsAndGets() {
        // tag: template-put
        String id = template.put(new Todo("Write", false, LocalDate.of(2026, 1, 31)));
        template.put(new Todo("Read", false, LocalDate.of(2026, 2, 1)), "read");

        Optional<Todo> todo = template.get(id, Todo.class);
        Optional<TypedNode<Todo>> node = template.getNode(id, Todo.class);

        template.link(id, "read");
        template.unlink(id, "read");
        boolean removed = template.remove("read");
        // end: template-put

        assertThat(todo).contains(new Todo("Write", false, DUE));
        assertThat(node).map(TypedNode::id).contains(id);
        assertThat(removed).isTrue();
    }

    @Test
    void queries() {
        template.put(new Todo("Write", false, DUE));
        template.put(new Todo("Read", false, DUE.plusDays(1)));

        // tag: template-query
        Query open = where("done").is(false).orderBy("due", Order.ASC);

        List<Todo> todos = template.map(open, Todo.class);
        List<TypedNode<Todo>> nodes = template.mapNodes(open.limit(10), Todo.class);
        Stream<String> titles = template.stream(open, Todo.class).map(Todo::title);
        Optional<Todo> one = template.findOne(where("title").is("Write").toQuery(), Todo.class);
        long count = template.count(open);
        boolean late = template.exists(where("due").lt("2026-01-01").toQuery());
        // end: template-query

        assertThat(todos).hasSize(2);
        assertThat(nodes).hasSize(2);
        assertThat(titles).containsExactly("Write", "Read");
        assertThat(one).isPresent();
        assertThat(count).isEqualTo(2);
        assertThat(late).isFalse();
    }

    @Test
    void follows() throws Exception {
        var shown = new LinkedBlockingQueue<String>();
        template.put(new Todo("Write", false, DUE), "a");

        // tag: template-live
        Query open = Query.filter("{ done: false }");
        Subscription subscription = template.map(open, Todo.class, event -> {
            switch (event.action()) {
                case INITIAL, ADDED, UPDATED -> show(shown, event);
                case REMOVED -> shown.add(event.id() + " is gone");
            }
        });
        // end: template-live
        template.remove("a");

        assertThat(shown.poll(10, TimeUnit.SECONDS)).isEqualTo("a is there");
        assertThat(shown.poll(10, TimeUnit.SECONDS)).isEqualTo("a is gone");
        subscription.close();
    }

    private static void show(LinkedBlockingQueue<String> shown, GenosEvent<Todo> event) {
        shown.add(event.id() + " is there");
    }

    @Test
    void writesBatches() {
        template.put(new Todo("Write", false, DUE), "a");
        var converter = context.getBean(GenosConverter.class);

        // tag: template-batch
        TypedNode<Todo> read = template.getNode("a", Todo.class).orElseThrow();
        Todo done = new Todo(read.value().title(), true, read.value().due());

        HybridTimestamp version = template.write(new WriteBatch()
                .expect("a", read.timestamp())
                .put(converter.write(done), "a")
                .expect("log", null)
                .put(converter.write(Map.of("about", "a")), "log")
                .link("log", "a"));
        // end: template-batch

        assertThat(template.getNode("a", Todo.class)).map(TypedNode::timestamp).contains(version);
        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> template.write(
                        new WriteBatch().expect("a", read.timestamp()).put(converter.write(done), "a")));
    }

    @Test
    void executes() {
        // tag: template-execute
        String digest = template.execute(database -> database.digest().toString());
        // end: template-execute
        assertThat(digest).isNotEmpty();
    }

    @Test
    void isObserved() {
        var registry = TestObservationRegistry.create();
        observed(registry).get("a");

        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasNameEqualTo("shop.graph");
    }

    private GenosTemplate observed(ObservationRegistry observationRegistry) {
        GenosDatabase database = context.getBean(GenosDatabase.class);
        // tag: template-observation
        GenosTemplate observed = new GenosTemplate(database);
        observed.setObservationRegistry(observationRegistry);
        observed.setObservationConvention(new DefaultGenosOperationConvention() {
            @Override
            public String getName() {
                return "shop.graph";
            }
        });
        // end: template-observation
        return observed;
    }

    @Test
    void isReactive() {
        GenosConverter converter = context.getBean(GenosConverter.class);
        // tag: template-reactive
        ReactiveGenosOperations reactive = new ReactiveGenosTemplate(template, converter);

        Mono<Todo> saved = reactive.put(new Todo("Write", false, LocalDate.of(2026, 1, 31)))
                .flatMap(id -> reactive.get(id, Todo.class));
        Flux<GenosEvent<Todo>> open = reactive.listen(Query.filter("{ done: false }"), Todo.class);
        // end: template-reactive

        StepVerifier.create(open.map(GenosEvent::value))
                .then(() -> saved.block(Duration.ofSeconds(10)))
                .expectNext(new Todo("Write", false, DUE))
                .thenCancel()
                .verify(Duration.ofSeconds(10));
    }
}

package io.genosdb.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.GenosDatabase;
import io.genosdb.WriteBatch;
import io.genosdb.graph.Node;
import io.genosdb.live.MapEvent;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.GenosConversionException;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.value.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class ReactiveGenosTemplateTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    record Todo(String title) {}

    private final GenosDatabase database = GenosDatabase.inMemory("reactive");
    private final GenosTemplate template = new GenosTemplate(database);
    private final ReactiveGenosTemplate reactive = new ReactiveGenosTemplate(template, new JacksonGenosConverter());

    @AfterEach
    void close() {
        database.close();
    }

    private static void verify(StepVerifier verifier) {
        verifier.verify(TEN_SECONDS);
    }

    @Test
    void putsAndGets() {
        StepVerifier.create(reactive.put(new Todo("A"), "a")
                        .then(reactive.put(new Todo("B")))
                        .thenMany(reactive.map(Query.all(), Todo.class)))
                .expectNext(new Todo("A"), new Todo("B"))
                .expectComplete()
                .verify(TEN_SECONDS);
        StepVerifier.create(reactive.get("a", Todo.class))
                .expectNext(new Todo("A"))
                .verifyComplete();
        StepVerifier.create(reactive.getNode("a", Todo.class))
                .assertNext(node -> assertThat(node.value()).isEqualTo(new Todo("A")))
                .verifyComplete();
        StepVerifier.create(reactive.get("a").map(Node::id)).expectNext("a").verifyComplete();
        StepVerifier.create(reactive.get("nobody")).verifyComplete();
        StepVerifier.create(reactive.get("nobody", Todo.class)).verifyComplete();
        StepVerifier.create(reactive.getNode("nobody", Todo.class)).verifyComplete();
    }

    @Test
    void linksWritesAndRemoves() {
        StepVerifier.create(reactive.write(new WriteBatch()
                                .put(JsonObject.parse("{}"), "a")
                                .put(JsonObject.parse("{}"), "b"))
                        .then(reactive.link("a", "b"))
                        .then(reactive.get("a"))
                        .map(Node::edges))
                .expectNext(List.of("b"))
                .expectComplete()
                .verify(TEN_SECONDS);
        StepVerifier.create(reactive.unlink("a", "b").then(reactive.get("a")).map(Node::degree))
                .expectNext(0)
                .expectComplete()
                .verify(TEN_SECONDS);
        StepVerifier.create(reactive.remove("a").concatWith(reactive.remove("a")))
                .expectNext(true, false)
                .expectComplete()
                .verify(TEN_SECONDS);
        StepVerifier.create(reactive.clear()).expectNext(1).expectComplete().verify(TEN_SECONDS);
        StepVerifier.create(reactive.link("a", "b"))
                .expectError(DataRetrievalFailureException.class)
                .verify(TEN_SECONDS);
    }

    @Test
    void queries() {
        template.put(new Todo("A"), "a");
        template.put(new Todo("B"), "b");
        Query query = Query.where("title").is("A").toQuery();

        StepVerifier.create(reactive.map(query).map(Node::id)).expectNext("a").verifyComplete();
        StepVerifier.create(reactive.findOne(query, Todo.class))
                .expectNext(new Todo("A"))
                .verifyComplete();
        StepVerifier.create(reactive.findOne(Query.where("title").is("C").toQuery(), Todo.class))
                .verifyComplete();
        StepVerifier.create(reactive.findOne(Query.all(), Todo.class))
                .verifyError(IncorrectResultSizeDataAccessException.class);
        StepVerifier.create(reactive.count(Query.all())).expectNext(2L).verifyComplete();
        StepVerifier.create(reactive.exists(query)).expectNext(true).verifyComplete();
        StepVerifier.create(reactive.map(Query.all().after("nobody")))
                .verifyError(InvalidDataAccessResourceUsageException.class);
    }

    @Test
    void doesNothingBeforeSomebodySubscribesAndWritesOnAThreadThatMayBlock() {
        Mono<String> put = reactive.put(new Todo("Later"), "later");
        assertThat(template.get("later")).isEmpty();

        StepVerifier.create(put.map(id -> Schedulers.isInNonBlockingThread()
                        || !Thread.currentThread().getName().startsWith("boundedElastic")))
                .expectNext(false)
                .expectComplete()
                .verify(TEN_SECONDS);
        var scheduler = Schedulers.newSingle("writes");
        reactive.setWriteScheduler(scheduler);
        StepVerifier.create(reactive.put(new Todo("Elsewhere"))
                        .map(id -> Thread.currentThread().getName().startsWith("writes")))
                .expectNext(true)
                .expectComplete()
                .verify(TEN_SECONDS);
        scheduler.dispose();
    }

    @Test
    void followsAQuery() {
        template.put(new Todo("There"), "there");
        verify(StepVerifier.create(reactive.listen(Query.all()).map(event -> event.action() + " " + event.id()))
                .expectNext("INITIAL there")
                .then(() -> template.put(new Todo("New"), "new"))
                .expectNext("ADDED new")
                .then(() -> template.put(new Todo("Other"), "new"))
                .expectNext("UPDATED new")
                .then(() -> template.remove("there"))
                .expectNext("REMOVED there")
                .thenCancel());
    }

    @Test
    void followsAQueryWithTypedValues() {
        verify(StepVerifier.create(reactive.listen(Query.all(), Todo.class))
                .then(() -> template.put(new Todo("New"), "new"))
                .assertNext(event -> assertThat(event.value()).isEqualTo(new Todo("New")))
                .then(() -> template.remove("new"))
                .assertNext(event -> assertThat(event.value()).isNull())
                .then(() -> template.put(Map.of("title", List.of()), "odd"))
                .expectError(GenosConversionException.class));
        assertThat(database.status().live().subscriptions()).isZero();
    }

    @Test
    void closesTheSubscriptionWhenCancelled() {
        verify(StepVerifier.create(reactive.listen(Query.all()))
                .then(() -> assertThat(database.status().live().subscriptions()).isOne())
                .thenCancel());

        assertThat(database.status().live().subscriptions()).isZero();
    }

    @Test
    void closesTheSubscriptionWhenCancelledWithinTheInitialResult() {
        template.put(new Todo("A"), "a");
        template.put(new Todo("B"), "b");

        StepVerifier.create(reactive.listen(Query.all()).take(1).map(MapEvent::id))
                .expectNext("a")
                .expectComplete()
                .verify(TEN_SECONDS);

        assertThat(database.status().live().subscriptions()).isZero();
    }

    @Test
    void isAnErrorWhereTheQueryCannotRun() {
        verify(StepVerifier.create(reactive.listen(Query.all().after("nobody")))
                .expectError(InvalidDataAccessResourceUsageException.class));
    }

    /** Waits until the database has told every subscription of everything written so far. */
    private void settle() {
        var last = new CountDownLatch(1);
        try (var marker = database.map(Query.filter("{ marker: true }"), event -> last.countDown())) {
            database.put(JsonObject.parse("{\"marker\":true}"), "marker");
            assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(marker.isClosed()).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long deadline = System.nanoTime() + TEN_SECONDS.toNanos();
        while (database.status().live().pending() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void conflatesWhatASlowSubscriberDidNotAskFor() {
        Query query = Query.where("title").exists(true).toQuery();
        verify(StepVerifier.create(
                        reactive.listen(query).map(event -> event.action() + " " + event.id() + " " + event.value()), 0)
                .then(() -> {
                    for (int i = 0; i < 100; i++) {
                        template.put(new Todo("A" + i), "a");
                    }
                    template.put(new Todo("B"), "b");
                    template.put(new Todo("C"), "c");
                    template.remove("b");
                    settle();
                })
                .thenRequest(1)
                .expectNext("ADDED a {\"title\":\"A99\"}")
                .thenRequest(10)
                .expectNext("ADDED c {\"title\":\"C\"}")
                .then(() -> template.put(new Todo("D"), "a"))
                .expectNext("UPDATED a {\"title\":\"D\"}")
                .thenCancel());
    }

    @Test
    void keepsAnInitialResultOfAnySizeForASlowSubscriber() {
        reactive.setMaxPending(2);
        for (int i = 0; i < 50; i++) {
            template.put(new Todo("T" + i), "t" + i);
        }
        verify(StepVerifier.create(reactive.listen(Query.all()), 0)
                .thenRequest(49)
                .expectNextCount(49)
                .thenRequest(1)
                .expectNextCount(1)
                .thenCancel());
    }

    @Test
    void failsWhereTooManyChangesWait() {
        reactive.setMaxPending(2);
        verify(StepVerifier.create(reactive.listen(Query.all()), 0)
                .then(() -> {
                    for (int i = 0; i < 3; i++) {
                        template.put(new Todo("T" + i), "t" + i);
                    }
                })
                .expectErrorSatisfies(failure -> {
                    assertThat(Exceptions.isOverflow(failure)).isTrue();
                    assertThat(failure).hasMessageContaining("more than 2 changes");
                }));
        assertThat(database.status().live().subscriptions()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> reactive.setMaxPending(0));
    }

    @Test
    void failsWhereTooManyChangesWaitThoughTheInitialResultIsGone() {
        reactive.setMaxPending(2);
        for (int i = 0; i < 10; i++) {
            template.put(new Todo("T" + i), "t" + i);
        }
        verify(StepVerifier.create(
                        reactive.listen(Query.where("title").exists(true).toQuery()), 0)
                .then(() -> {
                    for (int i = 0; i < 10; i++) {
                        template.remove("t" + i);
                    }
                    settle();
                    for (int i = 0; i < 3; i++) {
                        template.put(new Todo("New"), "new" + i);
                    }
                })
                .expectErrorMatches(Exceptions::isOverflow));
    }

    @Test
    void completesLiveQueriesWhenTheContextStops() {
        verify(StepVerifier.create(reactive.listen(Query.all()))
                .then(reactive::stop)
                .expectComplete());
        assertThat(reactive.isRunning()).isFalse();
        StepVerifier.create(reactive.listen(Query.all())).verifyComplete();
        assertThat(database.status().live().subscriptions()).isZero();

        reactive.start();
        assertThat(reactive.isRunning()).isTrue();
        verify(StepVerifier.create(reactive.listen(Query.all()))
                .then(() -> template.put(new Todo("A"), "a"))
                .expectNextCount(1)
                .thenCancel());
    }
}

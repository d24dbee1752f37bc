package io.genosdb.spring.listener;

import static io.genosdb.spring.listener.ListenerContext.await;
import static io.genosdb.spring.listener.ListenerContext.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.genosdb.GenosDatabase;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.context.SmartLifecycle;

class GenosListenerLifecycleTest {

    /** Waits inside the method, when told to. */
    static class Gate {

        final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
        final BlockingQueue<String> handled = new LinkedBlockingQueue<>();
        volatile CountDownLatch open = new CountDownLatch(0);

        @GenosListener(id = "gate")
        void on(@NodeId String id) throws InterruptedException {
            begun.add(id);
            open.await();
            handled.add(id);
        }
    }

    @Test
    void startsStopsAndStartsAgainWithTheContext() throws Exception {
        try (var context = ListenerContext.of(Gate.class).start()) {
            var gate = context.bean(Gate.class);
            assertThat(context.registry().isRunning()).isTrue();
            context.operations().put(Map.of(), "a");
            assertThat(next(gate.handled)).isEqualTo("a");

            context.context().stop();
            assertThat(context.registry().isRunning()).isFalse();
            assertThat(context.container("gate").isRunning()).isFalse();
            assertThat(context.container("gate").getPending()).isZero();
            context.operations().put(Map.of(), "while stopped");

            context.context().start();
            context.operations().put(Map.of(), "b");
            assertThat(next(gate.handled)).isEqualTo("b");
            assertThat(context.container("gate").isRunning()).isTrue();
        }
    }

    @Test
    void startsAndStopsOneListener() throws Exception {
        try (var context = ListenerContext.of(Gate.class)
                .with(it -> it.registerBean(GenosListenerContainerFactory.class, () -> {
                    var factory = new GenosListenerContainerFactory();
                    factory.setAutoStartup(false);
                    return factory;
                }))
                .start()) {
            var gate = context.bean(Gate.class);
            var container = context.container("gate");
            assertThat(container.isRunning()).isFalse();
            context.operations().put(Map.of(), "unheard");

            container.start();
            container.start();
            context.operations().put(Map.of(), "a");
            assertThat(next(gate.handled)).isEqualTo("a");
            container.stop();
            container.stop();
            assertThat(container.isRunning()).isFalse();
            container.start();
            context.operations().put(Map.of(), "b");
            assertThat(next(gate.handled)).isEqualTo("b");
        }
    }

    @Test
    void handlesWhatWasTakenBeforeItStops() throws Exception {
        try (var context = ListenerContext.of(Gate.class).start()) {
            var gate = context.bean(Gate.class);
            var container = context.container("gate");
            gate.open = new CountDownLatch(1);
            for (String id : List.of("a", "b", "c")) {
                context.operations().put(Map.of(), id);
            }
            assertThat(next(gate.begun)).isEqualTo("a");
            await("two events waiting", () -> container.getPending() == 2);

            var stopped = CompletableFuture.runAsync(container::stop);
            await("the end of the subscription", () -> !container.isRunning());
            assertThat(stopped).isNotDone();
            gate.open.countDown();
            stopped.get(10, TimeUnit.SECONDS);

            assertThat(gate.handled).containsExactly("a", "b", "c");
        }
    }

    static class Writing {

        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);
        private final GenosOperations operations;
        volatile String written = "";

        Writing(GenosOperations operations) {
            this.operations = operations;
        }

        @GenosListener("{ answer: { $exists: false } }")
        void on(@NodeId String id) throws InterruptedException {
            begun.countDown();
            open.await();
            written = operations.put(Map.of("answer", id), "answer");
        }
    }

    @Test
    void stopsBeforeTheDatabaseIsClosed() throws Exception {
        var context = ListenerContext.of(Writing.class).start();
        var writing = context.bean(Writing.class);
        var database = context.bean(GenosDatabase.class);
        context.operations().put(Map.of(), "question");
        assertThat(writing.begun.await(10, TimeUnit.SECONDS)).isTrue();
        var registry = context.registry();

        var closed = CompletableFuture.runAsync(context::close);
        await("the stop", () -> !registry.isRunning());
        writing.open.countDown();
        closed.get(10, TimeUnit.SECONDS);

        assertThat(writing.written).isEqualTo("answer");
        assertThat(database.status().storage().closed()).isTrue();
    }

    static class Counting {

        final AtomicInteger handled = new AtomicInteger();
        final AtomicInteger inside = new AtomicInteger();

        @GenosListener(concurrency = "3")
        void on(@NodeId String id) {
            inside.incrementAndGet();
            handled.incrementAndGet();
            inside.decrementAndGet();
        }
    }

    @Test
    void isSilentOnceTheContextIsClosedWhileWritersGoOn() throws Exception {
        var database = GenosDatabase.inMemory("busy");
        var template = new GenosTemplate(database);
        var context = ListenerContext.of(Counting.class).context();
        context.getBeanFactory().registerSingleton("template", template);
        context.refresh();
        var counting = context.getBean(Counting.class);
        var writing = new AtomicBoolean(true);
        var written = new AtomicInteger();
        var writer = CompletableFuture.runAsync(() -> {
            while (writing.get()) {
                template.put(Map.of("n", written.incrementAndGet()), "node" + written.get() % 1000);
            }
        });
        await("a hundred events", () -> counting.handled.get() >= 100);

        context.close();

        int handled = counting.handled.get();
        assertThat(counting.inside).hasValue(0);
        int before = written.get();
        await("a hundred more writes", () -> written.get() >= before + 100);
        writing.set(false);
        writer.get(10, TimeUnit.SECONDS);
        var last = new CountDownLatch(1);
        try (database;
                var subscription = template.map(Query.filter("{ last: true }"), event -> last.countDown())) {
            template.put(Map.of("last", true));
            assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(subscription.isClosed()).isFalse();
        }
        assertThat(counting.handled).hasValue(handled);
    }

    @Test
    void givesUpOnAListenerThatDoesNotEnd() throws Exception {
        try (var context = ListenerContext.of(Gate.class)
                .with(it -> it.registerBean(GenosListenerContainerFactory.class, () -> {
                    var factory = new GenosListenerContainerFactory();
                    factory.setShutdownTimeout(Duration.ZERO);
                    return factory;
                }))
                .start()) {
            var gate = context.bean(Gate.class);
            var container = context.container("gate");
            gate.open = new CountDownLatch(1);
            context.operations().put(Map.of(), "a");
            context.operations().put(Map.of(), "b");
            assertThat(next(gate.begun)).isEqualTo("a");
            await("one event waiting", () -> container.getPending() == 1);

            container.stop();
            gate.open.countDown();

            assertThat(next(gate.handled)).isEqualTo("a");
            container.start();
            context.operations().put(Map.of(), "c");
            assertThat(next(gate.handled)).isEqualTo("c");
        }
    }

    @Test
    void isNotLeftRunningWhereItIsAddedDuringAStop() throws Exception {
        var stopping = new AtomicBoolean();
        try (var context = ListenerContext.of(Counting.class)) {
            context.with(it -> it.registerBean(GenosListenerContainerFactory.class, () -> {
                        var factory = new GenosListenerContainerFactory();
                        factory.setTaskExecutor(task -> {
                            if (stopping.get()) {
                                context.registry().stop();
                            }
                            var thread = new Thread(task);
                            thread.setDaemon(true);
                            thread.start();
                        });
                        return factory;
                    }))
                    .start();
            stopping.set(true);
            context.context().registerBean(Gate.class);
            context.bean(Gate.class);

            assertThat(context.container("gate").isRunning()).isFalse();
        }
    }

    static class Three {

        @GenosListener(id = "z")
        void first() {}

        @GenosListener(id = "a")
        void second() {}

        @GenosListener(id = "m")
        void third() {}
    }

    static class Four extends Three {

        @GenosListener(id = "b")
        void fourth() {}
    }

    @Test
    void namesListenersInTheOrderInWhichTheyWereFound() {
        try (var context = ListenerContext.of(Four.class, Gate.class).start()) {
            assertThat(context.registry().getListenerContainerIds())
                    .containsExactlyElementsOf(context.registry().getListenerContainers().stream()
                            .map(GenosListenerContainer::getId)
                            .toList())
                    .hasSize(5)
                    .endsWith("gate");
        }
    }

    static class StoppingItself {

        final BlockingQueue<String> handled = new LinkedBlockingQueue<>();
        private final GenosListenerEndpointRegistry registry;

        StoppingItself(GenosListenerEndpointRegistry registry) {
            this.registry = registry;
        }

        @GenosListener(id = "itself")
        void on(@NodeId String id) {
            Objects.requireNonNull(registry.getListenerContainer("itself")).stop();
            handled.add(id);
        }
    }

    @Test
    void canStopItself() throws Exception {
        try (var context = ListenerContext.of(StoppingItself.class).start()) {
            context.operations().put(Map.of(), "a");

            assertThat(next(context.bean(StoppingItself.class).handled)).isEqualTo("a");
            assertThat(context.container("itself").isRunning()).isFalse();
        }
    }

    @Test
    void leavesNothingRunningWhereThereAreNoThreads() {
        var threads = new AtomicInteger();
        try (var context = ListenerContext.of(Counting.class)
                .with(it -> it.registerBean(GenosListenerContainerFactory.class, () -> {
                    var factory = new GenosListenerContainerFactory();
                    factory.setTaskExecutor(task -> {
                        if (threads.incrementAndGet() > 2) {
                            throw new RejectedExecutionException("two are enough");
                        }
                        var thread = new Thread(task);
                        thread.setDaemon(true);
                        thread.start();
                    });
                    return factory;
                }))) {
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(context::start)
                    .withRootCauseInstanceOf(RejectedExecutionException.class);
        }
    }

    @Test
    void startsBeforeAWebServerDoes() {
        assertThat(GenosListenerEndpointRegistry.DEFAULT_PHASE).isLessThan(SmartLifecycle.DEFAULT_PHASE - 2048);
        var registry = new GenosListenerEndpointRegistry();
        registry.setPhase(7);
        assertThat(registry.getPhase()).isEqualTo(7);
    }
}

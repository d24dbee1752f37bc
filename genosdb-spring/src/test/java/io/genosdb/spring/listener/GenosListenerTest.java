package io.genosdb.spring.listener;

import static io.genosdb.spring.listener.ListenerContext.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.live.Action;
import io.genosdb.live.MapEvent;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.GenosNodeReader;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.TypedNode;
import io.genosdb.value.JsonObject;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AliasFor;
import org.springframework.util.ReflectionUtils;

class GenosListenerTest {

    record Todo(String type, String title, boolean done) {

        static Todo open(String title) {
            return new Todo("todo", title, false);
        }
    }

    /** What the methods below were called with, one list a call. */
    abstract static class Recorder {

        final BlockingQueue<List<@Nullable Object>> calls = new LinkedBlockingQueue<>();

        final void record(@Nullable Object... arguments) {
            var call = new ArrayList<@Nullable Object>();
            for (Object argument : arguments) {
                call.add(argument);
            }
            calls.add(call);
        }
    }

    private static Map<String, Object> todo(String title, boolean done) {
        return Map.of("type", "todo", "title", title, "done", done);
    }

    static class Forms extends Recorder {

        @GenosListener("{ type: 'todo' }")
        void all(
                Todo todo,
                GenosEvent<Todo> event,
                MapEvent raw,
                TypedNode<Todo> node,
                TypedNode<JsonObject> plain,
                JsonObject value,
                Map<String, Object> map,
                Action action,
                @NodeId String id) {
            record(todo, event, raw, node, plain, value, map, action, id);
        }
    }

    @Test
    void knowsParametersByTheirTypes() throws Exception {
        try (var context = ListenerContext.of(Forms.class).start()) {
            context.operations().put(Todo.open("Write"), "a");

            var stored = context.operations().get("a").orElseThrow();
            var event = new MapEvent(Action.ADDED, "a", stored.value(), List.of(), stored.timestamp());
            assertThat(next(context.bean(Forms.class).calls))
                    .containsExactly(
                            Todo.open("Write"),
                            new GenosEvent<>(Action.ADDED, "a", Todo.open("Write"), List.of(), stored.timestamp()),
                            event,
                            new TypedNode<>("a", Todo.open("Write"), List.of(), stored.timestamp()),
                            new TypedNode<>("a", stored.value(), List.of(), stored.timestamp()),
                            stored.value(),
                            todo("Write", false),
                            Action.ADDED,
                            "a");
        }
    }

    static class Removals extends Recorder {

        @GenosListener("{ done: false }")
        void typed(GenosEvent<Todo> event) {
            record("event", event.action(), event.value());
        }

        @GenosListener("{ done: false }")
        void nullable(
                @Nullable Todo todo,
                @Nullable TypedNode<Todo> node,
                @Nullable JsonObject value,
                @Nullable Map<String, Object> map,
                Action action) {
            record("nullable", action, todo, node, value, map);
        }

        @GenosListener("{ done: false }")
        void withValue(Todo todo, Action action) {
            record("value", action);
        }

        @GenosListener(query = "{ done: false }", actions = Action.REMOVED)
        void only(@NodeId String id) {
            record("only", id);
        }
    }

    @Test
    void tellsOfRemovedNodesWhereAMethodCanDoWithoutTheValue() throws Exception {
        var database = GenosDatabase.inMemory("filled");
        var template = new GenosTemplate(database);
        template.put(todo("A", false), "a");
        var context = ListenerContext.of(Removals.class).context();
        try (database;
                context) {
            context.getBeanFactory().registerSingleton("template", template);
            context.refresh();
            template.remove("a");
            template.put(todo("B", false), "b");

            var calls = new ArrayList<List<@Nullable Object>>();
            for (int i = 0; i < 6; i++) {
                calls.add(next(context.getBean(Removals.class).calls));
            }
            var nothing = new ArrayList<@Nullable Object>(List.of("nullable", Action.REMOVED));
            for (int i = 0; i < 4; i++) {
                nothing.add(null);
            }
            var event = new ArrayList<@Nullable Object>(List.of("event", Action.REMOVED));
            event.add(null);
            assertThat(calls)
                    .contains(event, nothing, List.of("only", "a"), List.of("value", Action.ADDED))
                    .doesNotContain(List.of("value", Action.REMOVED));
        }
    }

    static class Initial extends Recorder {

        @GenosListener
        void changes(MapEvent event) {
            record("changes", event.action(), event.id());
        }

        @GenosListener(
                actions = {Action.INITIAL, Action.UPDATED},
                options = "{ field: 'title', order: 'desc' }")
        void state(MapEvent event) {
            record("state", event.action(), event.id());
        }
    }

    @Test
    void tellsOfWhatIsThereAlreadyOnlyWhereAsked() throws Exception {
        var database = GenosDatabase.inMemory("filled");
        new GenosTemplate(database).put(todo("A", false), "a");
        new GenosTemplate(database).put(todo("B", false), "b");
        var context = ListenerContext.of(Initial.class).context();
        try (database;
                context) {
            context.getBeanFactory().registerSingleton("template", new GenosTemplate(database));
            context.refresh();
            var calls = context.getBean(Initial.class).calls;
            assertThat(List.of(next(calls), next(calls)))
                    .containsExactly(List.of("state", Action.INITIAL, "b"), List.of("state", Action.INITIAL, "a"));

            context.getBean(GenosOperations.class).put(todo("A", true), "a");

            assertThat(List.of(next(calls), next(calls)))
                    .containsExactlyInAnyOrder(
                            List.of("state", Action.UPDATED, "a"), List.of("changes", Action.UPDATED, "a"));
        }
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @GenosListener(concurrency = "1")
    @interface OnTodo {

        @AliasFor(annotation = GenosListener.class, attribute = "options")
        String query() default "{ query: { type: 'todo' } }";

        @AliasFor(annotation = GenosListener.class)
        String id() default "todos";
    }

    static class Composed extends Recorder {

        @OnTodo
        @GenosListener(id = "notes", value = "{ type: 'note' }")
        void on(JsonObject value) {
            record(value.get("type"));
        }

        @GenosListener("{ type: 'a' }")
        @GenosListener("{ type: 'b' }")
        void twice(@NodeId String id) {
            record(id);
        }
    }

    @Test
    void isComposableAndRepeatable() throws Exception {
        try (var context = ListenerContext.of(Composed.class).start()) {
            assertThat(context.registry().getListenerContainerIds())
                    .containsExactlyInAnyOrder(
                            "todos", "notes", "genosListenerTest.Composed.twice", "genosListenerTest.Composed.twice#2");
            assertThat(context.query("todos")).isEqualTo(Query.filter("{ type: 'todo' }"));

            for (String type : List.of("todo", "note", "a", "b", "c")) {
                context.operations().put(Map.of("type", type), type);
            }

            var calls = context.bean(Composed.class).calls;
            assertThat(List.of(next(calls), next(calls), next(calls), next(calls))
                            .toString())
                    .contains("todo", "note", "[a]", "[b]");
        }
    }

    static class Placeholders extends Recorder {

        @GenosListener(
                query = "{ type: '${type}', points: { $gt: ${points.min:3}}}",
                id = "${name}-#{1 + 1}",
                concurrency = "${threads}",
                autoStartup = "#{!${off:false}}",
                database = "${database:}",
                errorHandler = "${handler:}")
        void on(@NodeId String id) {
            record(id);
        }

        @GenosListener(query = "#{@query}", id = "bean")
        void bean(@NodeId String id) {}

        @GenosListener(
                options = "#{systemProperties['nothing'] ?: '{ $limit: 3 }'}",
                id = "limited",
                autoStartup = "false")
        void limited(@NodeId String id) {}
    }

    @Test
    void resolvesPlaceholdersAndExpressions() throws Exception {
        try (var context = ListenerContext.of(Placeholders.class)
                .withProperty("type", "goal")
                .withProperty("name", "goals")
                .withProperty("threads", "2")
                .with(it -> it.registerBean(
                        "query", Query.class, () -> Query.where("a").is(1).toQuery()))
                .start()) {
            assertThat(context.query("goals-2")).isEqualTo(Query.filter("{ type: 'goal', points: { $gt: 3 } }"));
            assertThat(context.container("goals-2").isRunning()).isTrue();
            assertThat(context.query("bean")).isEqualTo(Query.where("a").is(1).toQuery());
            assertThat(context.query("limited")).isEqualTo(Query.all().limit(3));
            assertThat(context.container("limited").isRunning()).isFalse();
        }
    }

    static class TwoDatabases extends Recorder {

        @GenosListener
        void first(@NodeId String id) {
            record("first", id);
        }

        @GenosListener(database = "other")
        void second(@NodeId String id) {
            record("second", id);
        }
    }

    @Test
    void listensToTheDatabaseThatIsNamed() throws Exception {
        try (var other = GenosDatabase.inMemory("other");
                var context = ListenerContext.of(TwoDatabases.class)
                        .with(it -> it.registerBean(
                                "other",
                                GenosTemplate.class,
                                () -> new GenosTemplate(other),
                                definition -> definition.setFallback(true)))
                        .start()) {
            var calls = context.bean(TwoDatabases.class).calls;
            context.context().getBean("other", GenosTemplate.class).put(Map.of(), "a");
            assertThat(next(calls)).containsExactly("second", "a");
            context.operations().put(Map.of(), "b");
            assertThat(next(calls)).containsExactly("first", "b");
        }
    }

    static class Concurrent extends Recorder {

        final CountDownLatch together = new CountDownLatch(2);

        @GenosListener(query = "{ first: true }", concurrency = "4")
        void first(@NodeId String id) throws InterruptedException {
            together.countDown();
            together.await();
            record(id, Thread.currentThread().getName());
        }

        @GenosListener(id = "counting", query = "{ n: { $exists: true } }", concurrency = "4")
        void counting(JsonObject value, @NodeId String id) {
            record(id, Thread.currentThread().getName(), value.get("n"));
        }
    }

    @Test
    void handlesDifferentNodesAtTheSameTime() throws Exception {
        try (var context = ListenerContext.of(Concurrent.class).start()) {
            // Two identifiers of different lanes; the method ends only when both are in it.
            context.operations().put(Map.of("first", true), "a");
            context.operations().put(Map.of("first", true), "b");
            var calls = context.bean(Concurrent.class).calls;

            var threads = List.of(next(calls).get(1), next(calls).get(1));

            assertThat(threads).doesNotHaveDuplicates();
        }
    }

    @Test
    void keepsTheOrderOfEachNode() throws Exception {
        try (var context = ListenerContext.of(Concurrent.class).start()) {
            int nodes = 20;
            int last = 50;
            for (int n = 1; n <= last; n++) {
                for (int node = 0; node < nodes; node++) {
                    context.operations().put(Map.of("n", n), "node" + node);
                }
            }
            var calls = context.bean(Concurrent.class).calls;
            var seen = new HashMap<String, Double>();
            var threads = new HashMap<String, String>();
            int finished = 0;
            while (finished < nodes) {
                var call = next(calls);
                var id = String.valueOf(call.get(0));
                double n = Double.parseDouble(String.valueOf(call.get(2)));
                // Steps may be told as one, but never in another order, and never by another thread.
                assertThat(n).isGreaterThan(seen.getOrDefault(id, 0.0));
                assertThat(threads.computeIfAbsent(id, key -> String.valueOf(call.get(1))))
                        .isEqualTo(call.get(1));
                seen.put(id, n);
                finished += n == last ? 1 : 0;
            }
            assertThat(threads.values().stream().distinct()).hasSizeBetween(2, 4);
        }
    }

    static class Failing extends Recorder {

        @GenosListener(id = "failing", errorHandler = "handler")
        void on(Todo todo) {
            if (todo.done()) {
                throw new IllegalStateException("no");
            }
            record(todo.title());
        }

        @GenosListener(id = "defaulting", query = "{ done: true }")
        void error(@NodeId String id) {
            throw new AssertionError("an error is a failure too");
        }
    }

    @Test
    void tellsTheErrorHandlerAndGoesOn() throws Exception {
        var failures = new LinkedBlockingQueue<GenosListenerExecutionException>();
        var defaults = new LinkedBlockingQueue<GenosListenerExecutionException>();
        try (var context = ListenerContext.of(Failing.class)
                .with(it -> {
                    it.registerBean("handler", GenosListenerErrorHandler.class, () -> (event, failure) -> {
                        failures.add(failure);
                        throw new AssertionError("the handler fails too");
                    });
                    it.registerBean(GenosListenerContainerFactory.class, () -> {
                        var factory = new GenosListenerContainerFactory();
                        factory.setErrorHandler((event, failure) -> defaults.add(failure));
                        return factory;
                    });
                })
                .start()) {
            context.operations().put(todo("Secret", true), "a");
            context.operations().put(Map.of("done", "neither"), "b");
            context.operations().put(todo("Good", false), "c");

            assertThat(next(failures)).satisfies(failure -> {
                assertThat(failure.getListenerId()).isEqualTo("failing");
                assertThat(failure)
                        .hasMessageContainingAll("'failing'", "Failing.on", "ADDED a@")
                        .hasCauseExactlyInstanceOf(IllegalStateException.class);
                assertThat(failure.getMessage()).doesNotContain("Secret");
            });
            assertThat(next(failures)).hasMessageContaining("ADDED b@");
            assertThat(next(context.bean(Failing.class).calls)).containsExactly("Good");
            assertThat(next(defaults)).hasCauseExactlyInstanceOf(AssertionError.class);
        }
    }

    static class PlainLogging extends Recorder {

        @GenosListener
        void on(@NodeId String id) {
            record(id);
            throw new IllegalStateException("for the log");
        }
    }

    @Test
    void logsByDefaultAndGoesOn() throws Exception {
        try (var context = ListenerContext.of(PlainLogging.class).start()) {
            context.operations().put(Map.of(), "a");
            context.operations().put(Map.of(), "b");

            var calls = context.bean(PlainLogging.class).calls;
            assertThat(List.of(next(calls), next(calls))).containsExactly(List.of("a"), List.of("b"));
        }
    }

    interface Mapped {}

    record Person(String id, String name) implements Mapped {}

    static class People extends Recorder {

        @GenosListener
        void on(GenosEvent<Person> event, @Nullable Person person) {
            record(event.action(), event.value(), person);
        }
    }

    static class PersonReader implements GenosNodeReader {

        @Override
        public boolean supports(Class<?> type, GenosOperations operations) {
            assertThat(operations.count(Query.all())).isZero();
            return Mapped.class.isAssignableFrom(type);
        }

        @Override
        public Query narrow(Query query, Class<?> type) {
            return query.narrowedTo(Map.of("type", "person"));
        }

        @Override
        public <T> T read(TypedNode<JsonObject> node, Class<T> type) {
            return type.cast(
                    new Person(node.id(), String.valueOf(node.value().toJava().get("name"))));
        }
    }

    @Test
    void readsValuesByTheReaderOfTheirType() throws Exception {
        try (var context = ListenerContext.of(People.class, PersonReader.class).start()) {
            context.operations().put(Map.of("type", "company", "name", "Acme"), "a");
            context.operations().put(Map.of("type", "person", "name", "Ada"), "b");

            assertThat(next(context.bean(People.class).calls))
                    .containsExactly(Action.ADDED, new Person("b", "Ada"), new Person("b", "Ada"));
        }
    }

    interface Listening {

        @GenosListener("{ type: 'todo' }")
        void on(Todo todo);
    }

    static class Proxied extends Recorder implements Listening {

        @Override
        public void on(Todo todo) {
            record(todo.title());
        }
    }

    /** Ordered before the processor of listeners, as Spring's own makers of proxies are. */
    static class Proxying implements BeanPostProcessor, Ordered {

        final BlockingQueue<Object> calls = new LinkedBlockingQueue<>();

        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
            if (!(bean instanceof Listening)) {
                return bean;
            }
            var proxies = new ProxyFactory(bean);
            proxies.addAdvice((MethodBeforeAdvice) (method, arguments, target) -> calls.add(method.getName()));
            return proxies.getProxy();
        }

        @Override
        public int getOrder() {
            return 0;
        }
    }

    @Test
    void callsTheProxyOfABean() throws Exception {
        var target = new Proxied();
        try (var context = ListenerContext.of(Proxying.class)
                .with(it -> it.registerBean("target", Listening.class, () -> target))
                .start()) {
            assertThat(context.bean(Listening.class)).isNotInstanceOf(Proxied.class);
            context.operations().put(Todo.open("Through"), "a");

            assertThat(next(target.calls)).containsExactly("Through");
            assertThat(context.bean(Proxying.class).calls).containsExactly("on");
        }
    }

    @Test
    void isReadyForNativeImages() {
        var hints = new RuntimeHints();
        new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Removals.class, People.class);

        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(ReflectionUtils.findMethod(Removals.class, "only", String.class)))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(Todo.class)).accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(Person.class)).accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(MapEvent.class)).rejects(hints);
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyConfiguration {

        @Bean
        @Lazy
        Proxied late() {
            return new Proxied();
        }
    }

    @Test
    void startsWithABeanThatIsMadeLater() throws Exception {
        try (var context = ListenerContext.of(LazyConfiguration.class).start()) {
            assertThat(context.registry().getListenerContainers()).isEmpty();
            var late = context.bean(Proxied.class);
            context.operations().put(Todo.open("Late"), "a");

            assertThat(next(late.calls)).containsExactly("Late");
        }
    }
}

package io.genosdb.spring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.live.Action;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.TypedNode;
import io.genosdb.spring.listener.EnableGenosListeners;
import io.genosdb.spring.listener.GenosListener;
import io.genosdb.spring.listener.GenosListenerContainer;
import io.genosdb.spring.listener.GenosListenerContainerFactory;
import io.genosdb.spring.listener.GenosListenerEndpointRegistry;
import io.genosdb.spring.listener.GenosListenerErrorHandler;
import io.genosdb.spring.listener.NodeId;
import io.genosdb.value.JsonObject;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;

/** The snippets of {@code docs/listeners.md}. */
class ListenersGuideTest {

    private static final Logger log = LoggerFactory.getLogger(ListenersGuideTest.class);

    private static final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

    record Order(String type, String customer, double total) {}

    record Todo(String title, boolean done) {}

    static class Mail {

        void send(String customer, String text) {
            sent.add(customer + ": " + text);
        }
    }

    // tag: listener-configuration
    @Configuration(proxyBeanMethods = false)
    @EnableGenosListeners
    static class ListenerConfiguration {

        @Bean
        GenosListenerContainerFactory listenerContainerFactory() {
            GenosListenerContainerFactory factory = new GenosListenerContainerFactory();
            factory.setConcurrency(2);
            factory.setShutdownTimeout(Duration.ofSeconds(30));
            return factory;
        }
    }
    // end: listener-configuration

    @Configuration(proxyBeanMethods = false)
    static class Graph {

        @Bean(destroyMethod = "close")
        GenosDatabase database() {
            return GenosDatabase.inMemory("shop");
        }

        @Bean
        GenosTemplate template(GenosDatabase database) {
            return new GenosTemplate(database);
        }
    }

    // tag: listener-first
    static class Confirmations {

        private final Mail mail;

        Confirmations(Mail mail) {
            this.mail = mail;
        }

        @GenosListener(query = "{ type: 'order', total: { $gt: ${confirm.above:100} } }", actions = Action.ADDED)
        void confirm(Order order, @NodeId String id) {
            mail.send(order.customer(), "We have your order " + id);
        }
    }
    // end: listener-first

    // tag: listener-state
    static class OpenTodos {

        private final Map<String, Todo> todos = new ConcurrentHashMap<>();

        @GenosListener(
                query = "{ done: false }",
                actions = {Action.INITIAL, Action.ADDED, Action.UPDATED, Action.REMOVED})
        void follow(GenosEvent<Todo> event) {
            if (event.value() == null) {
                todos.remove(event.id());
            } else {
                todos.put(event.id(), event.value());
            }
        }
    }
    // end: listener-state

    // tag: listener-forms
    static class Forms {

        @GenosListener("{ type: 'order' }")
        void value(Order order, Action action, @NodeId String id) {}

        @GenosListener("{ type: 'order' }")
        void node(TypedNode<Order> node, JsonObject raw) {}

        @GenosListener("{ type: 'order' }")
        void valueOrNothing(@Nullable Order order, @NodeId String id) {}

        @GenosListener(options = "{ query: { type: 'order' }, field: 'total', order: 'desc', $limit: 10 }")
        void topTen(GenosEvent<Order> event) {}
    }
    // end: listener-forms

    // tag: listener-composed
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @GenosListener(database = "audit", errorHandler = "auditErrors", concurrency = "1")
    @interface AuditListener {

        @AliasFor(annotation = GenosListener.class, attribute = "query")
        String value();
    }
    // end: listener-composed

    static class Audit {

        @AuditListener("{ type: 'order' }")
        void on(@NodeId String id) {
            throw new IllegalStateException(id);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Errors {

        // tag: listener-errors
        @Bean
        GenosListenerErrorHandler auditErrors() {
            return (event, failure) ->
                    log.warn("{} missed {}", failure.getListenerId(), event.id(), failure.getCause());
        }
        // end: listener-errors
    }

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    @AfterEach
    void close() {
        context.close();
        sent.clear();
    }

    private GenosOperations start(Class<?>... beans) {
        context.register(Graph.class, ListenerConfiguration.class, Mail.class);
        context.register(beans);
        context.refresh();
        return context.getBean(GenosOperations.class);
    }

    @Test
    void sendsAMail() throws Exception {
        var template = start(Confirmations.class);
        template.put(new Order("order", "Ada", 99), "small");
        template.put(new Order("order", "Ada", 101), "large");

        assertThat(sent.poll(10, TimeUnit.SECONDS)).isEqualTo("Ada: We have your order large");
        assertThat(sent).isEmpty();
    }

    @Test
    void keepsState() {
        context.register(Forms.class);
        var template = start(OpenTodos.class);
        template.put(new Todo("Write", false), "a");
        template.put(new Todo("Read", false), "b");
        template.put(new Todo("Write", true), "a");

        var todos = context.getBean(OpenTodos.class).todos;
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!todos.equals(Map.of("b", new Todo("Read", false)))) {
            assertThat(System.nanoTime()).as("%s", todos).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void isControlled() {
        start(Confirmations.class);
        GenosListenerEndpointRegistry registry = context.getBean(GenosListenerEndpointRegistry.class);
        String id = "listenersGuideTest.Confirmations.confirm";
        // tag: listener-registry
        GenosListenerContainer listener = Objects.requireNonNull(registry.getListenerContainer(id));
        listener.stop();
        listener.start();
        // end: listener-registry
        assertThat(listener.isRunning()).isTrue();
    }

    @Test
    void composes() {
        try (var audit = GenosDatabase.inMemory("audit")) {
            context.registerBean(
                    "audit", GenosTemplate.class, () -> new GenosTemplate(audit), it -> it.setFallback(true));
            start(Audit.class, Errors.class);

            context.getBean("audit", GenosTemplate.class).put(Map.of("type", "order"), "a");
            assertThat(context.getBean(GenosListenerEndpointRegistry.class).getListenerContainerIds())
                    .containsExactly("listenersGuideTest.Audit.on");
        }
    }
}

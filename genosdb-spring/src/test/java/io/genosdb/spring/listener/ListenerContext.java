package io.genosdb.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

/** A context with a database, a template, and listeners enabled. */
final class ListenerContext implements AutoCloseable {

    @Configuration(proxyBeanMethods = false)
    @EnableGenosListeners
    static class Enabled {}

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    private ListenerContext() {}

    /** A context that is not started yet. */
    static ListenerContext of(Class<?>... listeners) {
        var created = new ListenerContext();
        created.context.register(Enabled.class);
        if (listeners.length > 0) {
            created.context.register(listeners);
        }
        return created;
    }

    ListenerContext with(Consumer<AnnotationConfigApplicationContext> change) {
        change.accept(context);
        return this;
    }

    ListenerContext withProperty(String name, String value) {
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource(name, Map.of(name, value)));
        return this;
    }

    /** Starts with a database of the context's own. */
    ListenerContext start() {
        return start(() -> GenosDatabase.inMemory("test"));
    }

    ListenerContext start(Supplier<GenosDatabase> database) {
        context.registerBean(GenosDatabase.class, database);
        context.registerBean(GenosTemplate.class, () -> new GenosTemplate(context.getBean(GenosDatabase.class)));
        context.refresh();
        return this;
    }

    AnnotationConfigApplicationContext context() {
        return context;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    GenosOperations operations() {
        return bean(GenosOperations.class);
    }

    GenosListenerEndpointRegistry registry() {
        return bean(GenosListenerEndpointRegistry.class);
    }

    GenosListenerContainer container(String id) {
        GenosListenerContainer container = registry().getListenerContainer(id);
        assertThat(container).as("listener %s", id).isNotNull();
        return container;
    }

    Query query(String id) {
        return ((GenosQueryListenerContainer) container(id)).getQuery();
    }

    @Override
    public void close() {
        context.close();
    }

    static <T> T next(BlockingQueue<T> events) throws InterruptedException {
        T event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).as("an event within ten seconds").isNotNull();
        return event;
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s within ten seconds", what).isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }
}

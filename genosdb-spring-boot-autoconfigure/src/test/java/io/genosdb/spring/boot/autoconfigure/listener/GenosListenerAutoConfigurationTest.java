package io.genosdb.spring.boot.autoconfigure.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.GenosTemplates;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.listener.EnableGenosListeners;
import io.genosdb.spring.listener.GenosListener;
import io.genosdb.spring.listener.GenosListenerContainer;
import io.genosdb.spring.listener.GenosListenerContainerFactory;
import io.genosdb.spring.listener.GenosListenerEndpointRegistry;
import io.genosdb.spring.listener.GenosListenerErrorHandler;
import io.genosdb.spring.listener.GenosQueryListenerContainer;
import io.genosdb.spring.listener.NodeId;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class GenosListenerAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(GenosAutoConfiguration.class, GenosListenerAutoConfiguration.class))
            .withPropertyValues("genosdb.storage.type=memory");

    static class Heard {

        final BlockingQueue<String> ids = new LinkedBlockingQueue<>();
        final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();

        @GenosListener(id = "heard", query = "{ type: 'todo' }")
        void on(@NodeId String id) {
            ids.add(id);
            threads.add(Thread.currentThread());
            if (id.equals("bad")) {
                throw new IllegalStateException("bad");
            }
        }
    }

    private static GenosListenerContainer listener(ApplicationContext context) {
        var container = context.getBean(GenosListenerEndpointRegistry.class).getListenerContainer("heard");
        assertThat(container).isNotNull();
        return container;
    }

    private static void put(ApplicationContext context, String id) {
        context.getBean(GenosTemplate.class).put(Map.of("type", "todo"), id);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @Test
    void enablesListeners() {
        runner.withBean(Heard.class).run(context -> {
            assertThat(context).hasSingleBean(GenosListenerContainerFactory.class);
            assertThat(((GenosQueryListenerContainer) listener(context)).getQuery())
                    .isEqualTo(Query.filter("{ type: 'todo' }"));
            put(context, "a");
            assertThat(next(context.getBean(Heard.class).ids)).isEqualTo("a");
        });
    }

    @Test
    void isOffWithoutTheClasses() {
        for (Class<?> missing : new Class<?>[] {GenosDatabase.class, EnableGenosListeners.class}) {
            runner.withClassLoader(new FilteredClassLoader(missing))
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .doesNotHaveBean(GenosListenerContainerFactory.class)
                            .doesNotHaveBean(GenosListenerEndpointRegistry.class));
        }
    }

    @Test
    void binds() {
        runner.withBean(Heard.class)
                .withPropertyValues("genosdb.listener.auto-startup=false", "genosdb.listener.concurrency=3")
                .run(context -> assertThat(listener(context).isAutoStartup()).isFalse());
        runner.withPropertyValues("genosdb.listener.concurrency=0")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("1 to 256, not 0"));
        runner.withPropertyValues("genosdb.listener.shutdown-timeout=-1s")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("not negative"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableGenosListeners
    static class EnabledByTheApplication {

        @Bean
        GenosListenerContainerFactory listeners() {
            var factory = new GenosListenerContainerFactory();
            factory.setAutoStartup(false);
            return factory;
        }
    }

    @Test
    void backsOff() {
        runner.withBean(Heard.class)
                .withUserConfiguration(EnabledByTheApplication.class)
                .run(context -> {
                    assertThat(context)
                            .hasSingleBean(GenosListenerContainerFactory.class)
                            .hasSingleBean(GenosListenerEndpointRegistry.class)
                            .doesNotHaveBean("genosListenerContainerFactory");
                    assertThat(listener(context).isRunning()).isFalse();
                });
    }

    static class Several {

        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @GenosListener(database = "orders")
        void orders(@NodeId String id) {
            heard.add("orders " + id);
        }

        @GenosListener(database = "default")
        void main(@NodeId String id) {
            heard.add("default " + id);
        }
    }

    @Test
    void listensToNamedDatabases() {
        runner.withBean(Several.class)
                .withPropertyValues("genosdb.databases.orders.storage.type=memory")
                .run(context -> {
                    var heard = context.getBean(Several.class).heard;
                    context.getBean(GenosTemplates.class).get("orders").put(Map.of(), "a");
                    assertThat(next(heard)).isEqualTo("orders a");
                    context.getBean(GenosTemplate.class).put(Map.of(), "b");
                    assertThat(next(heard)).isEqualTo("default b");
                });
    }

    @Test
    void takesTheErrorHandlerOfTheApplication() {
        var failures = new LinkedBlockingQueue<String>();
        runner.withBean(Heard.class)
                .withBean(GenosListenerErrorHandler.class, () -> (event, failure) -> failures.add(event.id()))
                .run(context -> {
                    put(context, "bad");
                    assertThat(next(failures)).isEqualTo("bad");
                });
    }

    @Test
    void makesListenersUnderLazyInitializationToo() {
        runner.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .withBean(Heard.class)
                .run(context -> assertThat(listener(context).isRunning()).isTrue());
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads")
    void runsInVirtualThreadsWhereAsked() {
        runner.withBean(Heard.class)
                .withPropertyValues("spring.threads.virtual.enabled=true")
                .run(context -> {
                    put(context, "a");
                    Thread thread = next(context.getBean(Heard.class).threads);
                    assertThat(Thread.class.getMethod("isVirtual").invoke(thread))
                            .isEqualTo(true);
                    assertThat(thread.getName()).startsWith("genos-listener-heard-");
                });
    }

    @Test
    void startsBeforeTheWebServerAndStopsAfterIt() {
        runner.run(context -> assertThat(
                        context.getBean(GenosListenerEndpointRegistry.class).getPhase())
                .isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE));
    }
}

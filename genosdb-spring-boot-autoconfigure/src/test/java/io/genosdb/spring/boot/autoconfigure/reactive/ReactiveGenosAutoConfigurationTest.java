package io.genosdb.spring.boot.autoconfigure.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.genosdb.GenosDatabase;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.reactive.ReactiveGenosOperations;
import io.genosdb.spring.reactive.ReactiveGenosTemplate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Flux;

class ReactiveGenosAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(GenosAutoConfiguration.class, ReactiveGenosAutoConfiguration.class))
            .withPropertyValues("genosdb.storage.type=memory");

    @Test
    void makesATemplate() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(ReactiveGenosTemplate.class);
            var template = context.getBean(ReactiveGenosTemplate.class);
            assertThat(template.put(Map.of("n", 1)).block(Duration.ofSeconds(10)))
                    .isNotEmpty();
            assertThat(template.count(Query.all()).block()).isEqualTo(1);
            assertThat(template.isRunning()).isTrue();
        });
    }

    @Test
    void completesLiveQueriesWithTheContext() {
        var events = new AtomicReference<Flux<?>>();
        var done = new CountDownLatch(1);
        runner.run(context -> {
            events.set(context.getBean(ReactiveGenosTemplate.class).listen(Query.all()));
            events.get().doOnComplete(done::countDown).subscribe();
            assertThat(done.getCount()).isOne();
        });
        assertThat(done.getCount()).isZero();
    }

    @Test
    void isOffWithoutReactorOrTheDatabase() {
        for (Class<?> missing : new Class<?>[] {Flux.class, GenosDatabase.class}) {
            runner.withClassLoader(new FilteredClassLoader(missing))
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("reactiveGenosTemplate"));
        }
    }

    @Test
    void isOffWhereNobodyKnowsWhichDatabaseIsMeant() {
        runner.withBean("first", GenosOperations.class, () -> new GenosTemplate(GenosDatabase.inMemory("first")))
                .withBean("second", GenosOperations.class, () -> new GenosTemplate(GenosDatabase.inMemory("second")))
                .run(context -> assertThat(context).doesNotHaveBean(ReactiveGenosOperations.class));
    }

    @Test
    void backsOff() {
        runner.withBean(ReactiveGenosOperations.class, () -> mock(ReactiveGenosOperations.class))
                .run(context -> assertThat(context)
                        .hasSingleBean(ReactiveGenosOperations.class)
                        .doesNotHaveBean(ReactiveGenosTemplate.class));
    }

    @Test
    void binds() {
        runner.withPropertyValues("genosdb.reactive.max-pending=0")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("not 0"));
    }
}

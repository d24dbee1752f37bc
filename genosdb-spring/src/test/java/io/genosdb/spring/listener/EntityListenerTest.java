package io.genosdb.spring.listener;

import static io.genosdb.spring.listener.ListenerContext.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.live.Action;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.spring.entity.GenosEntityTemplate;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

class EntityListenerTest {

    @GenosNode(type = "todo")
    record Todo(@Id @Nullable String id, @Version @Nullable HybridTimestamp version, String title, boolean done) {}

    static class Listening {

        final BlockingQueue<GenosEvent<Todo>> events = new LinkedBlockingQueue<>();
        final BlockingQueue<Todo> todos = new LinkedBlockingQueue<>();

        @GenosListener("{ done: false }")
        void event(GenosEvent<Todo> event) {
            events.add(event);
        }

        @GenosListener("{ done: false }")
        void entity(Todo todo) {
            todos.add(todo);
        }
    }

    @Test
    void readsEntitiesWithTheirIdentifierAndVersion() throws Exception {
        try (var context = ListenerContext.of(Listening.class)
                .with(it -> it.registerBean(
                        GenosEntityTemplate.class,
                        () -> new GenosEntityTemplate(
                                it.getBean(GenosOperations.class),
                                new GenosMappingContext(),
                                new JacksonGenosConverter())))
                .start()) {
            var listening = context.bean(Listening.class);
            context.operations().put(Map.of("type", "other", "done", false), "no todo");
            var saved = context.bean(GenosEntityTemplate.class).save(new Todo(null, null, "Write", false));

            assertThat(saved.id()).isNotNull();
            assertThat(next(listening.todos)).isEqualTo(saved);
            assertThat(next(listening.events).value()).isEqualTo(saved);

            context.bean(GenosEntityTemplate.class).save(new Todo(saved.id(), saved.version(), "Write", true));
            assertThat(next(listening.events).action()).isEqualTo(Action.REMOVED);
        }
    }
}

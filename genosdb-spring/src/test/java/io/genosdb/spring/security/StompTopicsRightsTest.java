package io.genosdb.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.security.AccessLevel;
import io.genosdb.security.Acls;
import io.genosdb.security.GenosSecurity;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.stomp.GenosStompTopics;
import io.genosdb.spring.stomp.NamedQuery;
import io.genosdb.value.JsonObject;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.broker.BrokerAvailabilityEvent;

/** Topics are the same for everybody, so they must not show what only the application may read. */
class StompTopicsRightsTest {

    @Test
    void carryWhatIsGrantedToEverybody() throws InterruptedException {
        BlockingQueue<Message<?>> published = new LinkedBlockingQueue<>();
        MessageChannel broker = (message, timeout) -> published.add(message);
        try (var context = new AnnotationConfigApplicationContext(Guarded.class)) {
            GenosSecurity security = context.getBean(GenosSecurity.class);
            var topics = new GenosStompTopics(
                    new SimpMessagingTemplate(broker),
                    context.getBean(GenosTemplate.class),
                    name -> null,
                    List.of(NamedQuery.of("notes", "{ query: { type: 'note' } }")),
                    task -> security.actingFor(GenosSecurity.Principal.ANONYMOUS, () -> {
                        task.run();
                        return true;
                    }));
            topics.start();
            topics.onApplicationEvent(new BrokerAvailabilityEvent(true, this));
            JsonObject note = JsonObject.parse("{\"type\": \"note\"}");
            context.getBean(GenosTemplate.class).put(note, "of-all-who-have-a-role");
            security.acls().set(note);
            String open = security.acls().set(note);
            security.acls().grant(open, Acls.EVERYONE, AccessLevel.READ);

            Message<?> first = published.poll(20, TimeUnit.SECONDS);
            assertThat(first).isNotNull();
            assertThat(SimpMessageHeaderAccessor.wrap(first).getFirstNativeHeader("node"))
                    .isEqualTo(open);
            topics.stop();
        }
    }
}

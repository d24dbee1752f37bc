package io.genosdb.spring.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.value.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.broker.BrokerAvailabilityEvent;

class GenosStompTopicsTest {

    private final GenosDatabase database = GenosDatabase.inMemory("test");
    private final Broker broker = new Broker();
    private final GenosStompTopics topics = new GenosStompTopics(
            new SimpMessagingTemplate(broker),
            new GenosTemplate(database),
            name -> null,
            List.of(NamedQuery.of("tasks", "{ query: { type: 'task' } }")));

    /** Takes messages, or refuses them. */
    private static final class Broker implements MessageChannel {

        private final BlockingQueue<Message<?>> taken = new LinkedBlockingQueue<>();
        private final BlockingQueue<Message<?>> refused = new LinkedBlockingQueue<>();
        private volatile boolean up = true;
        private volatile CountDownLatch held;

        @Override
        public boolean send(Message<?> message, long timeout) {
            if (held != null) {
                refused.add(message);
                try {
                    held.await();
                } catch (InterruptedException e) {
                    throw new MessageDeliveryException("interrupted");
                }
            }
            if (!up) {
                refused.add(message);
                throw new MessageDeliveryException("down");
            }
            return taken.add(message);
        }

        private String next() throws InterruptedException {
            return told(taken.poll(20, TimeUnit.SECONDS));
        }

        private static String told(Message<?> message) {
            var headers = SimpMessageHeaderAccessor.wrap(message);
            return headers.getDestination() + " " + headers.getFirstNativeHeader("action") + " "
                    + headers.getFirstNativeHeader("node");
        }
    }

    @AfterEach
    void close() {
        topics.stop();
        assertThat(database.status().live().subscriptions()).isZero();
        database.close();
    }

    private void put(String id, int n) {
        database.put(JsonObject.parse("{\"type\":\"task\",\"n\":" + n + "}"), id);
    }

    @Test
    void publishesChangesButNotWhatIsThereAlready() throws Exception {
        put("old", 0);
        topics.start();
        topics.onApplicationEvent(new BrokerAvailabilityEvent(true, this));
        put("new", 0);
        database.remove("old");
        assertThat(broker.next()).isEqualTo("/topic/genosdb.tasks added new");
        assertThat(broker.next()).isEqualTo("/topic/genosdb.tasks removed old");
        assertThat(broker.taken).isEmpty();
    }

    @Test
    void startsBeforeTheFirstRequestIsServed() {
        assertThat(topics.getPhase()).isEqualTo(GenosStompHandler.PHASE);
    }

    @Test
    @Timeout(20)
    void letsNoLiveQueryWaitForASlowBroker() throws Exception {
        topics.start();
        topics.onApplicationEvent(new BrokerAvailabilityEvent(true, this));
        var held = new CountDownLatch(1);
        broker.held = held;
        put("a", 0);
        assertThat(broker.refused.poll(20, TimeUnit.SECONDS)).isNotNull();
        put("b", 0);
        while (database.status().live().pending() > 0) {
            Thread.onSpinWait();
        }
        broker.held = null;
        held.countDown();
        assertThat(broker.next()).isEqualTo("/topic/genosdb.tasks added a");
        assertThat(broker.next()).isEqualTo("/topic/genosdb.tasks added b");
    }

    @Test
    void keepsTheLastOfEachNodeWhileTheBrokerIsAway() throws Exception {
        topics.start();
        topics.onApplicationEvent(new BrokerAvailabilityEvent(true, this));
        broker.up = false;
        put("a", 0);
        assertThat(broker.refused.poll(20, TimeUnit.SECONDS)).isNotNull();
        topics.onApplicationEvent(new BrokerAvailabilityEvent(false, this));
        for (int n = 1; n < 100; n++) {
            put("b", n);
        }
        put("last", 0);
        while (database.status().live().pending() > 0) {
            Thread.onSpinWait();
        }
        broker.up = true;
        topics.onApplicationEvent(new BrokerAvailabilityEvent(true, this));
        var told = new ArrayList<String>();
        while (!told.contains("/topic/genosdb.tasks added last")) {
            told.add(broker.next());
        }
        assertThat(told).startsWith("/topic/genosdb.tasks added a", "/topic/genosdb.tasks added b");
        assertThat(Collections.frequency(told, "/topic/genosdb.tasks added b")).isEqualTo(1);
        // One more where the listener had its last changes still in hand.
        assertThat(told).hasSizeLessThan(10);
    }
}

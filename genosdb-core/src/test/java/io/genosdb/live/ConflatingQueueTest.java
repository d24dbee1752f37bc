package io.genosdb.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.testing.Property;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ConflatingQueueTest {

    private final ConflatingQueue queue = new ConflatingQueue();
    private long clock;

    private MapEvent event(Action action, String id) {
        clock++;
        JsonObject value = action == Action.REMOVED ? null : JsonObject.of(Map.of("n", new JsonNumber(clock)));
        return new MapEvent(action, id, value, List.of(), new HybridTimestamp(clock));
    }

    private Action conflated(Action first, Action second) {
        queue.offer(event(first, "n"));
        MapEvent last = event(second, "n");
        queue.offer(last);
        MapEvent event = queue.poll();
        assertThat(queue.poll()).isNull();
        if (event != null) {
            assertThat(event.value()).isEqualTo(last.value());
            assertThat(event.timestamp()).isEqualTo(last.timestamp());
        }
        return event == null ? null : event.action();
    }

    @Test
    void twoEventsOfANodeBecomeTheOneThatTellsTheOutcome() {
        assertThat(conflated(Action.INITIAL, Action.UPDATED)).isEqualTo(Action.INITIAL);
        assertThat(conflated(Action.ADDED, Action.UPDATED)).isEqualTo(Action.ADDED);
        assertThat(conflated(Action.UPDATED, Action.UPDATED)).isEqualTo(Action.UPDATED);
        assertThat(conflated(Action.UPDATED, Action.REMOVED)).isEqualTo(Action.REMOVED);
        assertThat(conflated(Action.REMOVED, Action.ADDED)).isEqualTo(Action.UPDATED);
        assertThat(conflated(Action.ADDED, Action.REMOVED)).isNull();
        assertThat(conflated(Action.INITIAL, Action.REMOVED)).isNull();
    }

    @Test
    void eventsOfDifferentNodesKeepTheirOrder() {
        queue.offer(event(Action.INITIAL, "a"));
        queue.offer(event(Action.ADDED, "b"));
        queue.offer(event(Action.UPDATED, "a"));
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.poll()).extracting(MapEvent::id).isEqualTo("a");
        assertThat(queue.poll()).extracting(MapEvent::id).isEqualTo("b");
    }

    /** A consumer of any speed ends with the state that one who hears everything has, and hears no impossible event. */
    @Test
    void aSlowConsumerEndsWithTheSameState() {
        Property.forAll(300, random -> {
            var slow = new ConflatingQueue();
            var current = new HashMap<String, JsonObject>();
            var known = new HashMap<String, JsonObject>();
            for (int i = 0; i < 200; i++) {
                slow.offer(next(random, current));
                if (random.nextInt(4) == 0) {
                    deliver(slow, known, random.nextInt(5));
                }
                assertThat(slow.size()).isLessThanOrEqualTo(6);
            }
            deliver(slow, known, Integer.MAX_VALUE);
            assertThat(known).isEqualTo(current);
        });
    }

    private MapEvent next(RandomGenerator random, Map<String, JsonObject> current) {
        String id = "n" + random.nextInt(6);
        Action action =
                !current.containsKey(id) ? Action.ADDED : random.nextBoolean() ? Action.UPDATED : Action.REMOVED;
        MapEvent event = event(action, id);
        apply(event, current);
        return event;
    }

    private static void deliver(ConflatingQueue queue, Map<String, JsonObject> known, int most) {
        var events = new ArrayList<MapEvent>();
        for (MapEvent event = queue.poll(); event != null; event = events.size() < most ? queue.poll() : null) {
            events.add(event);
            assertThat(known.containsKey(event.id())).as("%s", event).isEqualTo(event.action() != Action.ADDED);
            apply(event, known);
        }
    }

    private static void apply(MapEvent event, Map<String, JsonObject> nodes) {
        if (event.value() == null) {
            nodes.remove(event.id());
        } else {
            nodes.put(event.id(), event.value());
        }
    }
}

package io.genosdb.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.live.Action;
import io.genosdb.live.MapEvent;
import io.genosdb.value.JsonObject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

class LiveStreamTest {

    private static final int CAPACITY = 3;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final RecordingEmitter emitter = new RecordingEmitter();
    private int cleanUps;
    private final LiveStream stream = new LiveStream(emitter, tasks::add, CAPACITY);

    /** Writes down what would go to the browser. */
    private static final class RecordingEmitter extends SseEmitter {
        private final List<String> sent = new ArrayList<>();
        private boolean broken;
        private boolean completed;

        @Override
        public void send(Set<DataWithMediaType> items) throws IOException {
            if (broken) {
                throw new IOException("the browser has gone");
            }
            sent.add(items.stream()
                    .map(item -> item.getData() instanceof LiveStream.LiveNode node ? node.id() : item.getData())
                    .map(data -> data.toString().replaceAll("event:|data:|\\s", ""))
                    .filter(text -> !text.isEmpty() && !text.equals("{}"))
                    .collect(Collectors.joining(" ")));
        }

        @Override
        public void complete() {
            completed = true;
        }
    }

    private static MapEvent event(Action action, String id) {
        JsonObject value = action == Action.REMOVED ? null : JsonObject.empty();
        return new MapEvent(action, id, value, List.of(), HybridTimestamp.ZERO);
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private List<String> take() {
        runTasks();
        var sent = List.copyOf(emitter.sent);
        emitter.sent.clear();
        return sent;
    }

    private void start() {
        stream.start(() -> cleanUps++);
        runTasks();
        emitter.sent.clear();
    }

    @Test
    void sendsTheResultAsAWhole() {
        stream.onEvent(event(Action.INITIAL, "a"));
        stream.onEvent(event(Action.INITIAL, "b"));
        assertThat(tasks).isEmpty();

        stream.start(() -> {});

        assertThat(take()).containsExactly("reset initial a initial b ready");
    }

    @Test
    void sendsTheLastOfWhatPilesUp() {
        start();
        stream.onEvent(event(Action.ADDED, "new"));
        stream.onEvent(event(Action.UPDATED, "new"));
        stream.onEvent(event(Action.UPDATED, "old"));
        stream.onEvent(event(Action.UPDATED, "old"));

        assertThat(take()).containsExactly("added new updated old");
    }

    @Test
    void forgetsWhatCameAndWent() {
        start();
        stream.onEvent(event(Action.ADDED, "brief"));
        stream.onEvent(event(Action.REMOVED, "brief"));
        stream.onEvent(event(Action.REMOVED, "back"));
        stream.onEvent(event(Action.ADDED, "back"));
        stream.onEvent(event(Action.UPDATED, "gone"));
        stream.onEvent(event(Action.REMOVED, "gone"));

        assertThat(take()).containsExactly("updated back removed gone");
    }

    @Test
    void runsOneTaskAtATime() {
        start();
        stream.onEvent(event(Action.ADDED, "a"));
        stream.onEvent(event(Action.ADDED, "b"));
        stream.ping();

        assertThat(tasks).hasSize(1);
        assertThat(take()).containsExactly("ping added a added b");
        stream.onEvent(event(Action.ADDED, "c"));
        assertThat(tasks).hasSize(1);
    }

    @Test
    void givesUpOnABrowserThatDoesNotRead() {
        start();
        for (int i = 0; i <= CAPACITY; i++) {
            stream.onEvent(event(Action.ADDED, "n" + i));
        }

        assertThat(emitter.completed).isTrue();
        assertThat(cleanUps).isEqualTo(1);
        stream.onEvent(event(Action.ADDED, "late"));
        assertThat(take()).isEmpty();
    }

    @Test
    void endsWhenTheBrowserHasGone() {
        start();
        emitter.broken = true;
        stream.ping();
        runTasks();

        assertThat(emitter.completed).isTrue();
        stream.ping();
        assertThat(tasks).isEmpty();
        stream.close();
        assertThat(cleanUps).isEqualTo(1);
    }

    @Test
    void cleansUpAfterAnEndBeforeTheStart() {
        stream.close();
        start();

        assertThat(cleanUps).isEqualTo(1);
        assertThat(tasks).isEmpty();
    }
}

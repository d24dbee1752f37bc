package io.genosdb.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Node;
import io.genosdb.value.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A client that knows nothing but the events; checks that none is redundant. */
final class Replay implements MapListener {

    private record State(JsonObject value, List<String> edges, HybridTimestamp timestamp) {}

    final List<MapEvent> events = new ArrayList<>();
    private final Map<String, State> nodes = new HashMap<>();
    private boolean initialOver;

    @Override
    public synchronized void onEvent(MapEvent event) {
        events.add(event);
        State before = nodes.get(event.id());
        switch (event.action()) {
            case INITIAL, ADDED -> {
                initialOver |= event.action() == Action.ADDED;
                assertThat(initialOver)
                        .as("%s comes after initial events", event)
                        .isEqualTo(event.action() == Action.ADDED);
                assertThat(before).as("%s is new", event).isNull();
                nodes.put(event.id(), state(event));
            }
            case UPDATED -> {
                initialOver = true;
                assertThat(before).as("%s is known", event).isNotNull().isNotEqualTo(state(event));
                nodes.put(event.id(), state(event));
            }
            case REMOVED -> {
                initialOver = true;
                assertThat(before).as("%s is known", event).isNotNull();
                assertThat(event.value()).isNull();
                nodes.remove(event.id());
            }
        }
    }

    private static State state(MapEvent event) {
        assertThat(event.value()).as("value of %s", event).isNotNull();
        return new State(event.value(), List.copyOf(event.edges()), event.timestamp());
    }

    synchronized void assertShows(List<Node> result) {
        assertThat(nodes).isEqualTo(result.stream().collect(Collectors.toMap(Node::id, (Function<Node, State>)
                node -> new State(node.value(), List.copyOf(node.edges()), node.timestamp()))));
    }

    /** The events since the last call, as "ADDED a" and so on. */
    synchronized List<String> take() {
        List<String> taken =
                events.stream().map(event -> event.action() + " " + event.id()).toList();
        events.clear();
        return taken;
    }

    synchronized int size() {
        return nodes.size();
    }
}

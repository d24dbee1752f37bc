package io.genosdb.live;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events that wait for one slow consumer: at most one for each node, so that it may miss steps but never the outcome.
 * Its length is bounded by the nodes that ever change, not by the changes.
 *
 * <p>Not thread-safe.
 *
 * @since 0.1
 */
public final class ConflatingQueue {

    private final Map<String, MapEvent> pending = new LinkedHashMap<>();

    /** Makes an empty queue. */
    public ConflatingQueue() {}

    /**
     * Adds an event behind those of other nodes, or in place of the one that waits for the same node: what the consumer was
     * not told of and is gone again it will not be told of at all.
     *
     * @param event the event, which follows all those offered before
     */
    public void offer(MapEvent event) {
        MapEvent earlier = pending.get(event.id());
        MapEvent both = earlier == null ? event : conflated(earlier, event);
        if (both == null) {
            pending.remove(event.id());
        } else {
            pending.put(event.id(), both);
        }
    }

    private static @Nullable MapEvent conflated(MapEvent earlier, MapEvent later) {
        boolean unknown = earlier.action() == Action.INITIAL || earlier.action() == Action.ADDED;
        if (later.action() == Action.REMOVED) {
            return unknown ? null : later;
        }
        Action action = unknown ? earlier.action() : Action.UPDATED;
        return new MapEvent(action, later.id(), later.value(), later.edges(), later.timestamp());
    }

    /**
     * Takes the event that has waited longest.
     *
     * @return the event, or {@code null} where none waits
     */
    public @Nullable MapEvent poll() {
        Iterator<MapEvent> first = pending.values().iterator();
        if (!first.hasNext()) {
            return null;
        }
        MapEvent event = first.next();
        first.remove();
        return event;
    }

    /**
     * How many events wait.
     *
     * @return their number
     */
    public int size() {
        return pending.size();
    }
}

package io.genosdb.spring;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.live.Action;
import io.genosdb.live.MapEvent;
import io.genosdb.value.JsonObject;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One step of the result of a live query, its value typed.
 *
 * @param <T> the type of the value
 * @param action what happened
 * @param id the node
 * @param value the node's value; {@code null} exactly for {@link Action#REMOVED}
 * @param edges the nodes that it links to; for {@link Action#REMOVED} the last that are known
 * @param timestamp the node's version; for {@link Action#REMOVED} that of the removal, or of the change that took the node
 *     out of the result
 * @since 0.1
 */
public record GenosEvent<T>(
        Action action, String id, @Nullable T value, List<String> edges, HybridTimestamp timestamp) {

    /**
     * An event with its value read as an object of the application.
     *
     * @param <T> the type of the value
     * @param event the event
     * @param reader reads the value; not asked where the node was removed
     * @return the same event, typed
     */
    public static <T> GenosEvent<T> of(MapEvent event, Function<JsonObject, T> reader) {
        JsonObject value = event.value();
        T read = value == null ? null : reader.apply(value);
        return new GenosEvent<>(event.action(), event.id(), read, event.edges(), event.timestamp());
    }

    /** Action, identifier and version; never the value, which may be large or private. */
    @Override
    public String toString() {
        return action + " " + id + "@" + timestamp;
    }
}

package io.genosdb;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.value.JsonObject;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes that belong together, for {@link GenosDatabase#write}. Of two writes of one node's value, or of one edge, the later
 * stands. Not thread-safe.
 *
 * @since 0.1
 */
public final class WriteBatch {

    /** One edge, from here to there. */
    record Link(String source, String target) {}

    private final Map<String, JsonObject> values = new LinkedHashMap<>();
    private final Map<Link, Boolean> links = new LinkedHashMap<>();
    private final Set<String> linked = new HashSet<>();
    private final Set<String> removals = new LinkedHashSet<>();
    private final Map<String, Optional<HybridTimestamp>> expectations = new LinkedHashMap<>();

    /** Begins an empty batch. */
    public WriteBatch() {}

    /**
     * Puts a node, as {@link GenosDatabase#put(JsonObject, String)} does.
     *
     * @param value the node's value
     * @param id the node's identifier
     * @return this batch
     * @throws IllegalArgumentException if the batch removes the node
     */
    public WriteBatch put(JsonObject value, String id) {
        checkKept(id);
        values.put(id, Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Links two nodes that are there or that the batch puts.
     *
     * @param source where the edge begins
     * @param target where it leads
     * @return this batch
     * @throws IllegalArgumentException if the batch removes one of them
     */
    public WriteBatch link(String source, String target) {
        checkKept(target);
        linked.add(target);
        return edge(source, target, true);
    }

    /**
     * Cuts an edge. One that is not there is cut all the same, so that it stays cut where an older link arrives late.
     *
     * @param source where the edge begins
     * @param target where it leads
     * @return this batch
     * @throws IllegalArgumentException if the batch removes the source
     */
    public WriteBatch unlink(String source, String target) {
        return edge(source, target, false);
    }

    private WriteBatch edge(String source, String target, boolean isLinked) {
        checkKept(source);
        linked.add(source);
        links.put(new Link(source, target), isLinked);
        return this;
    }

    private void checkKept(String id) {
        if (removals.contains(Objects.requireNonNull(id, "id"))) {
            throw new IllegalArgumentException(
                    "the batch removes node '" + id + "': all its writes have one version, so it cannot bring it back");
        }
    }

    /**
     * Removes a node, its edges, and the edges that lead to it. Where there is no such node, nothing is written.
     *
     * @param id the identifier
     * @return this batch
     * @throws IllegalArgumentException if the batch puts or links the node
     */
    public WriteBatch remove(String id) {
        if (values.containsKey(id) || linked.contains(id)) {
            throw new IllegalArgumentException("the batch writes node '" + id + "', so it cannot remove it too");
        }
        removals.add(id);
        return this;
    }

    /**
     * Lets the batch be written only if a node is still what the caller knows.
     *
     * @param id the identifier
     * @param timestamp the timestamp of the node as the caller read it; {@code null} where there must be no such node
     * @return this batch
     */
    public WriteBatch expect(String id, @Nullable HybridTimestamp timestamp) {
        expectations.put(id, Optional.ofNullable(timestamp));
        return this;
    }

    /**
     * Whether nothing would be written.
     *
     * @return true for a batch without writes, whatever it expects
     */
    public boolean isEmpty() {
        return values.isEmpty() && links.isEmpty() && removals.isEmpty();
    }

    Map<String, JsonObject> values() {
        return Collections.unmodifiableMap(values);
    }

    /** For every edge whether it is linked or cut. */
    Map<Link, Boolean> links() {
        return Collections.unmodifiableMap(links);
    }

    Set<String> removals() {
        return Collections.unmodifiableSet(removals);
    }

    /** For every node its timestamp, or empty where it must not be there. */
    Map<String, Optional<HybridTimestamp>> expectations() {
        return Collections.unmodifiableMap(expectations);
    }
}

package io.genosdb.graph;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.value.JsonObject;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A node as users see it: an immutable snapshot.
 *
 * @since 0.1
 */
public final class Node {

    private final Vertex vertex;
    private final JsonObject value;
    private final Vertex[] targets;
    private final long timestamp;
    private final @Nullable Access access;

    Node(Vertex vertex, JsonObject value, Vertex[] targets, long timestamp, @Nullable Access access) {
        this.vertex = vertex;
        this.value = value;
        this.targets = targets;
        this.timestamp = timestamp;
        this.access = access;
    }

    /**
     * The identifier.
     *
     * @return the identifier
     */
    public String id() {
        return vertex.id();
    }

    /**
     * The value.
     *
     * @return a JSON object
     */
    public JsonObject value() {
        return value;
    }

    /**
     * The nodes that this one links to, in the order in which they were linked.
     *
     * @return an unmodifiable list of identifiers
     */
    public List<String> edges() {
        return new Identifiers(targets);
    }

    /**
     * When the node last changed: the greatest timestamp of its value and of its edges, cut ones included.
     *
     * @return a hybrid timestamp
     */
    public HybridTimestamp timestamp() {
        return new HybridTimestamp(timestamp);
    }

    /**
     * How many edges leave the node.
     *
     * @return the number of edges
     */
    public int degree() {
        return targets.length;
    }

    /**
     * Where an edge leads, without a look-up by identifier.
     *
     * @param index 0 to {@link #degree()} - 1
     * @return the place of the target, whose node may have been removed since
     */
    public Vertex target(int index) {
        return targets[index];
    }

    /**
     * The node's place in the graph.
     *
     * @return the vertex of this life of the node
     */
    public Vertex vertex() {
        return vertex;
    }

    /**
     * Who may read the node.
     *
     * @return what its access list said when the snapshot was made; {@code null} where it has none
     */
    public @Nullable Access access() {
        return access;
    }

    /**
     * Whether another snapshot of the same life shows the same, and leads to the same places: a target that was removed
     * and put again within one batch has the same identifier and is another vertex.
     */
    boolean shows(Node other) {
        return timestamp == other.timestamp
                && value.equals(other.value)
                && Arrays.equals(targets, other.targets)
                && Objects.equals(access, other.access);
    }

    /** For the next snapshot, which shares them where no edge changed. Not to be changed. */
    Vertex[] targets() {
        return targets;
    }

    /** Nodes are equal when identifier, value, edges and timestamp are. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Node that
                        && timestamp == that.timestamp
                        && id().equals(that.id())
                        && value.equals(that.value)
                        && edges().equals(that.edges()));
    }

    @Override
    public int hashCode() {
        return 31 * id().hashCode() + Long.hashCode(timestamp);
    }

    /** The identifier and the timestamp; never the value, which may be large or private. */
    @Override
    public String toString() {
        return id() + "@" + timestamp();
    }

    private static final class Identifiers extends AbstractList<String> implements RandomAccess {

        private final Vertex[] vertices;

        private Identifiers(Vertex[] vertices) {
            this.vertices = vertices;
        }

        @Override
        public String get(int index) {
            return vertices[index].id();
        }

        @Override
        public int size() {
            return vertices.length;
        }
    }
}

package io.genosdb;

import io.genosdb.clock.HybridTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * A node is not what a {@link WriteBatch} expects: somebody else wrote or removed it meanwhile. Nothing was written.
 *
 * @since 0.1
 */
public final class StaleNodeException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final String nodeId;

    /**
     * Makes the exception.
     *
     * @param nodeId the node
     * @param expected its timestamp as the batch expects it, or {@code null} where it expects no node
     * @param actual its timestamp, or {@code null} where there is no node
     */
    public StaleNodeException(String nodeId, @Nullable HybridTimestamp expected, @Nullable HybridTimestamp actual) {
        super(message(nodeId, expected, actual));
        this.nodeId = nodeId;
    }

    private static String message(String nodeId, @Nullable HybridTimestamp expected, @Nullable HybridTimestamp actual) {
        if (expected == null && actual == null) {
            return "node '" + nodeId + "' came and went meanwhile; repeat the write";
        }
        if (expected == null) {
            return "there is a node '" + nodeId + "' already; read it and write it with its version";
        }
        return actual == null
                ? "node '" + nodeId + "' was removed since version " + expected
                : "node '" + nodeId + "' was changed since version " + expected
                        + ": read it again, then repeat the change";
    }

    /**
     * The node.
     *
     * @return its identifier
     */
    public String nodeId() {
        return nodeId;
    }
}

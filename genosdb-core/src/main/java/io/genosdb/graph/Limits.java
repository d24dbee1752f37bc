package io.genosdb.graph;

import io.genosdb.value.JsonValue;

/**
 * What a node may be, checked before anything is written.
 *
 * @param maxValueBytes the largest canonical form of a value, in bytes
 * @param maxDepth the deepest nesting of a value, at most {@link JsonValue#MAX_DEPTH}
 * @param maxIdLength the longest identifier, in UTF-16 code units
 * @param maxEdges the most edges of one node
 * @since 0.1
 */
public record Limits(int maxValueBytes, int maxDepth, int maxIdLength, int maxEdges) {

    /** 1 MiB, 32 levels, 256 characters, 65,536 edges. */
    public static final Limits DEFAULTS = new Limits(1 << 20, 32, 256, 1 << 16);

    /**
     * Checks the limits themselves.
     *
     * @throws IllegalArgumentException if one is not positive or the depth is beyond {@link JsonValue#MAX_DEPTH}
     */
    public Limits {
        if (maxValueBytes < 2 || maxDepth < 1 || maxDepth > JsonValue.MAX_DEPTH || maxIdLength < 1 || maxEdges < 1) {
            throw new IllegalArgumentException("limits must be positive, the depth at most " + JsonValue.MAX_DEPTH
                    + ": " + maxValueBytes + ", " + maxDepth + ", " + maxIdLength + ", " + maxEdges);
        }
    }

    /**
     * Checks a node's identifier.
     *
     * @param id the identifier
     * @throws LimitExceededException if it is empty, too long or holds control characters
     */
    public void checkId(String id) {
        if (id.isEmpty()) {
            throw new LimitExceededException("a node's id must not be empty");
        }
        if (id.length() > maxIdLength) {
            throw new LimitExceededException("a node's id has at most " + maxIdLength + " characters, this one has "
                    + id.length() + " (genosdb.limits.max-id-length)");
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < 0x20 || c == 0x7F) {
                throw new LimitExceededException("a node's id has no control characters, this one has U+"
                        + String.format("%04X", (int) c) + " at index " + i);
            }
        }
    }

    void checkDepth(JsonValue value) {
        if (value.depth() > maxDepth) {
            throw new LimitExceededException("a value nests at most " + maxDepth + " levels, this one has "
                    + value.depth() + " (genosdb.limits.max-depth)");
        }
    }

    void checkSize(int bytes) {
        if (bytes > maxValueBytes) {
            throw new LimitExceededException("a value has at most " + maxValueBytes
                    + " bytes in canonical form, this one has " + bytes + " (genosdb.limits.max-value-size)");
        }
    }

    /**
     * Checks the number of a node's edges.
     *
     * @param nodeId the node
     * @param edges how many edges it would have
     * @throws LimitExceededException if that is too many
     */
    public void checkEdges(String nodeId, int edges) {
        if (edges > maxEdges) {
            throw new LimitExceededException("node '" + nodeId + "' has " + maxEdges
                    + " edges, as many as a node may have (genosdb.limits.max-edges)");
        }
    }
}

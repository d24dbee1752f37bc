package io.genosdb.graph;

import java.util.NoSuchElementException;

/**
 * A link or unlink names a node that is not there. Nothing was written.
 *
 * @since 0.1
 */
public final class NodeNotFoundException extends NoSuchElementException {

    private static final long serialVersionUID = 1L;

    private final String nodeId;

    /**
     * Makes the exception.
     *
     * @param nodeId the missing node
     */
    public NodeNotFoundException(String nodeId) {
        super("there is no node '" + nodeId + "'; put it before linking it");
        this.nodeId = nodeId;
    }

    /**
     * The missing node.
     *
     * @return its identifier
     */
    public String nodeId() {
        return nodeId;
    }
}

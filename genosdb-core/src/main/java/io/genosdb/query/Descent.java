package io.genosdb.query;

import io.genosdb.graph.Node;
import io.genosdb.graph.Vertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    private Node[] nodes = new Node[64];
    private int[] first = new int[64];
    private int[] second = new int[64];
    private boolean[] selfLinked = new boolean[64];

    /** Pairs of a node's number and the start that newly reaches it. */
    private int[] work = new int[128];

    private int workSize;
    private final int starts;

    private Descent(List<Node> startingNodes) {
        for (Node start : startingNodes) {
            int number = add(start);
            first[number] = number;
        }
        starts = numbers.size();
        for (int number = starts - 1; number >= 0; number--) {
            push(number, number);
        }
    }

    /** The descendants, in no particular order. */
    static List<Node> of(List<Node> startingNodes) {
        var descent = new Descent(startingNodes);
        while (descent.workSize > 0) {
            descent.step();
        }
        return descent.reached();
    }

    private void step() {
        int start = work[--workSize];
        int number = work[--workSize];
        Node node = nodes[number];
        int degree = node.degree();
        for (int i = 0; i < degree; i++) {
            Vertex target = node.target(i);
            int known = numbers.get(target);
            if (known >= 0) {
                meet(known, start);
                selfLinked[known] |= known == number;
            } else {
                Node next = target.node();
                if (next != null) {
                    int added = add(next);
                    first[added] = start;
                    push(added, start);
                }
            }
        }
    }

    private void meet(int number, int start) {
        if (first[number] != start && second[number] == NONE) {
            second[number] = start;
            push(number, start);
        }
    }

    private int add(Node node) {
        int number = numbers.number(node.vertex());
        if (number == nodes.length) {
            nodes = Arrays.copyOf(nodes, number * 2);
            first = Arrays.copyOf(first, number * 2);
            second = Arrays.copyOf(second, number * 2);
            selfLinked = Arrays.copyOf(selfLinked, number * 2);
        }
        nodes[number] = node;
        second[number] = NONE;
        return number;
    }

    private void push(int number, int start) {
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
            if (number >= starts || second[number] != NONE || selfLinked[number]) {
                reached.add(nodes[number]);
            }
        }
        return reached;
    }
}

package io.genosdb.query;

import io.genosdb.graph.Node;
import io.genosdb.graph.Reader;
import io.genosdb.graph.Vertex;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Answers, within one run of a query, whether a node has a descendant that meets a condition.
 *
 * <p>The part of the graph that was asked about is explored once, by an iterative depth-first search that finds the
 * strongly connected components (Tarjan 1972). Components come out with successors first, so what can be reached from
 * each is known by one look at its edges; a condition costs one test for each node explored, however many nodes ask and
 * however deep conditions nest. A node is not its own descendant, unless it links to itself; that cycles lead back is
 * told apart by counting the matches within a component. One thread; the snapshots seen are those of the first visit.
 */
final class Reachability {

    private static final Reachability NONE = new Reachability(0, Reader.EVERYTHING);
    private static final int ABSENT = -1;

    private static final byte BELOW = 1;
    private static final byte ONE_HERE = 2;
    private static final byte MORE_HERE = 3;

    private final @Nullable Matches[] matches;
    private final Reader reader;

    private final VertexNumbers numbers = new VertexNumbers();
    private Node[] nodes = {};
    private int[] edgeStart = {};
    private int[] low = {};
    private int[] component = {};
    private int[] edges = {};
    private int edgeCount;

    private int[] members = {};
    private int memberCount;
    private int[] memberStart = {0, 0, 0, 0};
    private int componentCount;

    private int[] path = {};
    private int[] nextEdge = {};
    private int[] open = {};
    private int pathSize;
    private int openSize;

    /** What is known for one condition. */
    private static final class Matches {
        private boolean[] matching = {};
        private byte[] components = {};
        private int known;
    }

    private Reachability(int ordinals, Reader reader) {
        this.reader = reader;
        matches = new Matches[ordinals];
    }

    static Reachability of(int ordinals, Reader reader) {
        return ordinals == 0 ? NONE : new Reachability(ordinals, reader);
    }

    /** What the reader may not read is not there, and leads nowhere. */
    private @Nullable Node visible(Vertex vertex) {
        Node node = vertex.node();
        return node != null && reader.mayRead(node) ? node : null;
    }

    boolean test(Condition.Descendant condition, Node node) {
        int number = explore(node.vertex());
        if (number == ABSENT) {
            return false;
        }
        Matches found = matches(condition);
        byte flags = found.components[component[number]];
        return flags == ONE_HERE ? !found.matching[number] || linksToItself(number) : flags != 0;
    }

    private boolean linksToItself(int number) {
        for (int i = edgeStart[number]; i < edgeEnd(number); i++) {
            if (edges[i] == number) {
                return true;
            }
        }
        return false;
    }

    private int edgeEnd(int number) {
        return edgeStart[number + 1];
    }

    private Matches matches(Condition.Descendant condition) {
        Matches found = matches[condition.ordinal()];
        if (found == null) {
            found = new Matches();
            matches[condition.ordinal()] = found;
        }
        if (found.known < componentCount) {
            found.matching = Arrays.copyOf(found.matching, nodes.length);
            found.components = Arrays.copyOf(found.components, memberStart.length);
            for (int c = found.known; c < componentCount; c++) {
                found.components[c] = flags(c, condition.part(), found);
            }
            found.known = componentCount;
        }
        return found;
    }

    /** What is found below answers for every member, so the members themselves are tested only where nothing is. */
    private byte flags(int c, Condition part, Matches found) {
        for (int m = memberStart[c]; m < memberStart[c + 1]; m++) {
            if (hasMatchBelow(members[m], c, found)) {
                return BELOW;
            }
        }
        int here = 0;
        for (int m = memberStart[c]; m < memberStart[c + 1] && here < 2; m++) {
            int member = members[m];
            if (part.test(nodes[member], this)) {
                found.matching[member] = true;
                here++;
            }
        }
        return here == 0 ? 0 : here == 1 ? ONE_HERE : MORE_HERE;
    }

    private boolean hasMatchBelow(int member, int c, Matches found) {
        for (int e = edgeStart[member]; e < edgeEnd(member); e++) {
            int target = edges[e];
            if (target != ABSENT && component[target] != c && found.components[component[target]] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Explores everything that can be reached from a vertex; gives its number, or {@link #ABSENT}. */
    private int explore(Vertex vertex) {
        int known = numbers.get(vertex);
        if (known >= 0) {
            return known;
        }
        Node node = visible(vertex);
        if (node == null) {
            return ABSENT;
        }
        int root = enter(node);
        while (pathSize > 0) {
            step();
        }
        return root;
    }

    private void step() {
        int number = path[pathSize - 1];
        int edge = nextEdge[pathSize - 1];
        if (edge == edgeEnd(number)) {
            leave(number);
            return;
        }
        nextEdge[pathSize - 1]++;
        Vertex target = nodes[number].target(edge - edgeStart[number]);
        int known = numbers.get(target);
        if (known >= 0) {
            edges[edge] = known;
            if (component[known] == ABSENT) {
                low[number] = Math.min(low[number], known);
            }
            return;
        }
        Node node = visible(target);
        // Not in one statement: entering may replace the array.
        int entered = node == null ? ABSENT : enter(node);
        edges[edge] = entered;
    }

    private int enter(Node node) {
        int number = numbers.number(node.vertex());
        if (number + 2 > nodes.length) {
            growNodes();
        }
        nodes[number] = node;
        low[number] = number;
        component[number] = ABSENT;
        edgeStart[number] = edgeCount;
        edgeCount += node.degree();
        edgeStart[number + 1] = edgeCount;
        if (edgeCount > edges.length) {
            edges = Arrays.copyOf(edges, Math.max(edgeCount, edges.length * 2));
        }
        path[pathSize] = number;
        nextEdge[pathSize++] = edgeStart[number];
        open[openSize++] = number;
        return number;
    }

    private void leave(int number) {
        pathSize--;
        if (pathSize > 0) {
            int parent = path[pathSize - 1];
            low[parent] = Math.min(low[parent], low[number]);
        }
        if (low[number] != number) {
            return;
        }
        int member;
        do {
            member = open[--openSize];
            component[member] = componentCount;
            members[memberCount++] = member;
        } while (member != number);
        componentCount++;
        if (componentCount + 1 > memberStart.length) {
            memberStart = Arrays.copyOf(memberStart, memberStart.length * 2);
        }
        memberStart[componentCount] = memberCount;
    }

    private void growNodes() {
        int capacity = Math.max(64, nodes.length * 2);
        nodes = Arrays.copyOf(nodes, capacity);
        low = Arrays.copyOf(low, capacity);
        component = Arrays.copyOf(component, capacity);
        edgeStart = Arrays.copyOf(edgeStart, capacity);
        members = Arrays.copyOf(members, capacity);
        path = Arrays.copyOf(path, capacity);
        nextEdge = Arrays.copyOf(nextEdge, capacity);
        open = Arrays.copyOf(open, capacity);
    }
}

package io.genosdb.query;

import io.genosdb.graph.Graph;
import io.genosdb.graph.Node;
import io.genosdb.graph.NodeChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Runs queries over one graph and keeps its indexes.
 *
 * <p>{@link #apply} is for the one writer of the graph, right after each merge. Everything else may be called by any
 * thread at any time; reads take no locks and never wait.
 *
 * @since 0.1
 */
public final class QueryEngine {

    private final Graph graph;

    /**
     * Makes an engine that builds automatic indexes in the thread whose query asks for one.
     *
     * @param graph the graph
     * @param options which indexes to keep
     */
    public QueryEngine(Graph graph, IndexOptions options) {
        this(graph, options, Runnable::run);
    }

    /**
     * Makes an engine.
     *
     * @param graph the graph
     * @param options which indexes to keep
     * @param indexBuilder runs the building of automatic indexes
     */
    public QueryEngine(Graph graph, IndexOptions options, Executor indexBuilder) {
        this.graph = graph;
    }

    /**
     * Makes an index that exists from now on and stays. For the writer.
     *
     * @param definition the index
     */
    public void declareIndex(IndexDefinition definition) {}

    /**
     * The indexes there are.
     *
     * @return a new list
     */
    public List<IndexStatus> indexes() {
        return List.of();
    }

    /**
     * Follows the graph. For the writer, after each merge.
     *
     * @param changes what the merge did
     */
    public void apply(List<NodeChange> changes) {}

    /**
     * Runs a query.
     *
     * @param query the query
     * @return a new list of the nodes found, in the query's order
     * @throws InvalidQueryException if a cursor is not in the result and the query does not ask for an empty page then
     */
    public List<Node> run(Query query) {
        List<Node> matching = matching(query);
        matching.sort(query.comparator());
        return window(query, matching);
    }

    /**
     * Counts what {@link #run} would find.
     *
     * @param query the query
     * @return how many nodes the result has
     * @throws InvalidQueryException as {@link #run}
     */
    public long count(Query query) {
        return run(query).size();
    }

    /**
     * Runs a query and says how.
     *
     * @param query the query
     * @return what was used and what it took
     * @throws InvalidQueryException as {@link #run}
     */
    public Explanation explain(Query query) {
        int returned = run(query).size();
        int size = graph.vertices().size();
        return new Explanation("scan", List.of(), size, returned, 0, returned, false, size);
    }

    private List<Node> matching(Query query) {
        Reachability reachability = query.reachability();
        var found = new ArrayList<Node>();
        graph.vertices().forEach(vertex -> {
            Node node = vertex.node();
            if (node != null && query.condition().test(node, reachability)) {
                found.add(node);
            }
            return true;
        });
        Condition descendants = query.descendants();
        if (descendants == null) {
            return found;
        }
        List<Node> reached = Descent.of(found);
        reached.removeIf(node -> !descendants.test(node, reachability));
        return reached;
    }

    private static List<Node> window(Query query, List<Node> sorted) {
        int from = 0;
        int to = sorted.size();
        String after = query.after();
        if (after != null) {
            int place = indexOf(sorted, after, query, "$after");
            from = place < 0 ? to : place + 1;
        }
        String before = query.before();
        if (before != null) {
            to = Math.max(0, indexOf(sorted, before, query, "$before"));
        }
        to = (int) Math.min(to, (long) from + query.limit().orElse(Integer.MAX_VALUE));
        return from >= to ? new ArrayList<>() : new ArrayList<>(sorted.subList(from, to));
    }

    private static int indexOf(List<Node> nodes, String id, Query query, String option) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).id().equals(id)) {
                return i;
            }
        }
        if (query.missingCursor() == MissingCursor.EMPTY) {
            return -1;
        }
        throw new InvalidQueryException("at " + option + ": node '" + id + "' is not in the result (any more);"
                + " begin again without a cursor, or ask for an empty page by missingCursor: 'empty'");
    }
}

package io.genosdb.query;

import io.genosdb.graph.Graph;
import io.genosdb.graph.Node;
import io.genosdb.graph.NodeChange;
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
    private final Indexes indexes;
    private final IndexAdvisor advisor;

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
        this.indexes = new Indexes(graph, options, indexBuilder);
        this.advisor = new IndexAdvisor(indexes, options);
    }

    /**
     * Makes an index that exists from now on and stays. For the writer.
     *
     * @param definition the index
     */
    public void declareIndex(IndexDefinition definition) {
        indexes.declare(definition);
    }

    /**
     * The indexes there are.
     *
     * @return a new list
     */
    public List<IndexStatus> indexes() {
        return indexes.status();
    }

    /**
     * Follows the graph. For the writer, after each merge.
     *
     * @param changes what the merge did
     */
    public void apply(List<NodeChange> changes) {
        indexes.apply(changes);
    }

    /**
     * Runs a query.
     *
     * @param query the query
     * @return a new list of the nodes found, in the query's order
     * @throws InvalidQueryException if a cursor is not in the result and the query does not ask for an empty page then
     */
    public List<Node> run(Query query) {
        var execution = new Execution(graph, indexes, query);
        List<Node> nodes = execution.nodes();
        advisor.observe(query, execution);
        return nodes;
    }

    /**
     * Counts what {@link #run} would find.
     *
     * @param query the query
     * @return how many nodes the result has
     * @throws InvalidQueryException as {@link #run}
     */
    public long count(Query query) {
        var execution = new Execution(graph, indexes, query);
        long count = execution.count();
        advisor.observe(query, execution);
        return count;
    }

    /**
     * Runs a query and says how.
     *
     * @param query the query
     * @return what was used and what it took
     * @throws InvalidQueryException as {@link #run}
     */
    public Explanation explain(Query query) {
        var execution = new Execution(graph, indexes, query);
        return execution.explain(execution.nodes().size());
    }
}

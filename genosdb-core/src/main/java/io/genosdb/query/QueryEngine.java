package io.genosdb.query;

import io.genosdb.graph.Graph;
import io.genosdb.graph.Node;
import io.genosdb.graph.NodeChange;
import io.genosdb.graph.Reader;
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
     * Runs a query over everything.
     *
     * @param query the query
     * @return as {@link #run(Query, Reader)}
     */
    public List<Node> run(Query query) {
        return run(query, Reader.EVERYTHING);
    }

    /**
     * Runs a query.
     *
     * @param query the query
     * @param reader what of the graph there is to find
     * @return a new list of the nodes found, in the query's order
     * @throws InvalidQueryException if a cursor is not in the result and the query does not ask for an empty page then
     */
    public List<Node> run(Query query, Reader reader) {
        var execution = new Execution(graph, indexes, query, reader);
        List<Node> nodes = execution.nodes();
        advisor.observe(query, execution);
        return nodes;
    }

    /**
     * Counts over everything.
     *
     * @param query the query
     * @return as {@link #count(Query, Reader)}
     */
    public long count(Query query) {
        return count(query, Reader.EVERYTHING);
    }

    /**
     * Counts what {@link #run} would find.
     *
     * @param query the query
     * @param reader what of the graph there is to find
     * @return how many nodes the result has
     * @throws InvalidQueryException as {@link #run}
     */
    public long count(Query query, Reader reader) {
        var execution = new Execution(graph, indexes, query, reader);
        long count = execution.count();
        advisor.observe(query, execution);
        return count;
    }

    /**
     * Runs a query over everything and says how.
     *
     * @param query the query
     * @return as {@link #explain(Query, Reader)}
     */
    public Explanation explain(Query query) {
        return explain(query, Reader.EVERYTHING);
    }

    /**
     * Runs a query and says how.
     *
     * @param query the query
     * @param reader what of the graph there is to find
     * @return what was used and what it took
     * @throws InvalidQueryException as {@link #run}
     */
    public Explanation explain(Query query, Reader reader) {
        var execution = new Execution(graph, indexes, query, reader);
        return execution.explain(execution.nodes().size());
    }
}

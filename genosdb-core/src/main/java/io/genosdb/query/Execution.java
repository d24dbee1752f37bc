package io.genosdb.query;

import io.genosdb.graph.Graph;
import io.genosdb.graph.Node;
import io.genosdb.graph.Reader;
import io.genosdb.graph.Vertex;
import io.genosdb.graph.VertexSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One run of one query: finds candidates, tests them, goes down the edges if asked to, and puts the window of the result
 * in order. One thread.
 */
final class Execution {

    /** Attempts to walk along an index in which nodes move meanwhile, before sorting is the surer way. */
    private static final int MOST_WALKS = 3;

    private final Graph graph;
    private final Indexes indexes;
    private final Query query;
    private final Reader reader;
    private final Condition condition;
    private final Reachability reachability;
    private final int limit;
    private final @Nullable Candidates candidates;

    private @Nullable Node after;
    private @Nullable Node before;
    private @Nullable IndexDefinition walked;
    private long examined;
    private long matched;
    private long descendants;

    Execution(Graph graph, Indexes indexes, Query query, Reader reader) {
        this.graph = graph;
        this.indexes = indexes;
        this.query = query;
        this.reader = reader;
        this.condition = query.condition();
        this.reachability = query.reachability(reader);
        this.limit = query.limit().orElse(Integer.MAX_VALUE);
        this.candidates = new Planner(graph, indexes).plan(condition);
    }

    /** The result, a new list. */
    List<Node> nodes() {
        Condition wanted = query.descendants();
        List<Node> reached = wanted == null ? null : descendants(wanted);
        if (!findCursors(reached) || limit == 0) {
            return new ArrayList<>();
        }
        if (query.sortPaths().isEmpty()) {
            return byArrival(reached);
        }
        FieldPath sortPath = query.onlySortPath();
        List<Node> walk = reached == null && sortPath != null ? walk(sortPath) : null;
        if (walk != null) {
            return walk;
        }
        var selection = new Selection(query.sortPaths(), limit, after, before);
        Predicate<Node> offer = node -> {
            selection.offer(node);
            return true;
        };
        forEachOf(reached, -1, offer);
        return selection.nodes();
    }

    /** The size of the result, without making it where that is possible. */
    long count() {
        if (query.descendants() != null || query.after() != null || query.before() != null) {
            return nodes().size();
        }
        if (condition.equals(Condition.ALWAYS) && reader.equals(Reader.EVERYTHING)) {
            return Math.min(limit, graph.vertices().size());
        }
        forEachMatching(-1, node -> matched < limit);
        return Math.min(limit, matched);
    }

    Explanation explain(int returned) {
        String access = candidates == null ? "scan" : candidates.access();
        List<IndexDefinition> used = candidates == null ? List.of() : candidates.indexes();
        if (walked != null) {
            access = walked + " in order";
            used = List.of(walked);
        }
        int size = graph.vertices().size();
        return new Explanation(access, used, examined, matched, descendants, returned, walked != null, size);
    }

    /** Whether the run looked at many nodes for few, which an index would spare. */
    long examined() {
        return examined;
    }

    long matched() {
        return matched;
    }

    boolean isWalk() {
        return walked != null;
    }

    @Nullable
    Candidates candidates() {
        return candidates;
    }

    private List<Node> descendants(Condition wanted) {
        var starts = new ArrayList<Node>();
        forEachMatching(-1, starts::add);
        List<Node> reached = Descent.of(starts, reader);
        descendants = reached.size();
        var found = new ArrayList<Node>();
        var batch = new CandidateBatch(node -> !wanted.test(node, reachability) || found.add(node));
        for (Node node : reached) {
            batch.add(node);
        }
        batch.flush();
        found.sort(NodeOrder.BY_ARRIVAL);
        return found;
    }

    /** Looks up the cursors; gives false where one is not in the result and an empty page is the answer. */
    private boolean findCursors(@Nullable List<Node> reached) {
        String afterId = query.after();
        String beforeId = query.before();
        after = afterId == null ? null : find(afterId, "$after", reached);
        before = beforeId == null ? null : find(beforeId, "$before", reached);
        return (afterId == null || after != null) && (beforeId == null || before != null);
    }

    private @Nullable Node find(String id, String option, @Nullable List<Node> reached) {
        if (reached == null) {
            Node node = graph.node(id);
            if (node != null && isMatch(node)) {
                return node;
            }
        } else {
            for (Node node : reached) {
                if (node.id().equals(id)) {
                    return node;
                }
            }
        }
        if (query.missingCursor() == MissingCursor.EMPTY) {
            return null;
        }
        throw new InvalidQueryException("at " + option + ": node '" + id + "' is not in the result (any more); begin"
                + " again without a cursor, or ask for an empty page by missingCursor: 'empty'");
    }

    private List<Node> byArrival(@Nullable List<Node> reached) {
        long from = after == null ? -1 : after.vertex().arrival();
        long until = before == null ? Long.MAX_VALUE : before.vertex().arrival();
        var found = new ArrayList<Node>();
        forEachOf(reached, from, node -> {
            if (node.vertex().arrival() >= until) {
                return false;
            }
            found.add(node);
            return found.size() < limit;
        });
        return found;
    }

    private void forEachOf(@Nullable List<Node> reached, long arrival, Predicate<Node> visitor) {
        if (reached == null) {
            forEachMatching(arrival, visitor);
            return;
        }
        for (Node node : reached) {
            if (node.vertex().arrival() > arrival && !visitor.test(node)) {
                return;
            }
        }
    }

    /** Visits the nodes that meet the condition and arrived later, in order of arrival, until the visitor has enough. */
    private void forEachMatching(long arrival, Predicate<Node> visitor) {
        var batch = new CandidateBatch(node -> test(node, visitor));
        Candidates way = candidates;
        if (way != null) {
            way.indexes().forEach(indexes::used);
        }
        boolean goOn;
        if (way == null) {
            goOn = graph.vertices().forEachAfter(arrival, batch::add);
        } else if (way.isSingle()) {
            VertexSet set = way.postings().iterator().next();
            goOn = set.forEachAfter(arrival, vertex -> !way.admits(vertex) || batch.add(vertex));
        } else {
            goOn = forEachOfUnion(way, arrival, batch);
        }
        if (goOn) {
            batch.flush();
        }
    }

    private boolean test(Node node, Predicate<Node> visitor) {
        examined++;
        if (!isMatch(node)) {
            return true;
        }
        matched++;
        return visitor.test(node);
    }

    private boolean isMatch(Node node) {
        return condition.test(node, reachability) && reader.mayRead(node);
    }

    private boolean forEachOfUnion(Candidates way, long arrival, CandidateBatch batch) {
        long moment = indexes.moves().finished();
        var gathered = new ArrayList<Vertex>((int) way.size() + 16);
        for (VertexSet set : way.postings()) {
            set.forEachAfter(arrival, gathered::add);
        }
        List<Vertex> moved = indexes.moves().since(moment);
        if (moved == null) {
            return graph.vertices().forEachAfter(arrival, batch::add);
        }
        for (Vertex vertex : moved) {
            if (vertex.arrival() > arrival) {
                gathered.add(vertex);
            }
        }
        return ArrivalSort.forEachDistinct(gathered, batch::add);
    }

    /** The result by a walk along an index on the sort field, or null where sorting is cheaper or surer. */
    private @Nullable List<Node> walk(FieldPath sortPath) {
        if (!(indexes.get(IndexDefinition.Kind.ORDERED, sortPath) instanceof OrderedIndex index) || !isWalkCheaper()) {
            return null;
        }
        for (int i = 0; i < MOST_WALKS; i++) {
            long moment = indexes.moves().finished();
            examined = 0;
            matched = 0;
            List<Node> found = walk(index);
            if (found != null && indexes.moves().isUnmoved(moment)) {
                indexes.used(index.definition());
                walked = index.definition();
                return found;
            }
        }
        return null;
    }

    /** A walk looks at about limit / selectivity nodes, but at all of them where less than the limit match. */
    private boolean isWalkCheaper() {
        double total = graph.vertices().size();
        if (candidates == null) {
            return true;
        }
        double visits = limit == Integer.MAX_VALUE ? total : limit * total / Math.max(1, candidates.size());
        return Math.min(visits, total) < 2.0 * candidates.size();
    }

    /** One walk, or null where a node is no longer where the index has it: it would be out of order, or be missed. */
    private @Nullable List<Node> walk(OrderedIndex index) {
        var found = new ArrayList<Node>();
        Comparator<Node> order = query.comparator();
        Node begin = after;
        Node end = before;
        SortKey cursor = begin == null ? null : index.path().sortKey(begin);
        boolean[] disturbed = {false};
        for (Map.Entry<SortKey, VertexSet> entry : OrderedWalk.from(index, query, cursor)) {
            SortKey key = entry.getKey();
            boolean atCursor = cursor != null && cursor.compareTo(key) == 0;
            long from = atCursor && begin != null ? begin.vertex().arrival() : -1;
            boolean goOn = entry.getValue().forEachAfter(from, vertex -> {
                Node node = vertex.node();
                if (node == null) {
                    return true;
                }
                disturbed[0] = index.path().sortKey(node).compareTo(key) != 0;
                if (disturbed[0] || (end != null && order.compare(node, end) >= 0)) {
                    return false;
                }
                return test(node, match -> {
                    found.add(match);
                    return found.size() < limit;
                });
            });
            if (!goOn) {
                break;
            }
        }
        return disturbed[0] ? null : found;
    }
}

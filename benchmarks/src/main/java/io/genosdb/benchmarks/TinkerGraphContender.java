package io.genosdb.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.tinkerpop.gremlin.process.traversal.Order;
import org.apache.tinkerpop.gremlin.process.traversal.P;
import org.apache.tinkerpop.gremlin.process.traversal.TextP;
import org.apache.tinkerpop.gremlin.process.traversal.dsl.graph.GraphTraversal;
import org.apache.tinkerpop.gremlin.process.traversal.dsl.graph.GraphTraversalSource;
import org.apache.tinkerpop.gremlin.process.traversal.dsl.graph.__;
import org.apache.tinkerpop.gremlin.structure.T;
import org.apache.tinkerpop.gremlin.structure.Vertex;
import org.apache.tinkerpop.gremlin.tinkergraph.structure.TinkerGraph;

/** TinkerGraph: all in memory; one in a directory is loaded when it opens and saved when it closes. */
final class TinkerGraphContender implements Contender {

    private static final String EDGE = "link";

    private final TinkerGraph graph;
    private final GraphTraversalSource g;
    private List<Object[]> properties = List.of();

    private TinkerGraphContender(BaseConfiguration configuration, boolean indexed) {
        graph = TinkerGraph.open(configuration);
        g = graph.traversal();
        if (indexed) {
            // Its indexes are for equality alone.
            graph.createIndex("city", Vertex.class);
        }
    }

    static TinkerGraphContender inMemory(boolean indexed) {
        return new TinkerGraphContender(new BaseConfiguration(), indexed);
    }

    static TinkerGraphContender in(Path directory, boolean indexed) {
        var configuration = new BaseConfiguration();
        configuration.setProperty(TinkerGraph.GREMLIN_TINKERGRAPH_GRAPH_FORMAT, "gryo");
        configuration.setProperty(
                TinkerGraph.GREMLIN_TINKERGRAPH_GRAPH_LOCATION,
                directory.resolve("graph.kryo").toString());
        return new TinkerGraphContender(configuration, indexed);
    }

    @Override
    public void prepare(List<User> users) {
        properties = users.stream()
                .map(user -> new Object[] {
                    T.id,
                    user.id(),
                    T.label,
                    "user",
                    "type",
                    user.type(),
                    "name",
                    user.name(),
                    "age",
                    user.age(),
                    "city",
                    user.city(),
                    "tags",
                    // Its file format knows no other list.
                    new ArrayList<>(user.tags()),
                    "score",
                    user.score()
                })
                .toList();
    }

    @Override
    public void insert(int index) {
        graph.addVertex(properties.get(index));
    }

    @Override
    public void overwrite(int index) {
        Object[] keyValues = properties.get(index);
        Vertex vertex = vertex(keyValues[1]);
        for (int i = 4; i < keyValues.length; i += 2) {
            vertex.property((String) keyValues[i], keyValues[i + 1]);
        }
    }

    @Override
    public Object get(String id) {
        return vertex(id);
    }

    private Vertex vertex(Object id) {
        return graph.vertices(id).next();
    }

    @Override
    public List<?> equality() {
        return g.V().has("city", CITY).toList();
    }

    @Override
    public List<?> range() {
        return g.V().has("type", "user").has("age", P.gt(AGE)).toList();
    }

    @Override
    public List<?> firstPage() {
        return g.V().order().by("age", Order.desc).limit(PAGE).toList();
    }

    @Override
    public List<?> nextPage() {
        return g.V().order().by("age", Order.desc).range(PAGE, 2 * PAGE).toList();
    }

    @Override
    public List<?> text() {
        return g.V().has("name", TextP.containing(TEXT)).toList();
    }

    @Override
    public List<?> regex() {
        return g.V().has("name", TextP.regex("(?i)" + TEXT)).toList();
    }

    @Override
    public String name(Object hit) {
        return ((Vertex) hit).value("name");
    }

    @Override
    public void load(Maze maze) {
        for (int node = 0; node < Maze.NODES; node++) {
            graph.addVertex(T.id, Maze.id(node), "name", Maze.name(node), "kind", maze.kind(node));
        }
        for (int node = 0; node < Maze.NODES; node++) {
            for (int target : maze.links().get(node)) {
                vertex(Maze.id(node)).addEdge(EDGE, vertex(Maze.id(target)));
            }
        }
    }

    @Override
    public List<?> reachable() {
        return g.V(Maze.id(0))
                .repeat(__.out(EDGE).dedup())
                .emit()
                .has("kind", "hit")
                .toList();
    }

    @Override
    public List<?> nested() {
        return g.V(Maze.id(0))
                .repeat(__.out(EDGE).dedup())
                .emit()
                .has("kind", "hit")
                .where(leadsOn(Maze.NESTING - 1))
                .toList();
    }

    private static GraphTraversal<Vertex, Vertex> leadsOn(int more) {
        GraphTraversal<Vertex, Vertex> hit =
                __.repeat(__.out(EDGE).dedup()).emit().has("kind", "hit");
        return more == 1 ? hit : hit.where(leadsOn(more - 1));
    }

    @Override
    public void close() {
        graph.close();
    }
}

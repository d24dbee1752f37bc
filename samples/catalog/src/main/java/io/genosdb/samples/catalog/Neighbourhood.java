package io.genosdb.samples.catalog;

import static io.genosdb.query.Query.where;

import io.genosdb.graph.Node;
import io.genosdb.query.Criteria;
import io.genosdb.query.Order;
import io.genosdb.spring.GenosOperations;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What lies around a node. Repositories know one type each; the picture shows all of them, so this works on nodes. Edges
 * are followed both ways: forward they are in the node, and backward a hash index finds who names it.
 */
@Component
class Neighbourhood {

    /** More would be no picture. */
    static final int MOST_NODES = 400;

    private final GenosOperations genos;

    Neighbourhood(GenosOperations genos) {
        this.genos = genos;
    }

    /**
     * Some of a node's neighbours.
     *
     * @param nodes those asked for; of all of them, the ones that the node links to come first
     * @param total how many there are
     */
    record Neighbours(List<GraphNode> nodes, long total) {}

    GraphNode node(String id) {
        return shown(find(id));
    }

    Neighbours neighbours(String id, int skip, int limit) {
        Node node = find(id);
        return new Neighbours(
                nextTo(node, skip, limit).stream().map(this::shown).toList(), count(node));
    }

    /** A node, its neighbours, theirs and so on: the nearest first, and of each node only the first few. */
    List<GraphNode> around(String id, int depth, int fan) {
        var found = new LinkedHashMap<String, Node>();
        List<Node> ring = List.of(find(id));
        ring.forEach(node -> found.put(node.id(), node));
        for (int step = 0; step < depth; step++) {
            var next = new ArrayList<Node>();
            for (Node node : ring) {
                for (Node neighbour : nextTo(node, 0, fan)) {
                    if (found.size() < MOST_NODES && found.putIfAbsent(neighbour.id(), neighbour) == null) {
                        next.add(neighbour);
                    }
                }
            }
            ring = next;
        }
        return found.values().stream().map(this::shown).toList();
    }

    GraphNode shown(Node node) {
        String type = type(node);
        var facts = new LinkedHashMap<String, Object>();
        node.value().forEach((name, value) -> {
            if (!name.equals("type") && !Relation.isMember(type, name) && !value.equals(JsonValue.of(null))) {
                facts.put(name, value);
            }
        });
        String label = label(facts, node.id());
        return new GraphNode(node.id(), type, label, facts, List.copyOf(node.edges()), count(node), node.timestamp());
    }

    private static String label(Map<String, Object> facts, String otherwise) {
        for (String name : List.of("name", "title")) {
            if (facts.get(name) instanceof JsonString text) {
                facts.remove(name);
                return text.value();
            }
        }
        return otherwise;
    }

    private static String type(Node node) {
        return node.value().get("type") instanceof JsonString text ? text.value() : "";
    }

    private List<Node> nextTo(Node node, int skip, int limit) {
        var targets = node.edges();
        var result = new ArrayList<Node>();
        for (String target : targets.subList(Math.min(skip, targets.size()), Math.min(skip + limit, targets.size()))) {
            genos.get(target).ifPresent(result::add);
        }
        int passed = Math.max(0, skip - targets.size());
        for (Relation relation : Relation.to(type(node))) {
            int wanted = limit - result.size();
            if (wanted > 0) {
                var sources = genos.map(sources(relation, node)
                        .orderBy(relation.label(), Order.ASC)
                        .limit(passed + wanted));
                result.addAll(sources.subList(Math.min(passed, sources.size()), sources.size()));
            }
        }
        return result;
    }

    private long count(Node node) {
        return node.degree()
                + Relation.to(type(node)).stream()
                        .mapToLong(
                                relation -> genos.count(sources(relation, node).toQuery()))
                        .sum();
    }

    private static Criteria sources(Relation relation, Node node) {
        return where("type").is(relation.source()).and(relation.member()).is(node.id());
    }

    private Node find(String id) {
        return genos.get(id).orElseThrow(() -> new NotInCatalogException(id));
    }
}

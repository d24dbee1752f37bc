package io.genosdb.graph;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a set of entries amounts to, worked out twice: by a graph that merges them at once, and by the naive model of the rules.
 *
 * @param digest the digest of the state
 * @param nodes the visible nodes, in words
 */
public record ExpectedState(Hash256 digest, Map<String, String> nodes) {

    /** Works it out. */
    public static ExpectedState of(Collection<Entry> entries) {
        var model = new GraphModel(entries);
        var graph = new Graph();
        graph.merge(List.copyOf(entries));
        Map<String, String> nodes = inWords(model.nodes());
        if (!model.digest().equals(graph.digest()) || !nodes.equals(inWords(GraphModel.nodesOf(graph)))) {
            throw new AssertionError("graph and model of the same entries differ");
        }
        return new ExpectedState(graph.digest(), nodes);
    }

    /** The digest alone, by the graph alone. */
    public static Hash256 digestOf(Collection<Entry> entries) {
        var graph = new Graph();
        graph.merge(List.copyOf(entries));
        return graph.digest();
    }

    private static Map<String, String> inWords(Map<String, GraphModel.VisibleNode> nodes) {
        var words = new TreeMap<String, String>();
        nodes.forEach((id, node) -> words.put(id, node.value() + " -> " + node.edges()));
        return words;
    }

    /** A visible node in the same words. */
    public static String inWords(Node node) {
        return node.value() + " -> " + node.edges();
    }
}

package io.genosdb.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a query was run, and what it took.
 *
 * @param access how nodes were found: {@code scan}, {@code id}, or the way an index was used, as in {@code hash(city)}
 * @param indexes the indexes used
 * @param candidates how many nodes were looked at to find those that meet the filter
 * @param matched how many of them met the filter; of a query with a limit, as far as it had to look
 * @param descendants how many descendants {@code $edge} at the top reached; 0 without it
 * @param returned how many nodes are in the result
 * @param sortedByIndex whether an index gave the order, so that nothing had to be sorted
 * @param nodes how many nodes there are
 * @since 0.1
 */
public record Explanation(
        String access,
        List<IndexDefinition> indexes,
        long candidates,
        long matched,
        long descendants,
        long returned,
        boolean sortedByIndex,
        long nodes) {

    /** Copies the list. */
    public Explanation {
        indexes = List.copyOf(indexes);
    }

    /**
     * The same as plain data.
     *
     * @return a new map
     */
    public Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("access", access);
        map.put("indexes", indexes.stream().map(IndexDefinition::toString).toList());
        map.put("candidates", candidates);
        map.put("matched", matched);
        map.put("descendants", descendants);
        map.put("returned", returned);
        map.put("sortedByIndex", sortedByIndex);
        map.put("nodes", nodes);
        return map;
    }

    @Override
    public String toString() {
        return access + ": " + candidates + " candidates of " + nodes + " nodes, " + matched + " matched"
                + (descendants > 0 ? ", " + descendants + " descendants" : "")
                + ", " + returned + " returned" + (sortedByIndex ? ", sorted by index" : "");
    }
}

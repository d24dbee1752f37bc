package io.genosdb.benchmarks;

import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The graph that {@code $edge} is measured on: 8,000 nodes, each with three edges, all of them within ten steps of node 0.
 * The nodes lie in levels that are each up to three times as wide as the one above; the edges of the last level lead back
 * to anywhere, so there are cycles.
 *
 * @param links the three targets of each node
 * @param hits which nodes are looked for: 500, never node 0
 */
record Maze(List<int[]> links, List<Boolean> hits) {

    static final int NODES = 8_000;
    static final int HITS = 500;
    /** How often {@code $edge} is nested in {@link Contender#nested}. */
    static final int NESTING = 10;

    private static final int FAN_OUT = 3;
    private static final int DEPTH = 10;

    static Maze generate(long seed) {
        var random = new Random(seed);
        int[] firsts = levels();
        var links = new ArrayList<int[]>(NODES);
        for (int level = 0; level <= DEPTH; level++) {
            int width = firsts[level + 1] - firsts[level];
            for (int i = 0; i < width; i++) {
                links.add(level < DEPTH ? below(i, firsts[level + 1], firsts[level + 2]) : back(random));
            }
        }
        var hits = new ArrayList<>(Collections.nCopies(NODES - 1, false));
        Collections.fill(hits.subList(0, HITS), true);
        Collections.shuffle(hits, random);
        hits.add(0, false);
        return new Maze(links, hits);
    }

    /** The first node of each level, and the number of nodes. */
    private static int[] levels() {
        int[] firsts = new int[DEPTH + 2];
        int width = 1;
        for (int level = 1; level <= DEPTH; level++) {
            firsts[level] = firsts[level - 1] + width;
            width = Math.min(width * FAN_OUT, (NODES - firsts[level]) / (DEPTH + 1 - level));
        }
        firsts[DEPTH + 1] = NODES;
        return firsts;
    }

    private static int[] below(int index, int first, int end) {
        int[] targets = new int[FAN_OUT];
        for (int k = 0; k < FAN_OUT; k++) {
            targets[k] = first + (index * FAN_OUT + k) % (end - first);
        }
        return targets;
    }

    private static int[] back(Random random) {
        return random.ints(1, NODES).distinct().limit(FAN_OUT).toArray();
    }

    static String id(int node) {
        return "node:" + node;
    }

    static String name(int node) {
        return "Node " + node;
    }

    String kind(int node) {
        return hits.get(node) ? "hit" : "plain";
    }

    JsonObject toJson(int node) {
        return JsonObject.of(Map.of("name", new JsonString(name(node)), "kind", new JsonString(kind(node))));
    }
}

package io.genosdb.query;

import java.util.LinkedHashSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Watches runs and asks for the indexes that would have made the expensive ones cheap, once there were enough of them.
 */
final class IndexAdvisor {

    /** Runs that look at fewer nodes are cheap anyway. */
    private static final int EXPENSIVE = 1_000;

    /** A run that looks at so many nodes for each one it finds could do better. */
    private static final int WASTEFUL = 4;

    /** Field names come from strangers, so only so many are remembered. */
    private static final int MOST_REMEMBERED = 1_000;

    private final Indexes indexes;
    private final IndexOptions options;
    private final ConcurrentHashMap<IndexDefinition, AtomicInteger> expensiveRuns = new ConcurrentHashMap<>();

    IndexAdvisor(Indexes indexes, IndexOptions options) {
        this.indexes = indexes;
        this.options = options;
    }

    void observe(Query query, Execution execution) {
        if (!options.automatic() || execution.examined() < EXPENSIVE) {
            return;
        }
        var wanted = new LinkedHashSet<IndexDefinition>();
        if (execution.examined() > WASTEFUL * execution.matched()) {
            Planner.wanted(query.condition(), wanted);
        }
        FieldPath sortPath = query.onlySortPath();
        if (sortPath != null && !execution.isWalk() && execution.matched() >= EXPENSIVE) {
            wanted.add(IndexDefinition.ordered(sortPath.toString()));
        }
        wanted.forEach(this::count);
    }

    private void count(IndexDefinition definition) {
        if (!indexes.isWanted(definition)) {
            return;
        }
        if (expensiveRuns.size() >= MOST_REMEMBERED) {
            expensiveRuns.clear();
        }
        int runs = expensiveRuns
                .computeIfAbsent(definition, key -> new AtomicInteger())
                .incrementAndGet();
        if (runs >= options.expensiveRuns()) {
            expensiveRuns.remove(definition);
            indexes.request(definition);
        }
    }
}

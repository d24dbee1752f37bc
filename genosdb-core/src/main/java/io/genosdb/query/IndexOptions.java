package io.genosdb.query;

import java.util.List;

/**
 * Which indexes there are from the start, and whether others build themselves.
 *
 * @param declared indexes that exist from the start and stay
 * @param automatic whether indexes build themselves for fields that are filtered or sorted on repeatedly
 * @param maxAutomaticBytes the most memory, estimated, for those that build themselves; the least recently used go first
 * @param expensiveRuns how many expensive runs of queries that an index would help make it build itself
 * @since 0.1
 */
public record IndexOptions(
        List<IndexDefinition> declared, boolean automatic, long maxAutomaticBytes, int expensiveRuns) {

    /** Nothing declared, automatic indexes on, up to 128 MiB of them, built at the third expensive run. */
    public static final IndexOptions DEFAULTS = new IndexOptions(List.of(), true, 128L << 20, 3);

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the memory is negative or the number of runs is not positive
     */
    public IndexOptions {
        if (maxAutomaticBytes < 0 || expensiveRuns < 1) {
            throw new IllegalArgumentException("memory must not be negative and runs must be positive: "
                    + maxAutomaticBytes + ", " + expensiveRuns);
        }
        declared = List.copyOf(declared);
    }

    /**
     * Options with declared indexes only.
     *
     * @param declared the indexes
     * @return options under which no index builds itself
     */
    public static IndexOptions only(List<IndexDefinition> declared) {
        return new IndexOptions(declared, false, 0, 1);
    }
}

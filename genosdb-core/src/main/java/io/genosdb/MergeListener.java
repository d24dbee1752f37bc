package io.genosdb;

import io.genosdb.graph.MergeResult;

/**
 * Hears of every merge that changed something, whoever caused it: the extension point for broadcasting, audit and
 * metrics.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface MergeListener {

    /** Where the entries of a merge came from. */
    enum Source {
        /** Written through this database. */
        LOCAL,
        /** Sent by another replica. */
        REMOTE
    }

    /**
     * Called after readers see the change, while the writer lock is held: in the order of merges, to be left quickly. An
     * exception is logged and stops nothing. The listener must not write to the database.
     *
     * @param result what the merge did
     * @param source where the entries came from
     */
    void merged(MergeResult result, Source source);
}

package io.genosdb;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Hash256;
import io.genosdb.live.LiveStatistics;
import io.genosdb.storage.StorageStatus;
import java.time.Duration;

/**
 * How a database is doing. Holds nothing secret.
 *
 * @param name the database's name
 * @param origin the replica's identifier
 * @param nodes the number of nodes
 * @param entries the number of entries, retractions included
 * @param digest the digest of the state
 * @param clock the highest reading of the hybrid clock
 * @param clockLead how far the hybrid clock is ahead of the wall clock: more than moments mean that a wall clock, here or
 *     at a peer, was wrong
 * @param intake what became of entries from other replicas
 * @param storage how the store is doing
 * @param live how the live queries are doing
 * @since 0.1
 */
public record DatabaseStatus(
        String name,
        String origin,
        int nodes,
        long entries,
        Hash256 digest,
        HybridTimestamp clock,
        Duration clockLead,
        Intake intake,
        StorageStatus storage,
        LiveStatistics live) {

    /**
     * What became of entries from other replicas, since the database was opened.
     *
     * @param parked how many wait for their time, being too far ahead of this replica's wall clock
     * @param furthestAhead how far the furthest of those ever was ahead: if all peers seem to be ahead, it is this
     *     replica's clock that is behind
     * @param filtered how many entries middleware held back
     * @param expired how many retractions were ignored, being older than the retention
     */
    public record Intake(int parked, Duration furthestAhead, long filtered, long expired) {}
}

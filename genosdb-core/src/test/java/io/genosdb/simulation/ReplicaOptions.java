package io.genosdb.simulation;

import io.genosdb.storage.Durability;
import io.genosdb.sync.SyncOptions;
import java.time.Duration;

/** How replicas of a simulation are configured. */
record ReplicaOptions(
        boolean stores,
        Durability durability,
        Duration saveDelay,
        boolean fieldLevel,
        Duration retention,
        SyncOptions sync) {

    static final ReplicaOptions DEFAULTS = new ReplicaOptions(
            true, Durability.ASYNC, Duration.ofMillis(200), false, Duration.ofDays(30), SyncOptions.DEFAULTS);

    ReplicaOptions withSync(SyncOptions other) {
        return new ReplicaOptions(stores, durability, saveDelay, fieldLevel, retention, other);
    }

    ReplicaOptions withRetention(Duration other) {
        return new ReplicaOptions(stores, durability, saveDelay, fieldLevel, other, sync);
    }
}

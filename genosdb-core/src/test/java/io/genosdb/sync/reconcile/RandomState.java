package io.genosdb.sync.reconcile;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.value.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Makes entries of random places in the order: values, which last, and tombstones, which expire. */
final class RandomState {

    private static final EntryFactory FACTORY = new EntryFactory("test", Limits.DEFAULTS);

    private final RandomGenerator random;
    private final long timestamps;
    private final double expiring;
    private int made;

    /**
     * @param timestamps how many timestamps there are, from 0 on
     * @param expiring the share of entries that expire
     */
    RandomState(RandomGenerator random, long timestamps, double expiring) {
        this.random = random;
        this.timestamps = timestamps;
        this.expiring = expiring;
    }

    Entry next() {
        return at(random.nextLong(timestamps));
    }

    Entry at(long timestamp) {
        String node = "n" + made++ + "-" + random.nextInt();
        return random.nextDouble() < expiring
                ? FACTORY.create(new EntryKey(node, Slot.TOMBSTONE), new Version(timestamp, "o"), null)
                : value(node, timestamp);
    }

    static Entry value(String node, long timestamp) {
        return FACTORY.create(new EntryKey(node, Slot.VALUE), new Version(timestamp, "o"), JsonObject.empty());
    }

    static long day(long number) {
        return HybridTimestamp.pack(TimeUnit.DAYS.toMillis(number));
    }
}

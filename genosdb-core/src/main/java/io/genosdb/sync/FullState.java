package io.genosdb.sync;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state, page by page in the order of the index, while it changes: what is merged meanwhile is sent live, whether or not
 * the pages have passed its place.
 */
final class FullState implements Outbox.Pages {

    private static final int PAGE_ENTRIES = 512;

    private final Replica replica;
    private final long horizon;
    private long timestamp;
    private @Nullable Hash256 hash;

    FullState(Replica replica, long horizon) {
        this.replica = replica;
        this.horizon = horizon;
    }

    @Override
    public List<Entry> next(int byteLimit) {
        List<Entry> page = replica.read(index -> index.since(horizon).page(timestamp, hash, PAGE_ENTRIES));
        var taken = new ArrayList<Entry>(page.size());
        long bytes = 0;
        for (Entry entry : page) {
            if (bytes > byteLimit) {
                break;
            }
            taken.add(entry);
            bytes += entry.size();
            timestamp = entry.timestamp();
            hash = entry.hash();
        }
        return taken;
    }
}

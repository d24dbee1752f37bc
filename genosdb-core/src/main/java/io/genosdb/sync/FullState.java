package io.genosdb.sync;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.sync.reconcile.EntryIndex;
import io.genosdb.sync.wire.Message;
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

    /**
     * What is behind the beginning that a peer has: of a full state that broke off it has a first part and nothing else.
     *
     * @return {@code null} where the peer has something else
     */
    static @Nullable FullState behind(EntryIndex.View view, Message.Hello peer, Replica replica, long horizon) {
        long count = peer.count();
        if (count == 0 || count > view.size() || !view.sum(0, count).equals(peer.digest())) {
            return null;
        }
        var rest = new FullState(replica, horizon);
        rest.moveBehind(view.get(count - 1));
        return rest;
    }

    private void moveBehind(Entry entry) {
        timestamp = entry.timestamp();
        hash = entry.hash();
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
            moveBehind(entry);
        }
        return taken;
    }
}

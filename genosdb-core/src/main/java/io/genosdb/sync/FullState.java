package io.genosdb.sync;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Slot;
import io.genosdb.sync.reconcile.EntryIndex;
import io.genosdb.sync.wire.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state that an audience sees, page by page in the order of the index, while it changes: what is merged meanwhile is sent live,
 * whether or not the pages have passed its place. What a receiver judges the rest by, roles and access lists, comes first.
 */
final class FullState implements Outbox.Pages {

    private static final int PAGE_ENTRIES = 512;

    private final Replica replica;
    private final Audience audience;
    private final long horizon;
    private @Nullable Deque<Entry> managed;
    private final boolean isManagedFirst;
    private long timestamp;
    private @Nullable Hash256 hash;

    FullState(Replica replica, Audience audience, long horizon) {
        this(replica, audience, horizon, true);
    }

    private FullState(Replica replica, Audience audience, long horizon, boolean isManagedFirst) {
        this.replica = replica;
        this.audience = audience;
        this.horizon = horizon;
        this.isManagedFirst = isManagedFirst;
    }

    /**
     * What is behind the beginning that a peer has: of a full state that broke off it has a first part and nothing else.
     *
     * @return {@code null} where the peer has something else
     */
    static @Nullable FullState behind(
            EntryIndex.View view, Message.Hello peer, Replica replica, Audience audience, long horizon) {
        long count = peer.count();
        if (count == 0 || count > view.size() || !view.sum(0, count).equals(peer.digest())) {
            return null;
        }
        var rest = new FullState(replica, audience, horizon, false);
        rest.moveBehind(view.get(count - 1));
        return rest;
    }

    private void moveBehind(Entry entry) {
        timestamp = entry.timestamp();
        hash = entry.hash();
    }

    @Override
    public List<Entry> next(int byteLimit) {
        var taken = new ArrayList<Entry>(PAGE_ENTRIES);
        if (isManagedFirst) {
            takeManaged(taken, byteLimit);
        }
        boolean isOver = false;
        while (taken.isEmpty() && !isOver) {
            List<Entry> page =
                    replica.read(audience, index -> index.since(horizon).page(timestamp, hash, PAGE_ENTRIES));
            take(page, taken, byteLimit);
            isOver = page.isEmpty();
        }
        return taken;
    }

    private void take(List<Entry> page, List<Entry> taken, int byteLimit) {
        long bytes = 0;
        for (Entry entry : page) {
            if (bytes > byteLimit) {
                break;
            }
            if (!(isManagedFirst && isManaged(entry)) && audience.maySend(entry)) {
                taken.add(entry);
                bytes += entry.size();
            }
            moveBehind(entry);
        }
    }

    private void takeManaged(List<Entry> taken, int byteLimit) {
        Deque<Entry> waiting = managed;
        if (waiting == null) {
            waiting = new ArrayDeque<>(replica.read(audience, FullState::managedOf));
            managed = waiting;
        }
        long bytes = 0;
        while (!waiting.isEmpty() && bytes <= byteLimit && taken.size() < PAGE_ENTRIES) {
            Entry entry = waiting.remove();
            if (audience.maySend(entry)) {
                taken.add(entry);
                bytes += entry.size();
            }
        }
    }

    private static List<Entry> managedOf(EntryIndex index) {
        var managed = new ArrayList<Entry>();
        index.forEach(entry -> {
            if (isManaged(entry)) {
                managed.add(entry);
            }
        });
        return managed;
    }

    private static boolean isManaged(Entry entry) {
        return entry.slot() instanceof Slot.Managed;
    }
}

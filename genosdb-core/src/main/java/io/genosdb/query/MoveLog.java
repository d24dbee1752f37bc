package io.genosdb.query;

import io.genosdb.graph.Vertex;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last nodes that changed while they stayed, so that a reader of several postings misses none that moved from one it
 * was going to read to one it had read. One writer, which reports each move before and after it touches the indexes.
 *
 * <p>A reader takes {@link #finished()}, reads postings, and then adds what {@link #since} gives to its candidates.
 */
final class MoveLog {

    private static final int CAPACITY = 4_096;

    private final AtomicReferenceArray<Vertex> ring = new AtomicReferenceArray<>(CAPACITY);
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong finished = new AtomicLong();

    void begin(Vertex vertex) {
        long move = started.getPlain();
        // The slot may still hold a move that a reader is about to read: it looks at started again afterwards.
        started.lazySet(move + 1);
        ring.lazySet((int) (move % CAPACITY), vertex);
    }

    void end() {
        finished.lazySet(started.getPlain());
    }

    long finished() {
        return finished.get();
    }

    boolean isUnmoved(long since) {
        return started.get() == since;
    }

    /** What moved since {@link #finished()} said so, or null where it is more than is remembered. */
    @Nullable
    List<Vertex> since(long moment) {
        long end = started.get();
        if (end == moment) {
            return List.of();
        }
        var moved = new ArrayList<Vertex>();
        for (long move = moment; move < end && end - moment < CAPACITY; move++) {
            Vertex vertex = ring.get((int) (move % CAPACITY));
            if (vertex != null) {
                moved.add(vertex);
            }
        }
        return started.get() - moment < CAPACITY ? moved : null;
    }
}

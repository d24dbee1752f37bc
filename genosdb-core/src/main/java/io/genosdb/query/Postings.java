package io.genosdb.query;

import io.genosdb.graph.Vertex;
import io.genosdb.graph.VertexSet;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * From key to the vertices that have it. One writer, any number of readers without locks; a key without vertices is
 * removed, so a reader may hold a set that has just been emptied.
 */
final class Postings<K, M extends ConcurrentMap<K, VertexSet>> {

    /** A map's node, a set and its first array, measured on a 64-bit JVM with compressed references. */
    private static final int KEY_BYTES = 120;

    /** A reference, and the room that arrays are split for. */
    private static final int ENTRY_BYTES = 5;

    private final M map;
    private final ToIntFunction<K> weigher;
    private volatile long keyBytes;
    private volatile long entries;

    /**
     * Makes empty postings.
     *
     * @param weigher the bytes that a key takes beyond what the node's value holds anyway
     */
    Postings(M map, ToIntFunction<K> weigher) {
        this.map = map;
        this.weigher = weigher;
    }

    M map() {
        return map;
    }

    @Nullable
    VertexSet get(K key) {
        return map.get(key);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void add(K key, Vertex vertex) {
        VertexSet set = map.get(key);
        if (set != null) {
            entries += set.add(vertex) ? 1 : 0;
            return;
        }
        set = new VertexSet();
        set.add(vertex);
        map.put(key, set);
        entries++;
        keyBytes += KEY_BYTES + weigher.applyAsInt(key);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void remove(K key, Vertex vertex) {
        VertexSet set = map.get(key);
        if (set == null || !set.remove(vertex)) {
            return;
        }
        entries--;
        if (set.isEmpty()) {
            map.remove(key);
            keyBytes -= KEY_BYTES + weigher.applyAsInt(key);
        }
    }

    long keys() {
        return map.size();
    }

    long entries() {
        return entries;
    }

    long bytes() {
        return keyBytes + entries * ENTRY_BYTES;
    }
}

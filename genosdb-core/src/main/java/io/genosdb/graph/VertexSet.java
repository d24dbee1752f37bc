package io.genosdb.graph;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;

/**
 * A set of vertices in the order of their arrival: all nodes of the graph, or the postings of one index key.
 *
 * <p><b>Structure.</b> A small set is one sorted array. A larger one is a list of sorted arrays of at most
 * {@value #CHUNK} vertices. An array is never changed once it is published: a change copies one of them, so its cost
 * does not grow with the set; only a split or an emptied array copies the list, once in many changes. A vertex costs
 * four bytes a set.
 *
 * <p><b>Concurrency.</b> One thread writes at a time, any number read without locks. A reader sees every vertex that was
 * in the set during the whole of its traversal exactly once, and perhaps some of those that came or went meanwhile. A
 * vertex's place never changes, since a node that comes back to life is another vertex.
 *
 * @since 0.1
 */
public final class VertexSet {

    private static final int CHUNK = 128;
    private static final Vertex[] EMPTY = {};

    /** Either {@code Vertex[]}, or {@code AtomicReferenceArray<Vertex[]>} with nulls at its end. */
    private volatile Object content = EMPTY;

    private volatile int size;

    /** Makes an empty set. */
    public VertexSet() {}

    /**
     * How many vertices there are.
     *
     * @return the size
     */
    public int size() {
        return size;
    }

    /**
     * Whether there are none.
     *
     * @return true for an empty set
     */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * Adds a vertex. For the one writer.
     *
     * @param vertex the vertex
     * @return false if it was there
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public boolean add(Vertex vertex) {
        Object current = content;
        if (current instanceof Vertex[] array) {
            int place = place(array, vertex);
            if (place >= 0) {
                return false;
            }
            Vertex[] grown = inserted(array, -place - 1, vertex);
            content = grown.length <= CHUNK ? grown : chunked(split(grown));
        } else if (!addChunked(chunks(current), vertex)) {
            return false;
        }
        size++;
        return true;
    }

    private boolean addChunked(AtomicReferenceArray<Vertex[]> chunks, Vertex vertex) {
        int index = chunkFor(chunks, vertex.arrival());
        Vertex[] chunk = chunks.get(index);
        int place = place(chunk, vertex);
        if (place >= 0) {
            return false;
        }
        boolean appended = -place - 1 == chunk.length;
        if (chunk.length < CHUNK) {
            chunks.set(index, inserted(chunk, -place - 1, vertex));
        } else if (appended) {
            content = withChunks(chunks, index, chunk, new Vertex[] {vertex});
        } else {
            Vertex[][] halves = split(inserted(chunk, -place - 1, vertex));
            content = withChunks(chunks, index, halves[0], halves[1]);
        }
        return true;
    }

    /**
     * Removes a vertex. For the one writer.
     *
     * @param vertex the vertex
     * @return false if it was not there
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public boolean remove(Vertex vertex) {
        Object current = content;
        if (current instanceof Vertex[] array) {
            int place = place(array, vertex);
            if (place < 0) {
                return false;
            }
            content = removed(array, place);
        } else {
            AtomicReferenceArray<Vertex[]> chunks = chunks(current);
            int index = chunkFor(chunks, vertex.arrival());
            Vertex[] chunk = chunks.get(index);
            int place = place(chunk, vertex);
            if (place < 0) {
                return false;
            }
            if (chunk.length > 1) {
                chunks.set(index, removed(chunk, place));
            } else {
                content = withChunks(chunks, index);
            }
        }
        size--;
        return true;
    }

    /**
     * Whether the set holds a vertex.
     *
     * @param vertex the vertex
     * @return true if it is there
     */
    public boolean contains(Vertex vertex) {
        Object current = content;
        Vertex[] array;
        if (current instanceof Vertex[] single) {
            array = single;
        } else {
            AtomicReferenceArray<Vertex[]> chunks = chunks(current);
            array = chunks.get(chunkFor(chunks, vertex.arrival()));
        }
        return place(array, vertex) >= 0;
    }

    /**
     * Visits the vertices in order of arrival until the visitor has enough.
     *
     * @param visitor says whether to go on
     * @return false if the visitor stopped
     */
    public boolean forEach(Predicate<Vertex> visitor) {
        return forEachAfter(-1, visitor);
    }

    /**
     * Visits the vertices that arrived after a given one, in order of arrival, until the visitor has enough.
     *
     * @param arrival an {@linkplain Vertex#arrival() arrival}
     * @param visitor says whether to go on
     * @return false if the visitor stopped
     */
    public boolean forEachAfter(long arrival, Predicate<Vertex> visitor) {
        Object current = content;
        if (current instanceof Vertex[] array) {
            return visit(array, arrival, visitor);
        }
        AtomicReferenceArray<Vertex[]> chunks = chunks(current);
        for (int i = chunkFor(chunks, arrival); i < chunks.length(); i++) {
            Vertex[] chunk = chunks.get(i);
            if (chunk == null) {
                break;
            }
            if (!visit(chunk, arrival, visitor)) {
                return false;
            }
        }
        return true;
    }

    private static boolean visit(Vertex[] array, long after, Predicate<Vertex> visitor) {
        int from = array.length == 0 || array[0].arrival() > after ? 0 : placeAfter(array, after);
        for (int i = from; i < array.length; i++) {
            if (!visitor.test(array[i])) {
                return false;
            }
        }
        return true;
    }

    private static int placeAfter(Vertex[] array, long arrival) {
        int place = search(array, arrival);
        return place >= 0 ? place + 1 : -place - 1;
    }

    private static int place(Vertex[] array, Vertex vertex) {
        return search(array, vertex.arrival());
    }

    private static int search(Vertex[] array, long arrival) {
        int length = array.length;
        // Newcomers arrive last.
        if (length == 0 || array[length - 1].arrival() < arrival) {
            return -length - 1;
        }
        int low = 0;
        int high = length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = array[middle].arrival();
            if (found == arrival) {
                return middle;
            }
            if (found < arrival) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /** The last chunk that begins at or before the arrival; the first where none does. */
    private static int chunkFor(AtomicReferenceArray<Vertex[]> chunks, long arrival) {
        int low = 0;
        int high = chunks.length() - 1;
        int found = 0;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Vertex[] chunk = chunks.get(middle);
            if (chunk != null && chunk[0].arrival() <= arrival) {
                found = middle;
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return found;
    }

    @SuppressWarnings("unchecked") // the only other thing that content holds
    private static AtomicReferenceArray<Vertex[]> chunks(Object content) {
        return (AtomicReferenceArray<Vertex[]>) content;
    }

    private static AtomicReferenceArray<Vertex[]> chunked(Vertex[][] parts) {
        var chunks = new AtomicReferenceArray<Vertex[]>(Math.max(4, parts.length));
        for (int i = 0; i < parts.length; i++) {
            chunks.setPlain(i, parts[i]);
        }
        return chunks;
    }

    /** The content with the chunk at an index replaced by others; a list with room at its end is extended in place. */
    private static Object withChunks(AtomicReferenceArray<Vertex[]> chunks, int index, Vertex[]... replacements) {
        int count = count(chunks);
        boolean appends = index == count - 1 && replacements.length == 2 && replacements[0] == chunks.get(index);
        if (appends && count < chunks.length()) {
            chunks.set(count, replacements[1]);
            return chunks;
        }
        int newCount = count - 1 + replacements.length;
        if (newCount == 0) {
            return EMPTY;
        }
        var copy = new AtomicReferenceArray<Vertex[]>(newCount + newCount / 2 + 1);
        int to = 0;
        for (int i = 0; i < count; i++) {
            if (i != index) {
                copy.setPlain(to++, chunks.get(i));
            } else {
                for (Vertex[] replacement : replacements) {
                    copy.setPlain(to++, replacement);
                }
            }
        }
        return copy;
    }

    private static int count(AtomicReferenceArray<Vertex[]> chunks) {
        int low = 0;
        int high = chunks.length();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chunks.get(middle) == null) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static Vertex[] inserted(Vertex[] array, int place, Vertex vertex) {
        var grown = new Vertex[array.length + 1];
        System.arraycopy(array, 0, grown, 0, place);
        grown[place] = vertex;
        System.arraycopy(array, place, grown, place + 1, array.length - place);
        return grown;
    }

    private static Vertex[] removed(Vertex[] array, int place) {
        if (array.length == 1) {
            return EMPTY;
        }
        var shrunk = new Vertex[array.length - 1];
        System.arraycopy(array, 0, shrunk, 0, place);
        System.arraycopy(array, place + 1, shrunk, place, shrunk.length - place);
        return shrunk;
    }

    private static Vertex[][] split(Vertex[] array) {
        int middle = array.length / 2;
        return new Vertex[][] {Arrays.copyOf(array, middle), Arrays.copyOfRange(array, middle, array.length)};
    }
}

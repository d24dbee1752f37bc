package io.genosdb.value;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The sorted member names of objects of one shape, with their canonical bytes.
 *
 * <p>Nodes of one type share their names, so shapes are shared through a small cache: it saves memory, and encoding
 * copies ready bytes. The cache is direct-mapped: a collision replaces an entry, so hostile input costs at most its
 * benefit, never memory. Losing a race between two threads costs a duplicate, nothing else.
 */
final class FieldNames {

    static final FieldNames NONE = new FieldNames(new String[0]);

    private static final int CACHE_SLOTS = 1024;
    private static final int LARGEST_CACHED = 64;
    private static final AtomicReferenceArray<FieldNames> CACHE = new AtomicReferenceArray<>(CACHE_SLOTS);

    private final String[] names;
    private final byte[][] encoded;

    private FieldNames(String[] names) {
        this.names = names;
        this.encoded = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            encoded[i] = encode(names[i]);
        }
    }

    private static byte[] encode(String name) {
        var writer = new CanonicalWriter(name.length() + 3);
        writer.string(name);
        writer.raw((byte) ':');
        return writer.toByteArray();
    }

    /** The shape of these names, which must be strictly ascending. Takes the array over. */
    static FieldNames of(String[] sorted) {
        if (sorted.length == 0) {
            return NONE;
        }
        if (sorted.length > LARGEST_CACHED) {
            return new FieldNames(sorted);
        }
        int hash = Arrays.hashCode(sorted);
        int slot = (hash ^ (hash >>> 16)) & (CACHE_SLOTS - 1);
        FieldNames cached = CACHE.get(slot);
        if (cached != null && Arrays.equals(cached.names, sorted)) {
            return cached;
        }
        var made = new FieldNames(sorted);
        CACHE.set(slot, made);
        return made;
    }

    int size() {
        return names.length;
    }

    String name(int index) {
        return names[index];
    }

    /** The name as a canonical JSON string, with the colon that follows it. Not to be changed. */
    byte[] encoded(int index) {
        return encoded[index];
    }

    /** The place of a name, or a negative number. */
    int indexOf(String name) {
        int low = 0;
        int high = names.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            String candidate = names[middle];
            int order = candidate.compareTo(name);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    boolean sameAs(FieldNames other) {
        return this == other || Arrays.equals(names, other.names);
    }

    int hash() {
        return Arrays.hashCode(names);
    }
}

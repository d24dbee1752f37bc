package io.genosdb.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes and deletes that reach the disk together or not at all. A key occurs at most once. Not thread-safe.
 *
 * @since 0.1
 */
public final class StorageBatch {

    /** Gets the operations of a batch. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * One operation.
         *
         * @param key the key
         * @param value the value to write, or {@code null} to delete the key
         */
        void visit(byte[] key, byte @Nullable [] value);
    }

    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte @Nullable []> values = new ArrayList<>();
    private long bytes;

    /** Makes an empty batch. */
    public StorageBatch() {}

    /**
     * Adds a write.
     *
     * @param key the key, not changed afterwards
     * @param value the value, not changed afterwards
     */
    public void put(byte[] key, byte[] value) {
        keys.add(key);
        values.add(value);
        bytes += key.length + (long) value.length;
    }

    /**
     * Adds a delete; no error where there is no such key.
     *
     * @param key the key, not changed afterwards
     */
    public void delete(byte[] key) {
        keys.add(key);
        values.add(null);
        bytes += key.length;
    }

    /**
     * Visits the operations in the order they were added.
     *
     * @param visitor gets each
     */
    public void forEach(Visitor visitor) {
        for (int i = 0; i < keys.size(); i++) {
            visitor.visit(keys.get(i), values.get(i));
        }
    }

    /**
     * Visits the operations ordered by key as unsigned bytes.
     *
     * @param visitor gets each
     */
    public void forEachSorted(Visitor visitor) {
        var order = new Integer[keys.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Arrays.compareUnsigned(keys.get(a), keys.get(b)));
        for (int i : order) {
            visitor.visit(keys.get(i), values.get(i));
        }
    }

    /**
     * How many operations there are.
     *
     * @return their number
     */
    public int size() {
        return keys.size();
    }

    /**
     * How much there is to write.
     *
     * @return the bytes of all keys and values
     */
    public long bytes() {
        return bytes;
    }
}

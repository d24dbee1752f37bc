package io.genosdb.sync.reconcile;

import io.genosdb.graph.Hash256;
import java.util.Arrays;

/** A message in the making. Timestamps are written as differences from the one before. */
final class NegentropyWriter {

    private byte[] bytes = new byte[64];
    private int size;
    private long lastTimestamp;

    int size() {
        return size;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Takes back what was written last; whoever does goes on with {@link Bound#END}, which has no difference. */
    void truncate(int newSize) {
        size = newSize;
    }

    void writeByte(int value) {
        ensureRoom(1);
        bytes[size++] = (byte) value;
    }

    void writeBytes(byte[] source, int length) {
        ensureRoom(length);
        System.arraycopy(source, 0, bytes, size, length);
        size += length;
    }

    void writeHash(Hash256 hash) {
        writeBytes(hash.toBytes(), Hash256.BYTES);
    }

    /** Groups of 7 bits, the most significant first; all but the last with the high bit set. */
    void writeVarint(long value) {
        int groups = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
        for (int shift = 7 * (groups - 1); shift > 0; shift -= 7) {
            writeByte((int) (value >>> shift) | 0x80);
        }
        writeByte((int) value & 0x7F);
    }

    void writeBound(Bound bound) {
        if (bound.isInfinite()) {
            writeVarint(0);
        } else {
            writeVarint(bound.timestamp() - lastTimestamp + 1);
            lastTimestamp = bound.timestamp();
        }
        writeVarint(bound.length());
        writeBytes(bound.id().toBytes(), bound.length());
    }

    private void ensureRoom(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}

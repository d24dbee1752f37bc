package io.genosdb.sync.reconcile;

import io.genosdb.graph.Hash256;
import java.util.Arrays;

/** A message being read. Refuses what is cut off, out of order or too large before anything is made of it. */
final class NegentropyReader {

    private static final int MOST_VARINT_BYTES = 10;

    private final byte[] bytes;
    private int position;
    private Bound last = Bound.START;

    NegentropyReader(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean hasMore() {
        return position < bytes.length;
    }

    int readByte() throws MalformedNegentropyException {
        require(1);
        return bytes[position++] & 0xFF;
    }

    byte[] readBytes(int count) throws MalformedNegentropyException {
        require(count);
        byte[] read = Arrays.copyOfRange(bytes, position, position + count);
        position += count;
        return read;
    }

    Hash256 readHash() throws MalformedNegentropyException {
        return Hash256.of(readBytes(Hash256.BYTES));
    }

    /** An unsigned number of 64 bits. */
    long readVarint() throws MalformedNegentropyException {
        long value = 0;
        for (int i = 0; i < MOST_VARINT_BYTES; i++) {
            int next = readByte();
            if (value >>> (Long.SIZE - 7) != 0) {
                break;
            }
            value = value << 7 | (next & 0x7F);
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed("a number of more than 64 bits");
    }

    /** The number of hashes in a list, no more than there are. */
    int readCount() throws MalformedNegentropyException {
        long count = readVarint();
        if (count < 0 || count > (bytes.length - position) / Hash256.BYTES) {
            throw malformed("a list of " + Long.toUnsignedString(count) + " hashes in a message that ends before");
        }
        return (int) count;
    }

    /** The next bound: above the last one, or once more the end of all. */
    Bound readBound() throws MalformedNegentropyException {
        long timestamp = readTimestamp();
        long length = readVarint();
        if (length < 0 || length > Hash256.BYTES) {
            throw malformed("a bound with " + Long.toUnsignedString(length) + " bytes of a hash");
        }
        Bound bound = Bound.prefixed(timestamp, readBytes((int) length), (int) length);
        if (!bound.isAbove(last) && !last.isInfinite()) {
            throw malformed("a bound that is not above the one before");
        }
        last = bound;
        return bound;
    }

    private long readTimestamp() throws MalformedNegentropyException {
        long difference = readVarint() - 1;
        if (difference == Bound.INFINITY || last.isInfinite()) {
            return Bound.INFINITY;
        }
        long timestamp = last.timestamp() + difference;
        if (Long.compareUnsigned(timestamp, last.timestamp()) < 0) {
            throw malformed("a timestamp of more than 64 bits");
        }
        return timestamp;
    }

    MalformedNegentropyException malformed(String what) {
        return new MalformedNegentropyException(
                "not a message of negentropy v1: " + what + ", at byte " + position + " of " + bytes.length);
    }

    private void require(int count) throws MalformedNegentropyException {
        if (bytes.length - position < count) {
            throw malformed("it ends too early");
        }
    }
}

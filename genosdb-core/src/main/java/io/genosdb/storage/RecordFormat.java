package io.genosdb.storage;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The envelope of everything stored: two marker bytes, the format, the kind, the length of the body, the CRC32C of key,
 * format, kind, length and body, and the body. {@code docs/storage.md} specifies it.
 *
 * <p>With marker and length a record can be found in bare bytes; with the key in its checksum it is known to lie where it
 * was put.
 */
final class RecordFormat {

    static final int HEADER_BYTES = 12;

    static final byte ENTRY = 1;
    static final byte PARKED = 2;
    static final byte STATE = 3;
    static final byte HEADER = 4;
    static final byte ENCRYPTED = (byte) 0x80;

    private static final byte MARKER_1 = 'g';
    private static final byte MARKER_2 = (byte) 0xDB;
    private static final byte FORMAT = 2;
    private static final int LONGEST_BODY = 64 * 1024 * 1024;

    private static final int FORMAT_AT = 2;
    private static final int KIND_AT = 3;
    private static final int LENGTH_AT = 4;
    private static final int CHECKSUM_AT = 8;

    private RecordFormat() {}

    /** Puts a body into its envelope. */
    static byte[] wrap(byte kind, byte[] key, byte[] body) {
        if (body.length > LONGEST_BODY) {
            throw new StorageException("a record of " + body.length + " bytes is too long to be stored");
        }
        ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + body.length);
        record.put(MARKER_1).put(MARKER_2).put(FORMAT).put(kind).putInt(body.length);
        record.position(HEADER_BYTES);
        record.put(body);
        record.putInt(CHECKSUM_AT, checksum(key, record.array()));
        return record.array();
    }

    /**
     * Checks an envelope.
     *
     * @return the kind
     * @throws MalformedRecordException if it is none, or not the one of this key
     */
    static byte check(byte[] key, byte[] record) throws MalformedRecordException {
        if (record.length < HEADER_BYTES || lengthAt(record, 0) != record.length) {
            throw new MalformedRecordException("not a record, or one that is cut off");
        }
        if (ByteBuffer.wrap(record).getInt(CHECKSUM_AT) != checksum(key, record)) {
            throw new MalformedRecordException("a record does not match its checksum");
        }
        return record[KIND_AT];
    }

    /** The kind that a record claims, unchecked. */
    static byte kind(byte[] record) {
        return record[KIND_AT];
    }

    /**
     * The length of the record that begins somewhere, if one does.
     *
     * @param bytes at least {@link #HEADER_BYTES} from the place on
     * @return its length, or -1
     */
    static int lengthAt(byte[] bytes, int offset) {
        if (bytes[offset] != MARKER_1 || bytes[offset + 1] != MARKER_2 || bytes[offset + FORMAT_AT] != FORMAT) {
            return -1;
        }
        int kind = bytes[offset + KIND_AT] & ~ENCRYPTED;
        int length = ByteBuffer.wrap(bytes).getInt(offset + LENGTH_AT);
        boolean isPossible = kind >= ENTRY && kind <= HEADER && length >= 0 && length <= LONGEST_BODY;
        return isPossible ? HEADER_BYTES + length : -1;
    }

    private static int checksum(byte[] key, byte[] record) {
        var crc = new CRC32C();
        crc.update(key);
        crc.update(record, FORMAT_AT, CHECKSUM_AT - FORMAT_AT);
        crc.update(record, HEADER_BYTES, record.length - HEADER_BYTES);
        return (int) crc.getValue();
    }
}

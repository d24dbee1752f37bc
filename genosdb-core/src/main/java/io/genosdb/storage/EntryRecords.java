package io.genosdb.storage;

import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryCodec;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Limits;
import io.genosdb.graph.MalformedEntryException;
import io.genosdb.graph.StoredEntry;
import io.genosdb.value.JsonValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.core.buffer.ArrayBufferInput;

/** Entries as keys and records of the engine, encrypted or not. Not thread-safe: it keeps its buffers. */
final class EntryRecords {

    private static final byte ENTRY_SPACE = 'e';
    private static final byte PARKED_SPACE = 'p';
    private static final int LARGEST_KEPT_BUFFER = 1 << 20;

    /** Arrival and sequence, which precede the entry. */
    private static final int PLACES_BYTES = 2 * Long.BYTES;

    /** What was accepted once is not refused when it is read back, whatever is configured by then. */
    private static final Limits NO_LIMITS =
            new Limits(Integer.MAX_VALUE, JsonValue.MAX_DEPTH, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final EntryCodec codec;
    private final @Nullable StoreCipher cipher;
    private final ArrayBufferInput input = new ArrayBufferInput(new byte[0]);
    private final MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(input);
    private MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();

    EntryRecords(String database, @Nullable StoreCipher cipher) {
        this(new EntryCodec(new EntryFactory(database, NO_LIMITS)), cipher);
    }

    private EntryRecords(EntryCodec codec, @Nullable StoreCipher cipher) {
        this.codec = codec;
        this.cipher = cipher;
    }

    /** The same for another thread. */
    EntryRecords copy() {
        return new EntryRecords(codec, cipher == null ? null : cipher.copy());
    }

    /** The engine's key of an entry. A node's id has no control characters, so the zero byte ends it. */
    byte[] key(EntryKey key) {
        byte[] id = key.nodeId().getBytes(StandardCharsets.UTF_8);
        byte[] slot = key.slot().text().getBytes(StandardCharsets.UTF_8);
        var plain = new byte[id.length + slot.length + 2];
        plain[0] = ENTRY_SPACE;
        System.arraycopy(id, 0, plain, 1, id.length);
        System.arraycopy(slot, 0, plain, id.length + 2, slot.length);
        return hidden(plain);
    }

    /** The engine's key of a parked entry: its hash, which is of key, version and payload. */
    byte[] parkedKey(Entry entry) {
        byte[] hash = entry.hash().toBytes();
        var plain = new byte[hash.length + 1];
        plain[0] = PARKED_SPACE;
        System.arraycopy(hash, 0, plain, 1, hash.length);
        return hidden(plain);
    }

    private byte[] hidden(byte[] plain) {
        if (cipher == null) {
            return plain;
        }
        byte[] hash = cipher.hide(plain);
        var hidden = new byte[hash.length + 1];
        hidden[0] = plain[0];
        System.arraycopy(hash, 0, hidden, 1, hash.length);
        return hidden;
    }

    byte[] encode(byte[] key, StoredEntry stored) {
        return encode(RecordFormat.ENTRY, key, stored);
    }

    byte[] encodeParked(byte[] key, Entry entry) {
        return encode(RecordFormat.PARKED, key, new StoredEntry(entry, -1, -1));
    }

    private byte[] encode(byte kind, byte[] key, StoredEntry stored) {
        byte[] body = body(stored);
        if (cipher == null) {
            return RecordFormat.wrap(kind, key, body);
        }
        byte encrypted = (byte) (kind | RecordFormat.ENCRYPTED);
        return RecordFormat.wrap(encrypted, key, cipher.encrypt(body, encrypted));
    }

    private byte[] body(StoredEntry stored) {
        try {
            packer.clear();
            packer.addPayload(ByteBuffer.allocate(PLACES_BYTES)
                    .putLong(stored.arrival())
                    .putLong(stored.sequence())
                    .array());
            codec.write(stored.entry(), packer);
            byte[] body = packer.toByteArray();
            if (body.length > LARGEST_KEPT_BUFFER) {
                packer = MessagePack.newDefaultBufferPacker();
            }
            return body;
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
    }

    /**
     * Reads a record of an entry, parked or not.
     *
     * @throws MalformedRecordException if it is none, or does not belong to the key
     */
    StoredEntry decode(byte[] key, byte[] record) throws MalformedRecordException {
        RecordFormat.check(key, record);
        return decodeUnchecked(record);
    }

    /**
     * Reads a record of an entry, parked or not, of which the key is not known.
     *
     * @throws MalformedRecordException if it is none
     */
    StoredEntry decodeFound(byte[] record) throws MalformedRecordException {
        StoredEntry stored = decodeUnchecked(record);
        Entry entry = stored.entry();
        RecordFormat.check(isParked(record) ? parkedKey(entry) : key(entry.key()), record);
        return stored;
    }

    static boolean isEntry(byte[] key) {
        return key.length > 0 && key[0] == ENTRY_SPACE;
    }

    static boolean isParkedEntry(byte[] key) {
        return key.length > 0 && key[0] == PARKED_SPACE;
    }

    static boolean isParked(byte[] record) {
        return (RecordFormat.kind(record) & ~RecordFormat.ENCRYPTED) == RecordFormat.PARKED;
    }

    private StoredEntry decodeUnchecked(byte[] record) throws MalformedRecordException {
        byte kind = RecordFormat.kind(record);
        boolean isEncrypted = (kind & RecordFormat.ENCRYPTED) != 0;
        if (isEncrypted != (cipher != null)) {
            throw new MalformedRecordException("a record is " + (isEncrypted ? "" : "not ") + "encrypted");
        }
        if (cipher == null) {
            return body(record, RecordFormat.HEADER_BYTES);
        }
        byte[] sealed = Arrays.copyOfRange(record, RecordFormat.HEADER_BYTES, record.length);
        return body(cipher.decrypt(sealed, kind), 0);
    }

    private StoredEntry body(byte[] bytes, int offset) throws MalformedRecordException {
        int length = bytes.length - offset - PLACES_BYTES;
        if (length < 0) {
            throw new MalformedRecordException("a record is cut off");
        }
        try {
            ByteBuffer places = ByteBuffer.wrap(bytes, offset, PLACES_BYTES);
            input.reset(bytes, offset + PLACES_BYTES, length);
            unpacker.reset(input);
            Entry entry = codec.read(unpacker, length);
            if (unpacker.getTotalReadBytes() != length) {
                throw new MalformedRecordException("bytes follow the entry");
            }
            return new StoredEntry(entry, places.getLong(), places.getLong());
        } catch (IOException | MalformedEntryException e) {
            throw new MalformedRecordException("not an entry: " + e.getMessage());
        }
    }
}

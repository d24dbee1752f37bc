package io.genosdb.graph;

import io.genosdb.value.CanonicalWriter;
import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;

/**
 * The byte form of an entry, on disk and on the wire: a MessagePack array of node, slot, timestamp, origin, payload
 * (canonical JSON as binary, nil for a retraction), author and signature. The hash is not part of it: who reads an entry
 * computes it.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class EntryCodec {

    private static final int FIELDS = 7;
    private static final char REPLACEMENT = '\uFFFD';
    private static final MessagePack.PackerConfig PACKER = new MessagePack.PackerConfig().withBufferSize(512);

    /** Longer names of writers are not kept: nobody shall fill the memory with them. */
    private static final int LONGEST_SHARED = 64;

    private final EntryFactory factory;

    /** Names that were read, at places that follow from them; racing threads lose no more than an instance to share. */
    private final @Nullable String[] writers = new String[64];

    /**
     * Makes a codec.
     *
     * @param factory makes the entries that are read, and holds them to its limits
     */
    public EntryCodec(EntryFactory factory) {
        this.factory = factory;
    }

    /**
     * The bytes of an entry.
     *
     * @param entry the entry
     * @return a new array
     */
    public byte[] encode(Entry entry) {
        try (MessageBufferPacker packer = PACKER.newBufferPacker()) {
            write(entry, packer);
            return packer.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
    }

    /**
     * Writes an entry as part of a larger message.
     *
     * @param entry the entry
     * @param packer where to
     * @throws IOException if the packer's sink fails
     */
    public void write(Entry entry, MessagePacker packer) throws IOException {
        packer.packArrayHeader(FIELDS);
        packer.packString(entry.nodeId());
        packer.packString(entry.slot().text());
        packer.packLong(entry.timestamp());
        packer.packString(entry.origin());
        JsonValue payload = entry.payload();
        if (payload == null) {
            packer.packNil();
        } else {
            var canonical = new CanonicalWriter(256);
            canonical.value(payload);
            packer.packBinaryHeader(canonical.size());
            packer.writePayload(canonical.buffer(), 0, canonical.size());
        }
        packer.packString(entry.author());
        byte[] signature = entry.signature();
        packer.packBinaryHeader(signature.length);
        packer.writePayload(signature);
    }

    /**
     * Reads an entry.
     *
     * @param bytes what {@link #encode} wrote, or anything a stranger sent
     * @return the entry
     * @throws MalformedEntryException if it is not one entry exactly, or beyond the limits
     */
    public Entry decode(byte[] bytes) throws MalformedEntryException {
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
            Entry entry = read(unpacker, bytes.length);
            if (unpacker.getTotalReadBytes() != bytes.length) {
                throw new MalformedEntryException("bytes follow the entry", null);
            }
            return entry;
        } catch (IOException e) {
            throw new MalformedEntryException("the entry ends too early", e);
        }
    }

    /**
     * Reads an entry as part of a larger message.
     *
     * @param unpacker where from
     * @param end the number of bytes that the whole message has: nothing longer is believed
     * @return the entry
     * @throws MalformedEntryException if it is not an entry, or beyond the limits
     */
    public Entry read(MessageUnpacker unpacker, long end) throws MalformedEntryException {
        try {
            if (unpacker.unpackArrayHeader() != FIELDS) {
                throw new MalformedEntryException("an entry has " + FIELDS + " fields", null);
            }
            String nodeId = text(unpacker, end);
            Slot slot = Slot.parse(text(unpacker, end));
            long timestamp = unpacker.unpackLong();
            String origin = shared(text(unpacker, end));
            JsonValue payload = unpacker.tryUnpackNil() ? null : JsonValue.parse(binary(unpacker, end));
            String author = shared(text(unpacker, end));
            byte[] signature = binary(unpacker, end);
            if (slot == null || timestamp < 0) {
                throw new MalformedEntryException(slot == null ? "unknown slot" : "negative timestamp", null);
            }
            return factory.create(
                    new EntryKey(nodeId, slot), new Version(timestamp, origin), payload, author, signature);
        } catch (IOException | MessagePackException | InvalidValueException | LimitExceededException e) {
            throw new MalformedEntryException(
                    e.getMessage() == null ? "not an entry: " + e.getClass().getSimpleName() : e.getMessage(), e);
        }
    }

    /** The instance that entries before had, most often: there are many entries and few who write them. */
    private String shared(String name) {
        int slot = name.hashCode() & (writers.length - 1);
        String known = writers[slot];
        if (name.equals(known)) {
            return known;
        }
        if (name.length() <= LONGEST_SHARED) {
            writers[slot] = name;
        }
        return name;
    }

    private static String text(MessageUnpacker unpacker, long end) throws IOException, MalformedEntryException {
        byte[] bytes = payload(unpacker, unpacker.unpackRawStringHeader(), end);
        String text = new String(bytes, StandardCharsets.UTF_8);
        // Faster than a strict decoder: only a text with the replacement character can have been malformed.
        if (text.indexOf(REPLACEMENT) >= 0 && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new MalformedEntryException("a text is not UTF-8", null);
        }
        return text;
    }

    private static byte[] binary(MessageUnpacker unpacker, long end) throws IOException, MalformedEntryException {
        return payload(unpacker, unpacker.unpackBinaryHeader(), end);
    }

    /** Believes a length only when so many bytes are there, so that a few bytes cannot claim gigabytes of memory. */
    private static byte[] payload(MessageUnpacker unpacker, int length, long end)
            throws IOException, MalformedEntryException {
        if (length < 0 || length > end - unpacker.getTotalReadBytes()) {
            throw new MalformedEntryException("a length of " + length + " goes beyond the message", null);
        }
        return unpacker.readPayload(length);
    }
}

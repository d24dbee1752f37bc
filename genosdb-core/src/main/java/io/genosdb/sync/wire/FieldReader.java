package io.genosdb.sync.wire;

import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryCodec;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.LimitExceededException;
import io.genosdb.graph.MalformedEntryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * Reads the fields of one message from bytes that a stranger sent. Believes no length or count that goes beyond the bytes
 * that are there. Complaints of MessagePack itself come as they are: the caller turns them into its own.
 */
final class FieldReader {

    private static final MessagePack.UnpackerConfig STRICT = new MessagePack.UnpackerConfig()
            .withAllowReadingStringAsBinary(false)
            .withAllowReadingBinaryAsString(false);

    /** The fewest bytes that an entry can have: seven fields and what its identifier and slot need. */
    private static final int SMALLEST_ENTRY_BYTES = 16;

    private final int length;
    private final MessageUnpacker unpacker;

    FieldReader(byte[] message) {
        length = message.length;
        unpacker = STRICT.newUnpacker(message);
    }

    int array() throws IOException {
        return unpacker.unpackArrayHeader();
    }

    long number(String what, long least, long most) throws IOException, MalformedMessageException {
        long value = unpacker.unpackLong();
        if (value < least || value > most) {
            throw malformed(what + " is " + value + ", out of bounds");
        }
        return value;
    }

    long number(String what) throws IOException, MalformedMessageException {
        return number(what, 0, Long.MAX_VALUE);
    }

    boolean truth() throws IOException {
        return unpacker.unpackBoolean();
    }

    /** A text of any characters. */
    String text(String what, int longest) throws IOException, MalformedMessageException {
        int bytes = unpacker.unpackRawStringHeader();
        if (bytes < 0 || bytes > 3L * longest) {
            throw tooLong(what, longest);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload(bytes)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedMessageException(ErrorCode.MALFORMED, what + " is not UTF-8", e);
        }
        if (text.length() > longest) {
            throw tooLong(what, longest);
        }
        return text;
    }

    /** A text that can be shown and logged as it is. */
    String line(String what, int longest) throws IOException, MalformedMessageException {
        String text = text(what, longest);
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw malformed(what + " has control characters");
        }
        return text;
    }

    /** A replica's identifier: visible ASCII characters, at least one. */
    String origin() throws IOException, MalformedMessageException {
        String text = text("a replica's identifier", WireLimits.ORIGIN_LENGTH);
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) {
            throw malformed("a replica's identifier has characters other than visible ASCII ones, or none at all");
        }
        return text;
    }

    List<String> origins() throws IOException, MalformedMessageException {
        int count = unpacker.unpackArrayHeader();
        if (count > WireLimits.ORIGINS) {
            throw new MalformedMessageException(
                    ErrorCode.LIMIT, "more than " + WireLimits.ORIGINS + " replicas in a message");
        }
        var origins = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            origins.add(origin());
        }
        return origins;
    }

    byte[] bytes() throws IOException, MalformedMessageException {
        return payload(binaryHeader());
    }

    byte[] bytes(String what, int longest) throws IOException, MalformedMessageException {
        byte[] bytes = bytes();
        if (bytes.length > longest) {
            throw new MalformedMessageException(
                    ErrorCode.LIMIT, what + " has " + bytes.length + " bytes, more than " + longest);
        }
        return bytes;
    }

    Hash256 hash(String what) throws IOException, MalformedMessageException {
        byte[] bytes = bytes();
        if (bytes.length != Hash256.BYTES) {
            throw malformed(what + " has " + bytes.length + " bytes instead of " + Hash256.BYTES);
        }
        return Hash256.of(bytes);
    }

    List<Hash256> hashes() throws IOException, MalformedMessageException {
        int bytes = binaryHeader();
        if (bytes < 0 || bytes % Hash256.BYTES != 0) {
            throw malformed("hashes have " + Hash256.BYTES + " bytes each");
        }
        if (bytes > WireLimits.HASHES * Hash256.BYTES) {
            throw new MalformedMessageException(
                    ErrorCode.LIMIT, "more than " + WireLimits.HASHES + " hashes in a message");
        }
        var hashes = new ArrayList<Hash256>(Math.min(bytes, remaining()) / Hash256.BYTES);
        for (int i = 0; i < bytes; i += Hash256.BYTES) {
            hashes.add(Hash256.of(payload(Hash256.BYTES)));
        }
        return hashes;
    }

    List<Entry> entries(EntryCodec codec, int longest) throws IOException, MalformedMessageException {
        int count = unpacker.unpackArrayHeader();
        if (count < 0 || count > remaining() / SMALLEST_ENTRY_BYTES) {
            throw malformed("the message is too short for so many entries");
        }
        var entries = new ArrayList<Entry>(count);
        for (int i = 0; i < count; i++) {
            entries.add(entry(codec, longest, i));
        }
        return entries;
    }

    private Entry entry(EntryCodec codec, int longest, int index) throws MalformedMessageException {
        long start = unpacker.getTotalReadBytes();
        Entry entry;
        try {
            entry = codec.read(unpacker, length);
        } catch (MalformedEntryException e) {
            ErrorCode code = e.getCause() instanceof LimitExceededException ? ErrorCode.LIMIT : ErrorCode.MALFORMED;
            throw new MalformedMessageException(code, "entry " + index + " of a message: " + e.getMessage(), e);
        }
        if (unpacker.getTotalReadBytes() - start > longest
                || entry.origin().length() > WireLimits.ORIGIN_LENGTH
                || entry.author().length() > WireLimits.AUTHOR_LENGTH
                || entry.signature().length > WireLimits.SIGNATURE_BYTES) {
            throw new MalformedMessageException(
                    ErrorCode.LIMIT, "entry " + index + " of a message, its origin, author or signature is too long");
        }
        return entry;
    }

    /** MessagePack's reader itself takes short texts for binaries, whatever it is told. */
    private int binaryHeader() throws IOException, MalformedMessageException {
        if (unpacker.getNextFormat().getValueType() != ValueType.BINARY) {
            throw malformed("there is no binary where one belongs");
        }
        return unpacker.unpackBinaryHeader();
    }

    void end() throws MalformedMessageException {
        if (remaining() != 0) {
            throw malformed("bytes follow the message");
        }
    }

    private int remaining() {
        return length - (int) unpacker.getTotalReadBytes();
    }

    /** Believes a length only when so many bytes are there, so that a few bytes cannot claim gigabytes of memory. */
    private byte[] payload(int bytes) throws IOException, MalformedMessageException {
        if (bytes < 0 || bytes > remaining()) {
            throw malformed("a length goes beyond the message");
        }
        return unpacker.readPayload(bytes);
    }

    private static MalformedMessageException tooLong(String what, int longest) {
        return new MalformedMessageException(ErrorCode.LIMIT, what + " has more than " + longest + " characters");
    }

    static MalformedMessageException malformed(String message) {
        return new MalformedMessageException(ErrorCode.MALFORMED, message);
    }
}

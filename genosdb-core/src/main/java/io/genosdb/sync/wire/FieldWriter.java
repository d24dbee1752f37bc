package io.genosdb.sync.wire;

import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryCodec;
import io.genosdb.graph.Hash256;
import java.io.IOException;
import java.util.List;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** Writes the fields of messages to memory. Not thread-safe. */
final class FieldWriter {

    private final EntryCodec entries;
    private final MessageBufferPacker packer;

    FieldWriter(EntryCodec entries, int bufferBytes) {
        this.entries = entries;
        this.packer = new MessagePack.PackerConfig().withBufferSize(bufferBytes).newBufferPacker();
    }

    FieldWriter array(int size) throws IOException {
        packer.packArrayHeader(size);
        return this;
    }

    FieldWriter number(long value) throws IOException {
        packer.packLong(value);
        return this;
    }

    FieldWriter truth(boolean value) throws IOException {
        packer.packBoolean(value);
        return this;
    }

    FieldWriter text(String value) throws IOException {
        packer.packString(value);
        return this;
    }

    FieldWriter origins(List<String> values) throws IOException {
        requireAtMost(WireLimits.ORIGINS, values);
        packer.packArrayHeader(values.size());
        for (String value : values) {
            packer.packString(value);
        }
        return this;
    }

    FieldWriter bytes(byte[] value) throws IOException {
        packer.packBinaryHeader(value.length);
        packer.writePayload(value);
        return this;
    }

    FieldWriter hash(Hash256 value) throws IOException {
        return bytes(value.toBytes());
    }

    /** All of them in one binary, without a header for each. */
    FieldWriter hashes(List<Hash256> values) throws IOException {
        requireAtMost(WireLimits.HASHES, values);
        packer.packBinaryHeader(values.size() * Hash256.BYTES);
        for (Hash256 value : values) {
            packer.writePayload(value.toBytes());
        }
        return this;
    }

    private static void requireAtMost(int most, List<?> values) {
        if (values.size() > most) {
            throw new IllegalArgumentException("a message names at most " + most + ", not " + values.size());
        }
    }

    void entry(Entry entry, int longest) throws IOException {
        long start = size();
        entries.write(entry, packer);
        if (size() - start > longest) {
            throw new IllegalArgumentException("the entry " + entry + " has " + (size() - start)
                    + " bytes, more than a peer would take (genosdb.limits.max-value-size)");
        }
    }

    long size() {
        return packer.getTotalWrittenBytes();
    }

    byte[] toByteArray() {
        return packer.toByteArray();
    }
}

package io.genosdb.samples.notes;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.value.JsonValue;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An entry as a page sees it: all that its canonical bytes are made of, so that the page computes the hash by itself and compares.
 *
 * @param node the node
 * @param slot what of the node
 * @param time the physical part of the version, milliseconds since 1970
 * @param counter the logical part of the version
 * @param origin the replica that drafted it
 * @param author whose signature it needs
 * @param payload what it writes, or {@code null} where it retracts
 * @param hash the hash as the application has computed it, hexadecimal
 * @param signature {@code 0x} and 65 bytes, or {@code null} before it is signed
 */
record EntryJson(
        String node,
        String slot,
        long time,
        int counter,
        String origin,
        String author,
        @Nullable JsonValue payload,
        @Nullable String hash,
        @Nullable String signature) {

    private static final String HEX = "0x";

    static EntryJson of(Entry entry) {
        return new EntryJson(
                entry.nodeId(),
                entry.slot().text(),
                HybridTimestamp.physical(entry.timestamp()),
                HybridTimestamp.logical(entry.timestamp()),
                entry.origin(),
                entry.author(),
                entry.payload(),
                HEX + HexFormat.of().formatHex(entry.hash().toBytes()),
                null);
    }

    /**
     * The entry, with a hash of what it says, whatever the page says its hash is.
     *
     * @throws IllegalArgumentException if it is none, or nobody has signed it
     */
    Entry toEntry(EntryFactory factory) {
        Slot parsed = Slot.parse(slot);
        if (parsed == null || signature == null || !signature.startsWith(HEX)) {
            throw new IllegalArgumentException("An entry needs a slot and a signature.");
        }
        long timestamp = HybridTimestamp.of(time, counter).packed();
        byte[] signed = HexFormat.of().parseHex(signature.substring(HEX.length()));
        return factory.create(new EntryKey(node, parsed), new Version(timestamp, origin), payload, author, signed);
    }
}

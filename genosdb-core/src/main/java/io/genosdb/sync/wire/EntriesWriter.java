package io.genosdb.sync.wire;

import io.genosdb.graph.Entry;
import io.genosdb.sync.wire.Message.Purpose;
import java.io.IOException;

/**
 * Makes {@link Message.Entries} messages of as many entries as a budget of bytes allows, encoding each entry once. Keeps
 * its buffer from one message to the next; not thread-safe.
 *
 * @since 0.1
 */
public final class EntriesWriter {

    private final MessageCodec codec;
    private final FieldWriter body;
    private int count;

    /**
     * Makes a writer.
     *
     * @param codec encodes the entries
     */
    public EntriesWriter(MessageCodec codec) {
        this.codec = codec;
        this.body = codec.newEntriesBody();
    }

    /**
     * Adds an entry to the message.
     *
     * @param entry the entry
     * @return how many bytes the entries of the message have so far
     * @throws IllegalArgumentException if the entry has more than {@link WireLimits#maxEntryBytes} bytes, as one may that
     *     was stored under more generous limits; the message is then empty again
     */
    public int add(Entry entry) {
        try {
            body.entry(entry, codec.maxEntryBytes());
            count++;
            return (int) body.size();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        } catch (RuntimeException e) {
            clear();
            throw e;
        }
    }

    /**
     * How many entries the message has so far.
     *
     * @return their number
     */
    public int count() {
        return count;
    }

    /**
     * Ends the message and begins the next one.
     *
     * @param purpose why the entries are sent
     * @param position how far the receiver has the sender's op log with them, or -1
     * @return the bytes of the message, as {@link MessageCodec#encode} makes them
     * @throws IllegalArgumentException if the message is too long: more was added than
     *     {@link WireLimits#maxEntryBytes} in all
     */
    public byte[] finish(Purpose purpose, long position) {
        try {
            return codec.encode(purpose, position, count, body);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        } finally {
            clear();
        }
    }

    private void clear() {
        body.clear();
        count = 0;
    }
}

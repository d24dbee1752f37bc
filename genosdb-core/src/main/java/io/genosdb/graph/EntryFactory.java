package io.genosdb.graph;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.value.CanonicalWriter;
import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the entries of one database, computing the hash of each. Thread-safe.
 *
 * @since 0.1
 */
public final class EntryFactory {

    private static final String FORMAT = "genosdb-entry-1";
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    /** Larger buffers are not kept, so that one huge value does not stay in every thread. */
    private static final int LARGEST_KEPT_BUFFER = 64 * 1024;

    private final String database;
    private final Limits limits;

    /**
     * Makes a factory.
     *
     * @param database the database's name, which is part of every hash: an entry cannot be replayed into another one
     * @param limits what every entry is held to, whoever made it
     */
    public EntryFactory(String database, Limits limits) {
        this.database = database;
        this.limits = limits;
    }

    /**
     * What every entry is held to.
     *
     * @return the limits
     */
    public Limits limits() {
        return limits;
    }

    /**
     * Makes an entry.
     *
     * @param key the key
     * @param version the version
     * @param payload the payload, or {@code null} for a retraction
     * @param author the author's address, or the empty string
     * @param signature the author's signature, or an empty array
     * @return the entry
     * @throws LimitExceededException if an identifier or the payload is beyond the limits
     * @throws io.genosdb.value.InvalidValueException if an identifier is not well-formed Unicode
     */
    public Entry create(EntryKey key, Version version, @Nullable JsonValue payload, String author, byte[] signature) {
        limits.checkId(key.nodeId());
        checkPayload(key.slot(), payload);
        if (key.slot() instanceof Slot.Managed managed && !managed.version().equals(version.text())) {
            throw new InvalidValueException("the slot '" + key.slot().text() + "' is not that of the entry's version");
        }
        if (key.slot() instanceof Slot.Edge edge) {
            limits.checkId(edge.target());
        }
        return create(key, version, payload, author, signature, SCRATCH.get());
    }

    /**
     * Makes an entry that nobody signed.
     *
     * @param key the key
     * @param version the version
     * @param payload the payload, or {@code null} for a retraction
     * @return the entry
     * @throws LimitExceededException if an identifier or the payload is beyond the limits
     */
    public Entry create(EntryKey key, Version version, @Nullable JsonValue payload) {
        return create(key, version, payload, "", new byte[0]);
    }

    /**
     * Makes an entry that its author signs.
     *
     * @param key the key
     * @param version the version
     * @param payload the payload, or {@code null} for a retraction
     * @param author the author's address
     * @param signer signs the entry's hash
     * @return the entry
     * @throws LimitExceededException if an identifier or the payload is beyond the limits
     */
    public Entry create(
            EntryKey key,
            Version version,
            @Nullable JsonValue payload,
            String author,
            Function<Hash256, byte[]> signer) {
        Entry unsigned = create(key, version, payload, author, new byte[0]);
        return unsigned.signed(signer.apply(unsigned.hash()));
    }

    private void checkPayload(Slot slot, @Nullable JsonValue payload) {
        boolean fits;
        if (slot instanceof Slot.Value || slot instanceof Slot.Managed) {
            fits = payload instanceof JsonObject;
        } else if (slot instanceof Slot.Edge) {
            fits = payload == null || payload == JsonBoolean.TRUE;
        } else {
            fits = slot instanceof Slot.Field || payload == null;
        }
        if (!fits) {
            throw new InvalidValueException("the slot '" + slot.text() + "' cannot hold such a payload");
        }
        if (payload != null) {
            limits.checkDepth(payload);
        }
    }

    private Entry create(
            EntryKey key,
            Version version,
            @Nullable JsonValue payload,
            String author,
            byte[] signature,
            Scratch scratch) {
        CanonicalWriter writer = scratch.writer;
        writer.reset();
        try {
            writeHeader(writer, key, version, author);
            if (payload != null) {
                writer.raw((byte) ',');
                int start = writer.size();
                writer.value(payload);
                limits.checkSize(writer.size() - start);
            }
            writer.raw((byte) ']');
            return new Entry(key, version, payload, author, signature, scratch.hash(), writer.size());
        } finally {
            if (writer.buffer().length > LARGEST_KEPT_BUFFER) {
                SCRATCH.remove();
            }
        }
    }

    /** The start of a canonical JSON array. A retraction ends it here, so that it differs from JSON's null. */
    private void writeHeader(CanonicalWriter out, EntryKey key, Version version, String author) {
        out.raw((byte) '[');
        out.string(FORMAT);
        out.raw((byte) ',');
        out.string(database);
        out.raw((byte) ',');
        out.string(key.nodeId());
        out.raw((byte) ',');
        out.string(key.slot().text());
        out.raw((byte) ',');
        out.integer(HybridTimestamp.physical(version.timestamp()));
        out.raw((byte) ',');
        out.integer(HybridTimestamp.logical(version.timestamp()));
        out.raw((byte) ',');
        out.string(version.origin());
        out.raw((byte) ',');
        out.string(author);
    }

    private static final class Scratch {
        private final CanonicalWriter writer = new CanonicalWriter(512);
        private final byte[] result = new byte[Hash256.BYTES];
        private final MessageDigest sha256;

        private Scratch() {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        private Hash256 hash() {
            try {
                sha256.update(writer.buffer(), 0, writer.size());
                sha256.digest(result, 0, result.length);
                return Hash256.of(result);
            } catch (DigestException e) {
                throw new IllegalStateException("32 bytes are room enough for SHA-256", e);
            }
        }
    }
}

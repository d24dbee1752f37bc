package io.genosdb.graph;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.value.JsonValue;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one form of every change: what is merged, stored, signed and sent.
 *
 * <p>Of two entries with the same key the greater one wins, by version and, at the last, by hash. The hash is SHA-256
 * over the canonical bytes of {@code docs/data-model.md}: database, key, version, author and payload, but not the
 * signature, so that a second signature over the same content is not a second entry. Immutable.
 *
 * @since 0.1
 */
public final class Entry implements Comparable<Entry> {

    private static final byte[] UNSIGNED = {};

    private final String nodeId;
    private final Slot slot;
    private final long timestamp;
    private final String origin;
    private final String author;
    private final @Nullable JsonValue payload;
    private final byte[] signature;
    private final Hash256 hash;
    private final int size;

    Entry(
            EntryKey key,
            Version version,
            @Nullable JsonValue payload,
            String author,
            byte[] signature,
            Hash256 hash,
            int size) {
        this.nodeId = key.nodeId();
        this.slot = key.slot();
        this.timestamp = version.timestamp();
        this.origin = version.origin();
        this.payload = payload;
        this.author = author;
        this.signature = signature.length == 0 ? UNSIGNED : signature.clone();
        this.hash = hash;
        this.size = size + signature.length;
    }

    /**
     * The node that the entry belongs to.
     *
     * @return its identifier
     */
    public String nodeId() {
        return nodeId;
    }

    /**
     * What of the node it is about.
     *
     * @return the slot
     */
    public Slot slot() {
        return slot;
    }

    /**
     * The key.
     *
     * @return node and slot
     */
    public EntryKey key() {
        return new EntryKey(nodeId, slot);
    }

    /**
     * When it was written.
     *
     * @return the packed {@link HybridTimestamp}
     */
    public long timestamp() {
        return timestamp;
    }

    /**
     * The replica that made the entry, which need not be its author.
     *
     * @return the replica's identifier
     */
    public String origin() {
        return origin;
    }

    /**
     * The version.
     *
     * @return timestamp and origin
     */
    public Version version() {
        return new Version(timestamp, origin);
    }

    /**
     * What was written.
     *
     * @return the payload, or {@code null} where the entry retracts: a tombstone, a cut edge, a removed field
     */
    public @Nullable JsonValue payload() {
        return payload;
    }

    /**
     * Whether the entry says that something is no longer there.
     *
     * @return true where there is no payload
     */
    public boolean isRetraction() {
        return payload == null;
    }

    /**
     * Whether the entry is kept only for the retention time: a tombstone or a cut edge. The retraction of a field is not
     * among them, since without it an older whole value would show the field again.
     *
     * @return true for what {@link Graph#purge} forgets in the end
     */
    public boolean expires() {
        return payload == null && !(slot instanceof Slot.Field);
    }

    /**
     * Whether the retention time of the entry is over.
     *
     * @param horizonDay the first day, since 1970-01-01 UTC, of which all is kept
     * @return true for what {@linkplain #expires expires} and is of an earlier day
     */
    public boolean hasExpired(long horizonDay) {
        return expires() && HybridTimestamp.day(timestamp) < horizonDay;
    }

    /**
     * Who signed it.
     *
     * @return an address, or the empty string where security is off
     */
    public String author() {
        return author;
    }

    /**
     * The author's signature.
     *
     * @return a copy; empty where security is off
     */
    public byte[] signature() {
        return signature.length == 0 ? signature : signature.clone();
    }

    /**
     * The same content with a signature.
     *
     * @param newSignature the author's signature over the {@linkplain #hash() hash}
     * @return an entry with the same hash
     */
    public Entry signed(byte[] newSignature) {
        if (newSignature.length == 0 && signature.length == 0) {
            return this;
        }
        return new Entry(key(), version(), payload, author, newSignature, hash, size - signature.length);
    }

    /**
     * The hash of its canonical bytes.
     *
     * @return the hash
     */
    public Hash256 hash() {
        return hash;
    }

    /**
     * How large the entry is.
     *
     * @return the number of its canonical bytes and of those of its signature
     */
    public int size() {
        return size;
    }

    /**
     * Compares versions with another entry, of whatever key.
     *
     * @param other the other entry
     * @return as {@link Version#compareTo}
     */
    public int compareVersion(Entry other) {
        int order = Long.compare(timestamp, other.timestamp);
        return order != 0 ? order : origin.compareTo(other.origin);
    }

    /** By version and then by hash: the order in which entries of one key win. */
    @Override
    public int compareTo(Entry other) {
        int order = compareVersion(other);
        return order != 0 ? order : hash.compareTo(other.hash);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Entry that && hash.equals(that.hash) && Arrays.equals(signature, that.signature));
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(hash);
    }

    /** Key and version; never the payload, which may be large or private. */
    @Override
    public String toString() {
        return key() + "@" + new HybridTimestamp(timestamp) + "/" + origin;
    }
}

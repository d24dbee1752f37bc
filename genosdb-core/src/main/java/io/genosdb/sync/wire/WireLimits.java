package io.genosdb.sync.wire;

import io.genosdb.graph.Limits;

/**
 * How large and how many things of the protocol may be. A peer that sends more is not listened to any further.
 *
 * @since 0.1
 */
public final class WireLimits {

    /** The longest name of a database, in UTF-16 code units. */
    public static final int DATABASE_LENGTH = 128;

    /** The longest identifier of a replica, in characters. */
    public static final int ORIGIN_LENGTH = 64;

    /** The longest text of a {@link Message.Failure}, in UTF-16 code units. */
    public static final int TEXT_LENGTH = 1_024;

    /** The most hashes of a {@link Message.Want}. */
    public static final int HASHES = 4_096;

    /** The most replicas of a {@link Message.Neighbours}. */
    public static final int ORIGINS = 1_024;

    /** What a batch of entries aims at, in bytes: large enough to deflate well, small enough to pass by quickly. */
    public static final int BATCH_BYTES = 128 * 1024;

    /** The longest author of an entry that is sent, in UTF-16 code units. */
    public static final int AUTHOR_LENGTH = 128;

    /** The longest signature of an entry that is sent, in bytes. */
    public static final int SIGNATURE_BYTES = 1_024;

    /** What a message of entries needs beside them, in bytes, at most. */
    static final int OVERHEAD_BYTES = 64;

    private static final int SMALLEST_MESSAGE_LIMIT = 1024 * 1024;
    private static final int BESIDE_VALUE_BYTES = 2 * BATCH_BYTES;

    private WireLimits() {}

    /**
     * The longest message, before it is deflated and split. It has room for a batch and any one entry more.
     *
     * @param limits the database's limits
     * @return bytes, at least 1 MiB
     */
    public static int maxMessageBytes(Limits limits) {
        long besideValue = (long) limits.maxValueBytes() + BESIDE_VALUE_BYTES;
        return (int) Math.min(Integer.MAX_VALUE - BATCH_BYTES, Math.max(SMALLEST_MESSAGE_LIMIT, besideValue));
    }

    /**
     * The longest entry. Less than a message, so that what was taken from one peer can be given to the next, whatever
     * stands beside it.
     *
     * @param limits the database's limits
     * @return bytes in the form of {@link io.genosdb.graph.EntryCodec}
     */
    public static int maxEntryBytes(Limits limits) {
        return maxMessageBytes(limits) - BATCH_BYTES - OVERHEAD_BYTES;
    }
}

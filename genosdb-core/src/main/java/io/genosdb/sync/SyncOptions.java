package io.genosdb.sync;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a replica syncs.
 *
 * @param secret what all replicas of the database share and prove to each other, or {@code null}; never shown
 * @param opLogSize how many of the last entries a peer that was away can catch up from
 * @param window how many bytes of entries a peer may send ahead of being acknowledged
 * @param verifyInterval how long after a change, at the latest, peers at rest compare their digests
 * @param silence how long a peer may be silent before its link is given up
 * @since 0.1
 */
public record SyncOptions(
        @Nullable String secret, int opLogSize, int window, Duration verifyInterval, Duration silence) {

    /** No replica takes more ahead of its acknowledgements. */
    static final int LARGEST_WINDOW = 1 << 28;

    /** No secret, 1,000 entries, 4 MiB, 5 seconds, 30 seconds. */
    public static final SyncOptions DEFAULTS =
            new SyncOptions(null, 1_000, 4 << 20, Duration.ofSeconds(5), Duration.ofSeconds(30));

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if one is out of bounds
     */
    public SyncOptions {
        if (secret != null && secret.isBlank()) {
            throw new IllegalArgumentException("the shared secret must not be blank");
        }
        if (opLogSize < 1 || opLogSize > 1 << 20) {
            throw new IllegalArgumentException("the op log has 1 to 1,048,576 entries, not " + opLogSize);
        }
        if (window < 1 << 16 || window > LARGEST_WINDOW) {
            throw new IllegalArgumentException("the window has 64 KiB to 256 MiB, not " + window + " bytes");
        }
        if (verifyInterval.isNegative() || verifyInterval.isZero() || silence.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "intervals are positive, the silence at least a second: " + verifyInterval + ", " + silence);
        }
    }

    /**
     * The same with a secret.
     *
     * @param shared what all replicas of the database share, or {@code null}
     * @return new options
     */
    public SyncOptions withSecret(@Nullable String shared) {
        return new SyncOptions(shared, opLogSize, window, verifyInterval, silence);
    }

    /**
     * The same with an op log of another size.
     *
     * @param entries how many entries
     * @return new options
     */
    public SyncOptions withOpLogSize(int entries) {
        return new SyncOptions(secret, entries, window, verifyInterval, silence);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "SyncOptions[secret=" + (secret == null ? "none" : "set") + ", opLogSize=" + opLogSize + ", window="
                + window + ", verifyInterval=" + verifyInterval + ", silence=" + silence + "]";
    }
}

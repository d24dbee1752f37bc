package io.genosdb.sync.wire;

import org.jspecify.annotations.Nullable;

/**
 * Why a peer ends a session. The number is what is sent.
 *
 * @since 0.1
 */
public enum ErrorCode {
    /** What was received is not a message of the protocol, or beyond its limits. */
    MALFORMED(1),
    /** The peer speaks another version of the protocol. */
    VERSION(2),
    /** The peer replicates another database. */
    DATABASE(3),
    /** The shared secret is missing or another one. */
    SECRET(4),
    /** The peer is this replica itself. */
    SELF(5),
    /** Another connection between the same two replicas is kept instead. */
    DUPLICATE(6),
    /** A message that has no place here in a session. */
    UNEXPECTED(7),
    /** More of something than a peer may ask for. */
    LIMIT(8),
    /** Silence, for longer than a living peer is silent. */
    TIMEOUT(9),
    /** This replica could not do its part, for instance because its store takes no writes. */
    INTERNAL(10),
    /** The peer has not shown who it is, or is not let in. */
    IDENTITY(11),
    /** The peer enforces other rules. */
    POLICY(12),
    /** The peer sent an entry that its author has not signed. */
    FORGED(13);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    /**
     * Whether the same replicas would not do better by trying again at once.
     *
     * @return true where somebody has to change something first
     */
    public boolean isRefusal() {
        return switch (this) {
            case VERSION, DATABASE, SECRET, IDENTITY, POLICY, FORGED -> true;
            default -> false;
        };
    }

    /**
     * The number that is sent.
     *
     * @return 1 to 255
     */
    public int number() {
        return number;
    }

    static @Nullable ErrorCode of(long number) {
        for (ErrorCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return null;
    }
}

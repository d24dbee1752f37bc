package io.genosdb.rtc.wire;

/**
 * What a peer declares to be.
 *
 * @param type for example {@code superpeer}; empty where it declares nothing, as pages don't; at most {@value #MAX_TYPE_LENGTH}
 *     characters, no control characters
 * @param syncs whether it takes frames of the sync protocol
 * @since 0.1
 */
public record PeerHello(String type, boolean syncs) {

    /** The longest type, in UTF-16 code units. */
    public static final int MAX_TYPE_LENGTH = 64;

    /** What a peer is that has declared nothing. */
    public static final PeerHello NONE = new PeerHello("", false);

    /**
     * Checks the type.
     *
     * @throws IllegalArgumentException if the type is none
     */
    public PeerHello {
        if (type.length() > MAX_TYPE_LENGTH || type.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the type of a peer has at most " + MAX_TYPE_LENGTH
                    + " characters and no control characters: give it a shorter, plain name");
        }
    }
}

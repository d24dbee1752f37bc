package io.genosdb.security.policy;

/**
 * What a node's owner allows somebody; each includes those before it.
 *
 * @since 0.1
 */
public enum Level {
    /** Nothing (any more). */
    NONE,
    /** Read the node. */
    READ,
    /** Put its value, link and unlink it. */
    WRITE,
    /** Remove it. */
    DELETE;

    /**
     * Whether this allows at least as much as another one.
     *
     * @param other the other one
     * @return whether it includes it
     */
    public boolean includes(Level other) {
        return compareTo(other) >= 0;
    }

    /**
     * The one that allows more.
     *
     * @param other another one
     * @return this or the other one
     */
    public Level or(Level other) {
        return includes(other) ? this : other;
    }
}

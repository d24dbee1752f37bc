package io.genosdb.security;

/**
 * What a node's owner allows a collaborator; each includes those before it.
 *
 * @since 0.1
 */
public enum AccessLevel {
    /** Read the node. */
    READ,
    /** Put its value, link and unlink it. */
    WRITE,
    /** Remove it. */
    DELETE
}

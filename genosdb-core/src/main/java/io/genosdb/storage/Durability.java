package io.genosdb.storage;

/**
 * When a write is acknowledged.
 *
 * @since 0.1
 */
public enum Durability {
    /** At once; it reaches the disk within the save delay, so a crash can lose that much. */
    ASYNC,

    /** When the disk has it; writes of several threads share one forced write (group commit). */
    SYNC
}

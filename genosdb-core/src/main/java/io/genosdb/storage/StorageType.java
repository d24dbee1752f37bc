package io.genosdb.storage;

/**
 * The engine under a store.
 *
 * @since 0.1
 */
public enum StorageType {
    /** The first of the others that is available; where a store exists already, the engine that made it. */
    AUTO,

    /** RocksDB, a native log-structured engine: needs {@code org.rocksdb:rocksdbjni} on the class path. */
    ROCKSDB,

    /** MVStore of the H2 database, in pure Java. */
    MVSTORE,

    /** Nothing on disk: the entries live as long as the process. */
    MEMORY
}

package io.genosdb.storage;

import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the journal has to know of a kind of engine besides how to use it. */
interface StorageProvider {

    /** What salvage finds. */
    @FunctionalInterface
    interface Finder {
        /**
         * A piece of the damaged store.
         *
         * @param record bytes that may be a record
         * @return whether they were
         */
        boolean found(byte[] record);
    }

    StorageType type();

    /** The name of the engine's file or folder in the store's directory. */
    String fileName();

    /** Why this engine cannot be used here, or {@code null} if it can. */
    @Nullable
    String unavailable();

    /** Makes a store that does not exist. */
    StorageEngine create(Path path);

    /**
     * Opens a store that exists, without writing to it, unless it is found intact and acceptable.
     *
     * @param path the engine's file or folder
     * @param acceptable whether this state of the store has all that was acknowledged. A store may hold several states after a
     *     crash, of which the newest may be incomplete
     * @throws CorruptStoreException if there is no state that is both
     */
    StorageEngine open(Path path, Predicate<StorageEngine> acceptable);

    /**
     * Opens a store again after a write has failed. What the failed write left behind is not believed even if it can be
     * read: the system may have it in memory and not on the device.
     *
     * @param path the engine's file or folder
     * @param failed the engine that failed, closed
     * @param acceptable as for {@link #open}
     * @throws StorageException if that fails
     */
    default StorageEngine reopen(Path path, StorageEngine failed, Predicate<StorageEngine> acceptable) {
        return open(path, acceptable);
    }

    /**
     * Reads the newest state of a damaged store as far as it can be read, without writing to it.
     *
     * @param path the engine's file or folder
     * @param finder gets the records
     * @return how many records of that state cannot be reached
     * @throws StorageException if no state can be found
     */
    long salvage(Path path, Finder finder);

    /**
     * Looks for records in the bare bytes of the files, whatever state they belong to: overwritten and deleted ones are found
     * too, where their bytes are still there. Nothing is written.
     *
     * @param path the engine's file or folder
     * @param finder gets everything that begins like a record
     * @throws StorageException if the files cannot be read at all
     */
    void carve(Path path, Finder finder);
}

package io.genosdb.storage;

import io.genosdb.graph.Entry;
import io.genosdb.graph.StoredEntry;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store that a detached {@link Journal} has opened after its owner has ended, to read what is in it before
 * {@link Journal#own} makes it its own. Not thread-safe.
 *
 * @since 0.1
 */
public final class StoreClaim implements AutoCloseable {

    private final @Nullable String fallback;
    private @Nullable Store store;

    StoreClaim(Store store, @Nullable String fallback) {
        this.store = store;
        this.fallback = fallback;
    }

    /**
     * The highest clock reading that was stored.
     *
     * @return the packed {@link io.genosdb.clock.HybridTimestamp}, or 0
     */
    public long highestClock() {
        return open().highestClock();
    }

    /**
     * Reads everything that is stored, as {@link Journal#load} does.
     *
     * @param entries gets the entries of the state
     * @param parked gets the parked entries
     * @throws StorageException if the store cannot be read
     */
    public void load(Consumer<StoredEntry> entries, Consumer<Entry> parked) {
        try {
            open().load(entries, parked);
        } catch (IOException e) {
            throw new StorageException("the store cannot be read: " + e, e);
        }
    }

    long lastEqual() {
        return open().lastEqual();
    }

    @Nullable
    String fallback() {
        return fallback;
    }

    /** Hands the store over: it is no longer closed with the claim. */
    Store take() {
        Store taken = open();
        store = null;
        return taken;
    }

    private Store open() {
        return Objects.requireNonNull(store, "the claim was given up, or a journal has the store");
    }

    /** Gives the store back, unless a journal has it by now. */
    @Override
    public void close() {
        if (store != null) {
            store.close();
            store = null;
        }
    }
}

package io.genosdb.storage;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which engine to use in a directory, and why not a better one.
 *
 * @param provider the engine, or {@code null} for memory
 * @param fallback why a better engine was not chosen, or {@code null}
 */
record EngineChoice(
        @Nullable StorageProvider provider, @Nullable String fallback) {

    /**
     * Chooses. A store that exists keeps its engine: there is never an empty database beside an existing one.
     *
     * @param providers the engines, the best first
     * @throws StorageException if the engine asked for, or needed for the store that exists, cannot be used
     */
    static EngineChoice of(StoreDirectory directory, StorageType type, List<StorageProvider> providers, Instant now) {
        try {
            var existing = new ArrayList<StorageProvider>(1);
            for (StorageProvider provider : providers) {
                directory.tidy(provider, now);
                if (directory.hasData(provider)) {
                    existing.add(provider);
                }
            }
            if (!existing.isEmpty()) {
                return existing(directory, type, existing);
            }
            if (StoreDirectory.readHeader(directory.path()) != null) {
                throw new CorruptStoreException("the files of the store in " + directory.path()
                        + " are gone, only its header is left; restore them, or remove the header to begin with an empty"
                        + " store");
            }
            return type == StorageType.AUTO ? best(providers) : asked(type, providers);
        } catch (IOException e) {
            throw new StorageException("the directory " + directory.path() + " cannot be read: " + e, e);
        }
    }

    private static EngineChoice existing(StoreDirectory directory, StorageType type, List<StorageProvider> existing) {
        StorageProvider provider = existing.get(0);
        if (existing.size() > 1) {
            throw new CorruptStoreException(
                    "the directory " + directory.path() + " holds stores of several engines (" + provider.fileName()
                            + ", " + existing.get(1).fileName() + "); move away the one that is not wanted");
        }
        if (type != StorageType.AUTO && type != provider.type()) {
            throw new StorageException("the directory " + directory.path() + " holds a store of " + provider.type()
                    + ", not of " + type + "; open it as " + provider.type() + " or AUTO");
        }
        String reason = provider.unavailable();
        if (reason != null) {
            throw new StorageException(
                    "the store in " + directory.path() + " is one of " + provider.type() + ", but " + reason);
        }
        return new EngineChoice(provider, null);
    }

    private static EngineChoice asked(StorageType type, List<StorageProvider> providers) {
        for (StorageProvider provider : providers) {
            if (provider.type() == type) {
                String reason = provider.unavailable();
                if (reason != null) {
                    throw new StorageException("storage of type " + type + " is not available: " + reason);
                }
                return new EngineChoice(provider, null);
            }
        }
        throw new StorageException("there is no storage of type " + type);
    }

    private static EngineChoice best(List<StorageProvider> providers) {
        var reasons = new ArrayList<String>();
        for (StorageProvider provider : providers) {
            String reason = provider.unavailable();
            if (reason == null) {
                return new EngineChoice(provider, reasons.isEmpty() ? null : String.join("; ", reasons));
            }
            reasons.add(provider.type() + ": " + reason);
        }
        return new EngineChoice(null, String.join("; ", reasons));
    }
}

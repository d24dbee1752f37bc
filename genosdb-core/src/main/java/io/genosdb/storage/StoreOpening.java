package io.genosdb.storage;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the store of one database is opened: by who owns it from the beginning, or by who takes it over. */
record StoreOpening(
        StorageOptions options,
        String database,
        InstantSource clock,
        SecureRandom random,
        List<StorageProvider> providers) {

    private static final Logger LOG = LoggerFactory.getLogger(StoreOpening.class);

    /** An open store, or none where no engine is available, and why a better engine was not chosen. */
    record Opened(@Nullable Store store, @Nullable String fallback) {}

    boolean isMemory() {
        return options.type() == StorageType.MEMORY || options.directory() == null;
    }

    Path path() {
        return Objects.requireNonNull(options.directory());
    }

    /** Opens the store of a locked directory, which is unlocked again where that fails. */
    Opened open(StoreDirectory directory) {
        try {
            EngineChoice choice = EngineChoice.of(directory, options.type(), providers, clock.instant());
            StorageProvider provider = choice.provider();
            String fallback = choice.fallback();
            if (provider == null) {
                LOG.warn("No storage engine is available, so entries are kept in memory only: {}", fallback);
                directory.close();
                return new Opened(null, fallback);
            }
            Store store = Store.open(directory, provider, database, options, clock, random);
            if (fallback == null) {
                LOG.debug("Storing in {} with {}", directory.path(), provider.type());
            } else {
                LOG.info("Storing in {} with {} ({})", directory.path(), provider.type(), fallback);
            }
            return new Opened(store, fallback);
        } catch (Throwable e) {
            directory.close();
            throw e;
        }
    }

    /** Opens the store of another owner that has ended, and makes it this replica's. */
    StoreClaim claim(StoreDirectory directory, String origin) {
        Opened opened = open(directory);
        Store store = opened.store();
        if (store == null) {
            throw new StorageException("no storage engine is available: " + opened.fallback());
        }
        try {
            store.adopt(origin);
            return new StoreClaim(store, opened.fallback());
        } catch (Throwable e) {
            store.close();
            throw e;
        }
    }

    /** Tells whether this database could open the store that another owner has open. */
    void check() {
        Store.check(options, path(), database, random);
    }
}

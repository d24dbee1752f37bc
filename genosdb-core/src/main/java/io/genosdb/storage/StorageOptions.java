package io.genosdb.storage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a database is stored. Immutable.
 *
 * @since 0.1
 */
public final class StorageOptions {

    private static final Duration DEFAULT_SAVE_DELAY = Duration.ofMillis(200);
    private static final int DEFAULT_MAX_PENDING = 1 << 18;

    private final @Nullable Path directory;
    private final StorageType type;
    private final Durability durability;
    private final Duration saveDelay;
    private final int maxPending;
    private final char @Nullable [] password;
    private final int keyIterations;
    private final List<StorageProvider> providers;

    private StorageOptions(
            @Nullable Path directory,
            StorageType type,
            Durability durability,
            Duration saveDelay,
            int maxPending,
            char @Nullable [] password,
            int keyIterations,
            List<StorageProvider> providers) {
        this.directory = directory;
        this.type = type;
        this.durability = durability;
        this.saveDelay = saveDelay;
        this.maxPending = maxPending;
        this.password = password;
        this.keyIterations = keyIterations;
        this.providers = providers;
    }

    /**
     * Storage in memory only.
     *
     * @return options of type {@link StorageType#MEMORY}
     */
    public static StorageOptions inMemory() {
        return new StorageOptions(
                null,
                StorageType.MEMORY,
                Durability.ASYNC,
                DEFAULT_SAVE_DELAY,
                DEFAULT_MAX_PENDING,
                null,
                StoreCipher.DEFAULT_ITERATIONS,
                Store.providers());
    }

    /**
     * Storage in a directory, with the defaults: engine {@link StorageType#AUTO}, durability {@link Durability#ASYNC}, a
     * save delay of 200 ms, at most 262,144 pending entries, no password.
     *
     * @param directory the directory of this database alone; made where it does not exist
     * @return the options
     */
    public static StorageOptions in(Path directory) {
        return new StorageOptions(
                directory,
                StorageType.AUTO,
                Durability.ASYNC,
                DEFAULT_SAVE_DELAY,
                DEFAULT_MAX_PENDING,
                null,
                StoreCipher.DEFAULT_ITERATIONS,
                Store.providers());
    }

    /**
     * These options with another engine.
     *
     * @param newType the engine
     * @return new options
     * @throws IllegalArgumentException if the engine needs a directory and there is none
     */
    public StorageOptions withType(StorageType newType) {
        if (directory == null && newType != StorageType.MEMORY) {
            throw new IllegalArgumentException("storage of type " + newType + " needs a directory");
        }
        return new StorageOptions(
                directory, newType, durability, saveDelay, maxPending, password, keyIterations, providers);
    }

    /**
     * These options with another durability.
     *
     * @param newDurability when a write is acknowledged
     * @return new options
     */
    public StorageOptions withDurability(Durability newDurability) {
        return new StorageOptions(
                directory, type, newDurability, saveDelay, maxPending, password, keyIterations, providers);
    }

    /**
     * These options with another save delay.
     *
     * @param newSaveDelay how long a write may wait for others to share a batch with; positive
     * @return new options
     * @throws IllegalArgumentException if it is not positive
     */
    public StorageOptions withSaveDelay(Duration newSaveDelay) {
        if (newSaveDelay.isNegative() || newSaveDelay.isZero()) {
            throw new IllegalArgumentException("the save delay must be positive, not " + newSaveDelay);
        }
        return new StorageOptions(
                directory, type, durability, newSaveDelay, maxPending, password, keyIterations, providers);
    }

    /**
     * These options with another bound on what waits in memory for the disk.
     *
     * @param newMaxPending entries; positive
     * @return new options
     * @throws IllegalArgumentException if it is not positive
     */
    public StorageOptions withMaxPending(int newMaxPending) {
        if (newMaxPending < 1) {
            throw new IllegalArgumentException("the bound on pending entries must be positive, not " + newMaxPending);
        }
        return new StorageOptions(
                directory, type, durability, saveDelay, newMaxPending, password, keyIterations, providers);
    }

    /**
     * These options with a password, by which the store is encrypted. It takes effect when the store is made.
     *
     * @param newPassword the password, not empty, copied; or {@code null} for no encryption
     * @return new options
     * @throws IllegalArgumentException if it is empty
     */
    public StorageOptions withPassword(char @Nullable [] newPassword) {
        if (newPassword != null && newPassword.length == 0) {
            throw new IllegalArgumentException("the password is empty; give none at all to store without encryption");
        }
        char[] copy = newPassword == null ? null : newPassword.clone();
        return new StorageOptions(directory, type, durability, saveDelay, maxPending, copy, keyIterations, providers);
    }

    /** These options with other costs of deriving the key of a new store, so that tests need not pay the full price. */
    StorageOptions withKeyIterations(int iterations) {
        return new StorageOptions(directory, type, durability, saveDelay, maxPending, password, iterations, providers);
    }

    /** These options with other engines to choose from, the best first. */
    StorageOptions withProviders(List<StorageProvider> engines) {
        return new StorageOptions(
                directory, type, durability, saveDelay, maxPending, password, keyIterations, List.copyOf(engines));
    }

    /**
     * The directory.
     *
     * @return the directory, or {@code null} in memory
     */
    public @Nullable Path directory() {
        return directory;
    }

    /**
     * The engine asked for.
     *
     * @return the type
     */
    public StorageType type() {
        return type;
    }

    /**
     * When a write is acknowledged.
     *
     * @return the durability
     */
    public Durability durability() {
        return durability;
    }

    /**
     * How long a write may wait for others to share a batch with.
     *
     * @return a positive duration
     */
    public Duration saveDelay() {
        return saveDelay;
    }

    /**
     * How many entries may wait in memory for the disk.
     *
     * @return a positive number
     */
    public int maxPending() {
        return maxPending;
    }

    char @Nullable [] password() {
        return password;
    }

    int keyIterations() {
        return keyIterations;
    }

    List<StorageProvider> providers() {
        return providers;
    }

    /** Everything but the password. */
    @Override
    public String toString() {
        return "StorageOptions[directory=" + directory + ", type=" + type + ", durability=" + durability
                + ", saveDelay=" + saveDelay + ", maxPending=" + maxPending + ", encrypted=" + (password != null) + "]";
    }
}

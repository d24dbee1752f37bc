package io.genosdb.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A disk for simulations: an engine that keeps its records, in memory, beyond the life of the database that wrote them. A batch
 * is there whole or not at all. Only a lock and a header are real files.
 */
public final class SimulatedDisk implements StorageProvider {

    private final TreeMap<byte[], byte[]> records = new TreeMap<>(Arrays::compareUnsigned);
    private final Runnable onWrite;
    private boolean powered = true;
    private boolean oneMoreWrite;

    /** Makes a disk that tells when a batch has reached it. */
    public SimulatedDisk(Runnable onWrite) {
        this.onWrite = onWrite;
    }

    /** Options of a database that stores here. */
    public StorageOptions options(Path directory, Durability durability, Duration saveDelay) {
        return StorageOptions.in(directory)
                .withType(StorageType.MVSTORE)
                .withDurability(durability)
                .withSaveDelay(saveDelay)
                .withProviders(List.of(this));
    }

    /** From now on writes fail; the next one reaches the disk all the same, if told so, though nobody will know. */
    public void losePower(boolean nextWriteArrives) {
        powered = false;
        oneMoreWrite = nextWriteArrives;
    }

    /** Writes reach the disk again. */
    public void restorePower() {
        powered = true;
    }

    private final class Engine implements StorageEngine {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return records.get(key);
        }

        @Override
        public void scan(BiConsumer<byte[], byte[]> visitor) {
            new TreeMap<>(records).forEach(visitor);
        }

        @Override
        public void write(StorageBatch batch) {
            if (powered || oneMoreWrite) {
                oneMoreWrite = false;
                apply(batch);
                onWrite.run();
            }
            if (!powered) {
                throw new StorageException("no power");
            }
        }

        private void apply(StorageBatch batch) {
            batch.forEach((key, value) -> {
                if (value == null) {
                    records.remove(key);
                } else {
                    records.put(key, value);
                }
            });
        }

        @Override
        public void compact() {}

        @Override
        public long size() {
            return records.size();
        }

        @Override
        public void close() {}
    }

    @Override
    public StorageType type() {
        return StorageType.MVSTORE;
    }

    @Override
    public String fileName() {
        return "entries.simulated";
    }

    @Override
    public @Nullable String unavailable() {
        return null;
    }

    @Override
    public StorageEngine create(Path path) {
        try {
            Files.writeString(path, "simulated");
        } catch (IOException e) {
            throw new StorageException("cannot create " + path, e);
        }
        return new Engine();
    }

    @Override
    public StorageEngine open(Path path, Predicate<StorageEngine> acceptable) {
        var engine = new Engine();
        if (!acceptable.test(engine)) {
            throw new CorruptStoreException("lacks acknowledged writes");
        }
        return engine;
    }

    @Override
    public long salvage(Path path, Finder finder) {
        throw new AssertionError("nothing damages this disk");
    }

    @Override
    public void carve(Path path, Finder finder) {
        throw new AssertionError("nothing damages this disk");
    }
}

package io.genosdb.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An engine in memory that fails, half fails or waits when the test says so. Its records outlive it. */
final class FaultyEngine implements StorageProvider {

    private final TreeMap<byte[], byte[]> records = new TreeMap<>(Arrays::compareUnsigned);
    final List<Integer> batches = new ArrayList<>();

    /** The next writes fail: so many. */
    int failures;

    /** Whether a failing write reaches the disk all the same. */
    boolean failsTooLate;

    /** Where not null, a write says that it has begun, and waits. */
    volatile @Nullable CountDownLatch begun;

    volatile @Nullable CountDownLatch release;

    @Nullable
    String unavailable;

    String fileName = "entries.memory";

    private final class Engine implements StorageEngine {
        private boolean failed;

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
            if (failed) {
                throw new AssertionError("a failed engine is used");
            }
            await();
            if (failures > 0) {
                failures--;
                failed = true;
                if (failsTooLate) {
                    apply(batch);
                }
                throw new StorageException("No space left on device");
            }
            apply(batch);
        }

        private void await() {
            CountDownLatch wait = release;
            CountDownLatch signal = begun;
            if (wait != null && signal != null) {
                signal.countDown();
                try {
                    wait.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }

        private void apply(StorageBatch batch) {
            batches.add(batch.size());
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
        return fileName;
    }

    @Override
    public @Nullable String unavailable() {
        return unavailable;
    }

    @Override
    public StorageEngine create(Path path) {
        try {
            Files.writeString(path, "in memory");
        } catch (IOException e) {
            throw new StorageException("cannot create", e);
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
        records.values().forEach(finder::found);
        return 0;
    }

    @Override
    public void carve(Path path, Finder finder) {
        records.values().forEach(finder::found);
    }
}

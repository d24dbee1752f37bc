package io.genosdb.storage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Opens and salvages RocksDB folders. Nothing of RocksDB is loaded before {@link #unavailable()} says that it can be. */
final class RocksDbProvider implements StorageProvider {

    @Override
    public StorageType type() {
        return StorageType.ROCKSDB;
    }

    @Override
    public String fileName() {
        return "entries.rocksdb";
    }

    @Override
    public @Nullable String unavailable() {
        try {
            Class.forName("org.rocksdb.RocksDB", false, getClass().getClassLoader());
        } catch (ClassNotFoundException e) {
            return "org.rocksdb:rocksdbjni is not on the class path";
        }
        try {
            RocksDbEngine.loadLibrary();
            return null;
        } catch (RuntimeException | LinkageError e) {
            return "the native library of RocksDB does not load: " + e.getMessage();
        }
    }

    @Override
    public StorageEngine create(Path path) {
        return RocksDbEngine.open(path, true);
    }

    @Override
    public StorageEngine open(Path path, Predicate<StorageEngine> acceptable) {
        try (StorageEngine engine = RocksDbEngine.openReadOnly(path)) {
            if (!acceptable.test(engine)) {
                throw new CorruptStoreException(path + " lacks acknowledged writes");
            }
        } catch (StorageException e) {
            throw e instanceof CorruptStoreException corrupt
                    ? corrupt
                    : new CorruptStoreException(path + " is damaged: " + e.getMessage(), e);
        }
        return RocksDbEngine.open(path, false);
    }

    @Override
    public long salvage(Path path, Finder finder) {
        try (StorageEngine engine = RocksDbEngine.openReadOnly(path)) {
            engine.scan((key, value) -> finder.found(value));
            return 0;
        }
    }

    @Override
    public void carve(Path path, Finder finder) {
        try (var listing = Files.list(path)) {
            List<Path> files = listing.sorted().toList();
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.endsWith(".sst") || name.endsWith(".log")) {
                    carveFile(file, name.endsWith(".log"), finder);
                }
            }
        } catch (IOException e) {
            throw new StorageException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void carveFile(Path file, boolean isLog, Finder finder) throws IOException {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 20);
                InputStream content = isLog ? new RocksDbLog(bytes) : bytes) {
            Carver.carve(content, finder);
        }
    }
}

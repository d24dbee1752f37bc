package io.genosdb.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RocksDB as an engine: one synced write batch a batch. Nothing is compressed, so that salvage can find records in bare
 * bytes.
 */
final class RocksDbEngine implements StorageEngine {

    private static final Logger LOG = LoggerFactory.getLogger(RocksDbEngine.class);
    private static final long CACHE_BYTES = 8L << 20;
    private static final long MEMTABLE_BYTES = 32L << 20;

    private final Path path;
    private final LRUCache cache;
    private final Options options;
    private final RocksDB db;
    private boolean closed;

    private RocksDbEngine(Path path, boolean createIfMissing, boolean readOnly) throws RocksDBException {
        this.path = path;
        this.cache = new LRUCache(CACHE_BYTES);
        this.options = options(cache, createIfMissing);
        try {
            this.db =
                    readOnly ? RocksDB.openReadOnly(options, path.toString()) : RocksDB.open(options, path.toString());
        } catch (RocksDBException e) {
            options.close();
            cache.close();
            throw e;
        }
    }

    private static Options options(LRUCache cache, boolean createIfMissing) {
        return new Options()
                .setCreateIfMissing(createIfMissing)
                .setParanoidChecks(true)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setBottommostCompressionType(CompressionType.NO_COMPRESSION)
                .setWriteBufferSize(MEMTABLE_BYTES)
                .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache))
                .setInfoLogLevel(InfoLogLevel.FATAL_LEVEL)
                .setKeepLogFileNum(1)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    static void loadLibrary() {
        RocksDB.loadLibrary();
    }

    static RocksDbEngine open(Path path, boolean createIfMissing) {
        try {
            return new RocksDbEngine(path, createIfMissing, false);
        } catch (RocksDBException e) {
            throw new StorageException("RocksDB cannot open " + path + ": " + e.getMessage(), e);
        }
    }

    /** Opens without writing and checks every block of every table. */
    static RocksDbEngine openReadOnly(Path path) {
        try {
            var engine = new RocksDbEngine(path, false, true);
            try {
                engine.db.verifyChecksum();
                return engine;
            } catch (RocksDBException e) {
                engine.close();
                throw e;
            }
        } catch (RocksDBException e) {
            throw new StorageException("RocksDB cannot open " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        try {
            return db.get(key);
        } catch (RocksDBException e) {
            throw new StorageException("the store cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void scan(BiConsumer<byte[], byte[]> visitor) {
        try (ReadOptions read = new ReadOptions().setFillCache(false).setReadaheadSize(2L << 20);
                RocksIterator iterator = db.newIterator(read)) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                visitor.accept(iterator.key(), iterator.value());
            }
            iterator.status();
        } catch (RocksDBException e) {
            throw new StorageException("the store cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void write(StorageBatch batch) {
        try (WriteBatch writes = new WriteBatch();
                WriteOptions write = new WriteOptions().setSync(true)) {
            batch.forEach((key, value) -> add(writes, key, value));
            db.write(write, writes);
        } catch (RocksDBException e) {
            throw unwritable(e);
        }
    }

    private static void add(WriteBatch writes, byte[] key, byte @Nullable [] value) {
        try {
            if (value == null) {
                writes.delete(key);
            } else {
                writes.put(key, value);
            }
        } catch (RocksDBException e) {
            throw unwritable(e);
        }
    }

    private static StorageException unwritable(RocksDBException e) {
        return new StorageException("the store cannot be written: " + e.getMessage(), e);
    }

    @Override
    public void compact() {
        try {
            db.compactRange();
        } catch (RocksDBException e) {
            throw new StorageException("the store cannot be compacted: " + e.getMessage(), e);
        }
    }

    @Override
    public long size() {
        try (var files = Files.list(path)) {
            return files.mapToLong(RocksDbEngine::sizeOf).sum();
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The size of the store cannot be told", e);
            return 0;
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            // A compaction in the background removed it since it was listed.
            return 0;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            db.close();
            options.close();
            cache.close();
        }
    }
}

package io.genosdb.storage;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a store is doing, for health checks and metrics.
 *
 * @param engine the engine in use, never {@link StorageType#AUTO}
 * @param directory the store's directory, or {@code null} in memory; also that of a store which another process owns
 * @param encrypted whether the store is encrypted
 * @param durability when a write is acknowledged
 * @param fallback why a better engine was not chosen, or how the database stands to a store that another process owns; or
 *     {@code null}
 * @param warnings what an operator should look at, empty when all is well
 * @param recovery what became of damage found when the store was opened, or {@code null}
 * @param pending entries that are not on disk yet
 * @param flushes batches written since the store was opened
 * @param flushed entries written or deleted by them
 * @param flushTime the time that writing them took, in all
 * @param failedFlushes batches that the disk refused; each was tried again
 * @param lastFlush when the last batch was written, or {@code null}
 * @param error why the last attempt to write failed, or {@code null} when it did not
 * @param bytes the space taken on disk
 * @param closed whether the journal is closed
 * @since 0.1
 */
public record StorageStatus(
        StorageType engine,
        @Nullable Path directory,
        boolean encrypted,
        Durability durability,
        @Nullable String fallback,
        List<String> warnings,
        @Nullable Recovery recovery,
        long pending,
        long flushes,
        long flushed,
        Duration flushTime,
        long failedFlushes,
        @Nullable Instant lastFlush,
        @Nullable String error,
        long bytes,
        boolean closed) {}

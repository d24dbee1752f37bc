package io.genosdb.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who has a store open.
 *
 * @param process the owner's process id, in words
 * @param socket where the owner takes other processes of this host, or {@code null} where it takes none
 * @since 0.1
 */
public record StoreOwner(String process, @Nullable Path socket) {}

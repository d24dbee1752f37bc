package io.genosdb.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What became of a store that was found damaged when it was opened.
 *
 * @param reason what was damaged
 * @param intact how many entries were saved
 * @param lost how many entries were lost, or {@link #UNKNOWN}
 * @param kept where the damaged original was kept aside, or {@code null} where nothing had to be replaced
 * @since 0.1
 */
public record Recovery(
        String reason, long intact, long lost, @Nullable Path kept) {

    /** Something was lost, and the damage took the knowledge of how much with it. */
    public static final long UNKNOWN = -1;
}

package io.genosdb.security.policy;

import io.genosdb.graph.Version;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of versions.
 *
 * @param after the version before the first of them
 * @param until the last of them, or {@code null} where there is no last
 * @since 0.1
 */
public record Span(Version after, @Nullable Version until) {

    /**
     * Whether a version is one of them.
     *
     * @param version a version
     * @return whether it is later than {@code after} and not later than {@code until}
     */
    public boolean contains(Version version) {
        return version.compareTo(after) > 0 && (until == null || version.compareTo(until) <= 0);
    }
}

package io.genosdb.spring.boot.actuate;

import io.genosdb.GenosDatabase;
import org.jspecify.annotations.Nullable;

/**
 * Tells the endpoint what the security of a database is about. Thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface SecurityDescriber {

    /** No database has any. */
    SecurityDescriber NONE = database -> null;

    /**
     * Describes.
     *
     * @param database an open database
     * @return what to show, or {@code null} where the database has no security
     */
    DatabaseDescriptor.@Nullable Security describe(GenosDatabase database);
}

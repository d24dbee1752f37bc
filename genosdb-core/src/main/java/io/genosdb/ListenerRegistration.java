package io.genosdb;

/**
 * Something added to a database that can be taken away again.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ListenerRegistration extends AutoCloseable {

    /** Takes it away. Safe to call more than once. */
    @Override
    void close();
}

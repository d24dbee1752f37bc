package io.genosdb.spring;

import io.genosdb.GenosDatabase;

/**
 * Something to be done with the database behind a {@link GenosOperations}.
 *
 * @param <T> the type of the result
 * @since 0.1
 */
@FunctionalInterface
public interface DatabaseCallback<T> {

    /**
     * Does it.
     *
     * @param database the open database, not to be closed
     * @return the result
     */
    T doInDatabase(GenosDatabase database);
}

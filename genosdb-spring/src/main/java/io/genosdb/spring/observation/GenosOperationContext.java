package io.genosdb.spring.observation;

import io.micrometer.observation.Observation;

/**
 * What is known of an operation on a database while it is observed.
 *
 * @since 0.1
 */
public final class GenosOperationContext extends Observation.Context {

    private final String database;
    private final String operation;

    /**
     * Makes a context.
     *
     * @param database the name of the database
     * @param operation the method of the template, as in {@code put}
     */
    public GenosOperationContext(String database, String operation) {
        this.database = database;
        this.operation = operation;
    }

    /**
     * The name of the database.
     *
     * @return the name
     */
    public String getDatabase() {
        return database;
    }

    /**
     * The method of the template; overloaded methods are one operation.
     *
     * @return its name
     */
    public String getOperation() {
        return operation;
    }
}

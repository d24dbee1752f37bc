package io.genosdb.spring.boot.autoconfigure;

/** Security is on, and guards one of several databases; another one would sync without it. */
final class UnguardedDatabaseException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    private final String database;

    UnguardedDatabaseException(String database) {
        super("Security is on and guards the primary database only: the database '" + database
                + "' would sync with everybody who reaches it.");
        this.database = database;
    }

    /** What the names of its properties begin with. */
    String prefix() {
        return SharedDirectoryException.propertyPrefix(database);
    }

    /** The bean that would take its place. */
    String bean() {
        return database + NamedDatabasesRegistrar.DATABASE;
    }
}

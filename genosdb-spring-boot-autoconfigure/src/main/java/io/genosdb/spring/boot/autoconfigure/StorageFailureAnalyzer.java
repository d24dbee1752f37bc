package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.spring.GenosDatabases;
import io.genosdb.storage.CorruptStoreException;
import io.genosdb.storage.LockedStoreException;
import io.genosdb.storage.StorageException;
import io.genosdb.storage.UnsupportedFormatException;
import io.genosdb.storage.WrongPasswordException;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do when the application doesn't start because its store cannot be opened. */
final class StorageFailureAnalyzer extends AbstractFailureAnalyzer<StorageException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StorageException cause) {
        String action =
                action(cause).replace("genosdb.", SharedDirectoryException.propertyPrefix(database(rootFailure)));
        return new FailureAnalysis(
                "The store of the graph database could not be opened: " + cause.getMessage(), action, cause);
    }

    /** The database whose bean could not be made. */
    private static String database(Throwable rootFailure) {
        for (Throwable failure = rootFailure; failure != null; failure = failure.getCause()) {
            String bean = failure instanceof BeanCreationException creation ? creation.getBeanName() : null;
            if (bean != null && bean.endsWith(NamedDatabasesRegistrar.DATABASE)) {
                return NamedDatabasesRegistrar.databaseName(bean);
            }
        }
        return GenosDatabases.DEFAULT_NAME;
    }

    private static String action(StorageException cause) {
        if (cause instanceof LockedStoreException) {
            return """
                    One process owns a store; others of the same host share it through the owner, where all of them sync.

                    - Stop the application that has it open, perhaps an earlier run of this one; or
                    - give this one a store of its own: genosdb.storage.directory; or
                    - let all processes of this host share it: genosdb.sync.enabled and genosdb.sync.local are true in \
                    each, which is the default, and genosdb.name, genosdb.sync.secret and genosdb.storage.password are \
                    the same.""";
        }
        if (cause instanceof WrongPasswordException) {
            return """
                    Set genosdb.storage.password to the password that the store was made with, or remove the property for \
                    a store that was made without one.

                    A forgotten password cannot be recovered; with genosdb.storage.directory the application \
                    starts on a new, empty store.""";
        }
        if (cause instanceof CorruptStoreException) {
            return """
                    Nothing was changed on disk.

                    - Put a backup of the directory in its place; or
                    - move the directory away to start with an empty store. Other replicas send what they hold.

                    Keep the damaged directory until you know that nothing in it is missed.""";
        }
        if (cause instanceof UnsupportedFormatException) {
            return "Start the release of GenosDB that wrote the store, or a later one.";
        }
        return """
                Check that the directory exists or can be made, that it is writable, and that its disk has room.

                genosdb.storage.directory names another one; genosdb.storage.type=memory runs without a store.""";
    }
}

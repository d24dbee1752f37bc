package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.spring.GenosDatabases;
import java.nio.file.Path;

/** Two databases of one application are configured to be stored in one directory. */
final class SharedDirectoryException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    private final String second;

    SharedDirectoryException(Path directory, String first, String second) {
        super("The databases '" + first + "' and '" + second + "' have the same directory, " + directory
                + ". A store holds one database.");
        this.second = second;
    }

    /** The property that would give the second database a directory of its own. */
    String property() {
        return propertyPrefix(second) + "storage.directory";
    }

    /** What the properties of a database begin with. */
    static String propertyPrefix(String key) {
        return key.equals(GenosDatabases.DEFAULT_NAME) ? "genosdb." : "genosdb.databases." + key + ".";
    }
}

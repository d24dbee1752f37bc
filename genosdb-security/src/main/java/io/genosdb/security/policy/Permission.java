package io.genosdb.security.policy;

import java.util.Set;

/**
 * Something that a role permits. Applications may have permissions of their own, for
 * {@link io.genosdb.security.GenosSecurity#executeWithPermission}.
 *
 * @param name the name, in camel case
 * @since 0.1
 */
public record Permission(String name) {

    /** Read nodes without an access list, and those whose list allows it. */
    public static final Permission READ = new Permission("read");

    /** Take part in the sync: be sent entries. */
    public static final Permission SYNC = new Permission("sync");

    /** Put nodes, and write those whose access list allows it; remove one's own. */
    public static final Permission WRITE = new Permission("write");

    /** Link and unlink nodes that one may write. */
    public static final Permission LINK = new Permission("link");

    /** Publish: of no meaning to the database itself, for applications. */
    public static final Permission PUBLISH = new Permission("publish");

    /** Remove nodes without an access list. */
    public static final Permission DELETE = new Permission("delete");

    /** Give roles. */
    public static final Permission ASSIGN_ROLE = new Permission("assignRole");

    /** Remove any node, and change any access list. */
    public static final Permission DELETE_ANY = new Permission("deleteAny");

    /** Hold and read everything, whatever the access lists say. */
    public static final Permission REPLICATE = new Permission("replicate");

    /** Write on behalf of others, by their rights: for servers that people log in to. */
    public static final Permission DELEGATE = new Permission("delegate");

    static final Set<Permission> ALL =
            Set.of(READ, SYNC, WRITE, LINK, PUBLISH, DELETE, ASSIGN_ROLE, DELETE_ANY, REPLICATE, DELEGATE);

    /** Refuses a name without characters. */
    public Permission {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a permission needs a name");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

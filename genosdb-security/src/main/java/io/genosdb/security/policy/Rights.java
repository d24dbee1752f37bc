package io.genosdb.security.policy;

import java.util.List;
import java.util.Set;

/** What the built-in permissions of a role are, as bits: judging asks for them millions of times. */
final class Rights {

    static final int NONE = 0;
    static final int READ = 1;
    static final int SYNC = 1 << 1;
    static final int WRITE = 1 << 2;
    static final int LINK = 1 << 3;
    static final int DELETE = 1 << 4;
    static final int ASSIGN_ROLE = 1 << 5;
    static final int DELETE_ANY = 1 << 6;
    static final int REPLICATE = 1 << 7;
    static final int DELEGATE = 1 << 8;

    /** Those that the verdict of an entry can depend on. */
    static final int JUDGED = WRITE | LINK | DELETE | ASSIGN_ROLE | DELETE_ANY | DELEGATE;

    private static final List<Permission> BITS = List.of(
            Permission.READ,
            Permission.SYNC,
            Permission.WRITE,
            Permission.LINK,
            Permission.DELETE,
            Permission.ASSIGN_ROLE,
            Permission.DELETE_ANY,
            Permission.REPLICATE,
            Permission.DELEGATE);

    private Rights() {}

    static int of(Set<Permission> permissions) {
        int rights = NONE;
        for (int bit = 0; bit < BITS.size(); bit++) {
            if (permissions.contains(BITS.get(bit))) {
                rights |= 1 << bit;
            }
        }
        return rights;
    }

    static boolean has(int rights, int needed) {
        return (rights & needed) == needed;
    }
}

package io.genosdb.guard;

/**
 * Makes the guard of a database that is being opened.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface GuardFactory {

    /**
     * Makes the guard.
     *
     * @param database the database, which is not open yet: nothing may be asked of it before {@link Guard#start}
     * @return the guard
     */
    Guard guard(GuardedDatabase database);
}

package io.genosdb.security;

/**
 * A store is not opened, since by the superadmins and roles configured now too much of what it holds would be lost: or because it was
 * written without security. Nothing of it was changed.
 *
 * @since 0.1
 */
public final class UnlawfulStoreException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is wrong, and what to do
     */
    public UnlawfulStoreException(String message) {
        super(message);
    }
}

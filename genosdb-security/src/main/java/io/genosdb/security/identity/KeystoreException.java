package io.genosdb.security.identity;

import org.jspecify.annotations.Nullable;

/**
 * A keystore that cannot be opened or written: the password is another one, the file is damaged, or of another kind. The message
 * says what is wrong and what to do, and repeats nothing secret.
 *
 * @since 0.1
 */
public final class KeystoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeystoreException(String message) {
        super(message);
    }

    KeystoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

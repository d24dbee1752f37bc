package io.genosdb.spring.security.siwe;

import org.jspecify.annotations.Nullable;

/**
 * Nonces: each good for one attempt to sign in, in the session it was made for, for a short time. Implementations are thread-safe,
 * bounded, and shared by all instances of an application that answer one page.
 *
 * @since 0.1
 */
public interface NonceStore {

    /**
     * Makes a nonce.
     *
     * @param session the identifier of the session that asks, or {@code null} where there are none
     * @return letters and digits that nobody can guess, eight at least
     */
    String issue(@Nullable String session);

    /**
     * Uses a nonce up, whatever comes of it.
     *
     * @param nonce what somebody says to be one
     * @param session the identifier of the session that says so, or {@code null}
     * @return whether it was made for this session, is fresh, and was never used before
     */
    boolean consume(String nonce, @Nullable String session);
}

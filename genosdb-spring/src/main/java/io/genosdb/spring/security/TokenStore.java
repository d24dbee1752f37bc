package io.genosdb.spring.security;

import io.genosdb.security.identity.Address;
import java.time.Instant;
import java.util.Optional;

/**
 * Bearer tokens of those who have signed in: short-lived, revocable, and of no meaning by themselves. Implementations are
 * thread-safe and bounded, and keep no token as it is sent.
 *
 * @since 0.1
 */
public interface TokenStore {

    /**
     * Makes a token.
     *
     * @param address for whom
     * @return the token
     */
    Issued issue(Address address);

    /**
     * Whose token it is.
     *
     * @param token what somebody says to be a token
     * @return who, or empty where it is unknown, expired or revoked
     */
    Optional<Address> find(String token);

    /**
     * Takes a token back.
     *
     * @param token the token
     */
    void revoke(String token);

    /**
     * Takes all tokens of somebody back.
     *
     * @param address whose
     */
    void revokeAll(Address address);

    /**
     * A new token.
     *
     * @param token the token itself, a secret
     * @param expiresAt until when it is good
     */
    record Issued(String token, Instant expiresAt) {

        /** Not the token. */
        @Override
        public String toString() {
            return "a token until " + expiresAt;
        }
    }
}
